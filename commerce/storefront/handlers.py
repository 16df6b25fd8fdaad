"""What happens here when somebody logs in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import ngettext

from commerce.cart.services import merge
from commerce.core.listeners import on
from commerce.customers import queries
from commerce.customers.events import SecondStepSwitched
from commerce.customers.queries import proved_contacts
from commerce.customers.services import ensure_customer
from commerce.orders.services import claim_orders

from . import carts, mails
from .context import request_context


@receiver(user_logged_in, dispatch_uid="storefront.merge_cart")
def take_the_cart_along(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """What a guest put into the cart is in the member's cart after logging in."""
    token = carts.token_of(request) if request is not None else None
    if request is None or token is None:
        return
    customer_id = ensure_customer(user_id=user.pk)
    request._cart_handle = merge(token=token, customer_id=customer_id, ctx=request_context(request))  # type: ignore[attr-defined]
    # The context was built for the guest; from here on this request is the member's.
    del request._commerce_context  # type: ignore[attr-defined]


@on(SecondStepSwitched)
def tell_of_the_second_step(event: SecondStepSwitched) -> None:
    """Mail it to whom it concerns, in case it was not them."""
    email, language = queries.mailbox_of(event.user_id)
    if email:
        mails.send("second_step_on" if event.is_on else "second_step_off", email, language)


@receiver(user_logged_in, dispatch_uid="storefront.claim_orders")
def take_orders_along(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """What somebody ordered as a guest is in their account, once they have shown that they read its mail."""
    email, phone = proved_contacts(user)
    if user.is_staff or not (email or phone):
        return
    count = claim_orders(customer_id=ensure_customer(user_id=user.pk), email=email, phone=phone)
    if count and hasattr(request, "_messages"):
        assert request is not None
        text = ngettext(
            "%d order that you placed without an account is now in it.",
            "%d orders that you placed without an account are now in it.",
            count,
        )
        messages.success(request, text % count)
