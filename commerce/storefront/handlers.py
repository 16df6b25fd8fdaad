"""What happens here when somebody logs in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from commerce.cart.services import merge
from commerce.customers.services import ensure_customer

from . import carts
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
