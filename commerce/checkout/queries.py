"""What a shopper sees and decides at checkout: the basket priced for the destination, and the choices."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commerce.cart import queries as carts
from commerce.cart.types import CartView
from commerce.core.context import CommerceContext
from commerce.core.errors import InvalidInput, Text
from commerce.customers.addresses import check_address, normalize_address, normalize_phone
from commerce.customers.types import AddressFields
from commerce.orders.states import Status
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries as payments
from commerce.payments.types import PaymentOption
from commerce.pricing.engine.shipping import goods_amount, shipped_weight
from commerce.pricing.engine.types import Quote
from commerce.quotes.queries import with_delivery
from commerce.quotes.types import Destination
from commerce.shipping import queries as shipping
from commerce.shipping.types import DeliveryOption

from .types import CheckoutInput, CheckoutView

NOTE_LENGTH = 500
SHOPPER = Actor("shopper")
_REQUIRED: Text = gettext_lazy("Please choose one.")


def view(cart_id: int, input: CheckoutInput, ctx: CommerceContext) -> CheckoutView:
    """The checkout page's facts. A method not chosen yet, or out of reach now, is the first offered.

    Takes no lock and refuses nothing; the number of queries does not depend on that of lines.
    """
    basket = look(cart_id, input, ctx)
    delivery = delivery_options(basket.quote, input, ctx)
    chosen = input.shipping_method
    if chosen not in {option.code for option in delivery}:
        chosen = delivery[0].code if delivery else ""
    quote = basket.quote
    if quote.shipping_method != chosen:
        quote = with_delivery(quote, ctx, basket.rules, chosen)
    ways = ways_to_pay(quote, input, ctx)
    codes = [way.code for way in ways]
    method = input.payment_method if input.payment_method in codes else (codes[0] if codes else "")
    return CheckoutView(
        quote=quote,
        delivery=delivery,
        payments=ways,
        shipping_method=chosen,
        payment_method=method,
        cart=dataclasses.replace(basket, quote=quote),
    )


def look(cart_id: int, input: CheckoutInput, ctx: CommerceContext) -> CartView:
    """The cart priced for where it goes and how. Takes no lock."""
    destination = Destination(country_of(input, ctx), input.address.region, input.address.postal_code)
    return carts.view(cart_id, ctx, destination, input.shipping_method, with_shipping=True)


def country_of(input: CheckoutInput, ctx: CommerceContext) -> str:
    """The destination's country; the channel's first while none is given."""
    return input.address.country or (ctx.channel.countries[0] if ctx.channel.countries else "")


def needs_delivery(quote: Quote) -> bool:
    """Whether anything in the basket is to be carried."""
    return any(line.item.requires_shipping for line in quote.lines)


def delivery_options(quote: Quote, input: CheckoutInput, ctx: CommerceContext) -> tuple[DeliveryOption, ...]:
    """Methods that bring this basket to its destination; none where nothing is to be carried."""
    if not needs_delivery(quote):
        return ()
    return shipping.options(
        ctx,
        country=country_of(input, ctx),
        region=input.address.region if input.address.country else "",
        weight_grams=shipped_weight(quote.lines),
        subtotal=goods_amount(quote.lines),
    )


def normalized(input: CheckoutInput, ctx: CommerceContext) -> CheckoutInput:
    """The input as it is stored: trimmed, places by code, phones in standard form. Never raises."""
    address = AddressFields(**normalize_address(input.address.as_dict()))
    phone = input.phone.strip()
    try:
        phone = normalize_phone(phone, address.country or country_of(input, ctx)) if phone else ""
    except InvalidInput:
        pass  # stays as typed, for check_input to say so
    return dataclasses.replace(
        input,
        email=input.email.strip(),
        phone=phone,
        address=address,
        note="".join(c if c.isprintable() or c == "\n" else " " for c in input.note).strip(),
    )


def ways_to_pay(quote: Quote, input: CheckoutInput, ctx: CommerceContext) -> tuple[PaymentOption, ...]:
    """How this basket may be paid where it goes."""
    return payments.options(ctx, quote.total, country_of(input, ctx))


def check_input(
    input: CheckoutInput,
    basket: CartView,
    ctx: CommerceContext,
    *,
    ways: Iterable[PaymentOption],
    has_terms: bool,
) -> dict[str, Text]:
    """Everything that is wrong with a normalized input, by field; empty when it can be ordered."""
    with translation.override(ctx.language):
        errors = _check_contact(input, ctx)
        if needs_delivery(basket.quote):
            errors |= _check_delivery(input, basket.quote, ctx)
        errors |= _check_payment(input, basket.quote, ways)
        if len(input.note) > NOTE_LENGTH:
            errors["note"] = _("At most %(longest)d characters.") % {"longest": NOTE_LENGTH}
        if has_terms and not input.terms_accepted:
            errors["terms_accepted"] = _("Please accept the terms to order.")
    return errors


def _check_contact(input: CheckoutInput, ctx: CommerceContext) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    if not input.email and not input.phone:
        errors["email"] = _("Enter an e-mail address or a phone number, so that we can reach you.")
    if input.email:
        try:
            validate_email(input.email)
        except ValidationError:
            errors["email"] = _("Enter a valid e-mail address.")
    if input.phone:
        try:
            normalize_phone(input.phone, country_of(input, ctx))
        except InvalidInput as refused:
            errors["phone"] = refused.message
    return errors


def _check_delivery(input: CheckoutInput, quote: Quote, ctx: CommerceContext) -> dict[str, Text]:
    fields = input.address.as_dict()
    errors = {f"address.{name}": text for name, text in check_address(fields).items()}
    countries = ctx.channel.countries
    if input.address.country and countries and input.address.country not in countries:
        errors["address.country"] = _("We do not deliver to this country.")
    if not input.shipping_method:
        errors["shipping_method"] = _REQUIRED
    elif quote.shipping is None and "address.country" not in errors:
        errors["shipping_method"] = _("This delivery method is not available for your address.")
    return errors


def _check_payment(input: CheckoutInput, quote: Quote, ways: Iterable[PaymentOption]) -> dict[str, Text]:
    if quote.total == 0:
        return {}
    if not input.payment_method:
        return {"payment_method": _REQUIRED}
    if input.payment_method not in {way.code for way in ways}:
        return {"payment_method": _("This payment method is not available for your order.")}
    return {}


def can_cancel(order: OrderFacts, actor: Actor = SHOPPER) -> bool:
    """Whether `actor` may cancel the order as it stands.

    Staff until something is shipped. Shoppers while they have not paid, and for
    SHOPPER_CANCEL_SECONDS after the order was confirmed, before anything is shipped.
    """
    if order.status == Status.PENDING_PAYMENT:
        return True
    if order.status != Status.CONFIRMED:
        return False
    if actor.kind != SHOPPER.kind:
        return True
    limit = timezone.now() - timedelta(seconds=settings.SHOPPER_CANCEL_SECONDS)
    return order.confirmed_at is not None and order.confirmed_at > limit
