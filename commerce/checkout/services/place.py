"""Placing an order: the use case every door leads to."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commerce.cart import services as carts
from commerce.cart.errors import CartClosed
from commerce.cart.types import CartLineView, CartView
from commerce.checkout.errors import DeliveryUnavailable, EmptyCart, PriceChanged
from commerce.checkout.queries import check_input, country_of, look, needs_delivery, normalized
from commerce.checkout.types import CheckoutInput, OrderPlacedResult
from commerce.core import editorial
from commerce.core.context import CommerceContext
from commerce.core.errors import InvalidInput
from commerce.core.locking import with_retries
from commerce.inventory import services as inventory
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.types import Demand, Shortage
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.states import Status
from commerce.orders.types import Actor, AdjustmentDraft, LineDraft, OrderDraft
from commerce.payments import queries as payment_queries
from commerce.payments.errors import PaymentUnavailable
from commerce.payments.types import NextAction
from commerce.pricing.engine.trace import dump, dump_line

from . import pay

logger = logging.getLogger(__name__)


def place_order(
    *,
    cart_id: int,
    input: CheckoutInput,
    shown_total: int,
    key: str,
    ctx: CommerceContext,
    return_url: str,
) -> OrderPlacedResult:
    """The order that this cart became, and what the shopper does to pay it.

    Idempotent by cart: a second click, another tab or a retry gets the same order. `shown_total` is
    the total the shopper agreed to (minor units of the context's currency); `key` names the request
    in logs. Raises InvalidInput (DeliveryUnavailable, PaymentUnavailable) with every wrong field,
    EmptyCart, InsufficientStock, PriceChanged, Unavailable; nothing is done then. Locks cart, then
    stock items. The payment begins after commit: if the provider fails, the order stands and
    `action` says how it can be paid again.
    """
    input = normalized(input, ctx)
    basket = look(cart_id, input, ctx)
    if not basket.is_open:
        return _placed_before(basket.order_id, return_url)
    pins = _Pins.of(basket, ctx)
    _check(basket, input, shown_total, ctx, pins)
    try:
        order_id = with_retries(lambda: _write(cart_id, basket, input, shown_total, ctx, pins))
    except CartClosed as closed:
        return _placed_before(closed.order_id, return_url)
    logger.info("order placed", extra={"order": order_id, "key": key})
    return _begin(order_id, input.payment_method, return_url)


@transaction.atomic
def _write(
    cart_id: int,
    basket: CartView,
    input: CheckoutInput,
    shown_total: int,
    ctx: CommerceContext,
    pins: _Pins,
) -> int:
    """What must happen, top to bottom. Hot rows last, so that they are held for the shortest time."""
    cart = carts.lock_open(cart_id)
    if cart.version != basket.version:
        basket = look(cart_id, input, ctx)  # another tab was faster: judge what is there now
        _check(basket, input, shown_total, ctx, pins)
    pay_by = _pay_by(input, basket, ctx)
    draft = _draft(basket, input, ctx, pins, pay_by)
    order = orders.create(draft, shown_total=shown_total, actor=_actor(ctx))
    carts.close(cart_id=cart.id, order_id=order.id)
    inventory.reserve(
        demands=_demands(basket, order.line_ids),
        order_id=order.id,
        channel_id=ctx.channel.id,
        expires_at=pay_by,
        seen=basket.stock,
    )
    return order.id


@dataclasses.dataclass(frozen=True, slots=True)
class _Pins:
    """What the shopper saw besides prices, kept with the order since it cannot be found out later."""

    pages: Mapping[int, int]
    policies: Mapping[str, int]

    @classmethod
    def of(cls, basket: CartView, ctx: CommerceContext) -> _Pins:
        source = editorial.source()
        products = {line.variant.product_id for line in basket.buyable}
        return cls(dict(source.revision_ids(products, ctx)), dict(source.policy_revisions(ctx)))


def _check(
    basket: CartView, input: CheckoutInput, shown_total: int, ctx: CommerceContext, pins: _Pins
) -> None:
    """Refuse what cannot be ordered; the cheap look that losers of a sold-out sale end with comes first."""
    is_as_shown = basket.quote.total == shown_total
    short = [_shortage(line) for line in basket.lines if line.available < line.wanted]
    if short and not is_as_shown:
        raise InsufficientStock(short)
    if not basket.buyable:
        raise EmptyCart
    errors = check_input(input, basket, ctx, has_terms="terms" in pins.policies)
    if errors:
        alone = errors.keys()
        if alone == {"shipping_method"}:
            raise DeliveryUnavailable(fields=errors)
        if alone == {"payment_method"}:
            raise PaymentUnavailable(fields=errors)
        raise InvalidInput(fields=errors)
    if not is_as_shown:
        raise PriceChanged(basket.quote, shown_total)


def _shortage(line: CartLineView) -> Shortage:
    variant = line.variant
    name = f"{variant.name} ({variant.option_label})" if variant.option_label else variant.name
    return Shortage(variant.id, line.wanted, line.available, variant.public_id, name)


def _demands(basket: CartView, line_ids: tuple[int, ...]) -> list[Demand]:
    return [
        Demand(line_id, line.variant.id, line.quantity)
        for line_id, line in zip(line_ids, basket.buyable, strict=True)
    ]


def _actor(ctx: CommerceContext) -> Actor:
    return Actor("shopper", str(ctx.customer.id or ""))


def _pay_by(input: CheckoutInput, basket: CartView, ctx: CommerceContext) -> datetime:
    """Until when stock is held for the money: minutes online, days for a transfer."""
    ways = payment_queries.options(ctx, basket.quote.total, country_of(input, ctx))
    is_online = next((way.is_online for way in ways if way.code == input.payment_method), True)
    seconds = settings.PAY_WITHIN_SECONDS if is_online else settings.PAY_WITHIN_OFFLINE_SECONDS
    return timezone.now() + timedelta(seconds=seconds)


def _draft(
    basket: CartView, input: CheckoutInput, ctx: CommerceContext, pins: _Pins, pay_by: datetime
) -> OrderDraft:
    quote = basket.quote
    goes_somewhere = needs_delivery(quote)
    return OrderDraft(
        source_key=f"cart:{basket.public_id}",
        channel_id=ctx.channel.id,
        customer_id=ctx.customer.id,
        email=input.email,
        phone=input.phone,
        language=ctx.language,
        currency=quote.currency,
        lines=tuple(_line(line, pins) for line in basket.buyable),
        items_amount=quote.items_amount,
        discount_amount=quote.discount_amount,
        shipping_amount=quote.shipping_amount,
        tax_amount=quote.tax_amount,
        total_amount=quote.total,
        prices_include_tax=ctx.channel.prices_include_tax,
        shipping_method_code=quote.shipping.method if quote.shipping else "",
        shipping_method_name=quote.shipping.label if quote.shipping else "",
        payment_method_code=input.payment_method,
        shipping_address=input.address.as_dict() if goes_somewhere else {},
        billing_address={},
        note=input.note,
        theme_code=ctx.theme.code,
        theme_version=ctx.theme.version,
        price_trace=dump(quote),
        policy_revisions=pins.policies,
        pay_by=pay_by,
        time_zone=ctx.channel.time_zone,
    )


def _line(view: CartLineView, pins: _Pins) -> LineDraft:
    line, variant = view.line, view.variant
    assert line is not None and line.unit is not None  # buyable lines are priced
    return LineDraft(
        variant_id=variant.id,
        product_public_id=variant.product_public_id,
        variant_public_id=variant.public_id,
        sku=variant.sku,
        name=variant.name,
        option_label=variant.option_label,
        quantity=line.item.quantity,
        list_amount=line.list_unit,
        unit_amount=line.unit,
        discount_amount=line.discount,
        tax_amount=line.tax,
        tax_rate_ppm=line.tax_rate_ppm,
        total_amount=line.total,
        weight_grams=variant.weight_grams,
        requires_shipping=variant.requires_shipping,
        image_id=variant.image_id,
        page_revision_id=pins.pages.get(variant.product_id),
        price_trace=dump_line(line),
        adjustments=tuple(
            AdjustmentDraft(each.kind, each.source, each.label, each.amount) for each in line.adjustments
        ),
    )


def _placed_before(order_id: int | None, return_url: str) -> OrderPlacedResult:
    """The order of a cart that is closed. Raises CartClosed for one that was merged into another."""
    if order_id is None:
        raise CartClosed
    order = order_queries.facts(order_id)
    return _begin(order.id, order.payment_method_code, return_url, was_placed_before=True)


def _begin(
    order_id: int, method: str, return_url: str, *, was_placed_before: bool = False
) -> OrderPlacedResult:
    """Start to pay, outside the order's transaction; two clicks find the same attempt."""
    order = order_queries.facts(order_id)
    action = NextAction("none")
    if order.status == Status.PENDING_PAYMENT:
        action = pay.begin(order_id=order.id, method=method, return_url=return_url)
    return OrderPlacedResult(
        order_id=order.id,
        order_public_id=order.public_id,
        number=order.number,
        token=order.token,
        total_amount=order.total_amount,
        currency=order.currency,
        action=action,
        was_placed_before=was_placed_before,
    )
