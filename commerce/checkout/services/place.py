"""Placing an order: the use case every door leads to."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from commerce.cart import services as carts
from commerce.cart.errors import CartChanged, CartClosed
from commerce.cart.types import CartLineView, CartView
from commerce.catalog.types import SellableVariant
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
from commerce.orders.types import Actor, AdjustmentDraft, LineDraft, OrderDraft, PlacedOrder
from commerce.payments import queries as payment_queries
from commerce.payments import services as payments
from commerce.payments.errors import PaymentUnavailable
from commerce.payments.types import Attempt, NextAction
from commerce.pricing.engine.trace import dump, dump_line

from . import pay

logger = logging.getLogger(__name__)
LOOKS = 3  # how often a cart may change under the shopper's other tabs before we ask to look again


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
    EmptyCart, InsufficientStock, PriceChanged, UnknownCart, CartChanged, CartClosed, Unavailable;
    nothing is done then. Locks cart, then stock items. The payment begins after commit: if the
    provider fails, the order stands and `action` says how it can be paid again.
    """
    input = normalized(input, ctx)
    for _ in range(LOOKS):
        basket = look(cart_id, input, ctx)
        if not basket.is_open:
            return _placed_before(basket, return_url)
        _check_stock(basket, shown_total)
        pins = _Pins.of(basket, ctx)
        _check(basket, input, shown_total, ctx, pins)
        draft = _draft(basket, input, ctx, pins)
        try:
            order, attempt = with_retries(partial(_write, cart_id, basket, draft, shown_total))
        except (CartChanged, CartClosed, IntegrityError):
            continue  # another tab was faster, or staff removed what is in it: look again
        except InsufficientStock as short:
            raise short.named({line.variant.id: _name(line.variant) for line in basket.lines}) from None
        logger.info("order placed", extra={"order": order.public_id, "key": key})
        return OrderPlacedResult(
            order_id=order.id,
            order_public_id=order.public_id,
            number=order.facts.number,
            token=order.token,
            total_amount=draft.total_amount,
            currency=draft.currency,
            action=pay.begin(
                order_id=order.id,
                method=input.payment_method,
                return_url=return_url,
                order=order.facts,
                attempt=attempt,
            ),
        )
    raise CartChanged


@transaction.atomic
def _write(
    cart_id: int, basket: CartView, draft: OrderDraft, shown_total: int
) -> tuple[PlacedOrder, Attempt | None]:
    """What must happen, top to bottom. Hot rows last, so that they are held for the shortest time."""
    carts.claim(cart_id=cart_id, version=basket.version)
    order = orders.create(draft, shown_total=shown_total, actor=_actor(draft))
    attempt = payments.open_attempt(order=order.facts)
    inventory.reserve(
        demands=_demands(basket, order.line_ids),
        order_id=order.id,
        channel_id=draft.channel_id,
        expires_at=draft.pay_by,
        seen=basket.stock,
    )
    return order, attempt


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


def _check_stock(basket: CartView, shown_total: int) -> None:
    """Where losers of a sold-out sale end, without a lock. What was shown as short may be ordered so."""
    short = [_shortage(line) for line in basket.lines if line.available < line.wanted]
    if short and (basket.quote.total != shown_total or not basket.buyable):
        raise InsufficientStock(short)
    if not basket.buyable:
        raise EmptyCart


def _check(
    basket: CartView, input: CheckoutInput, shown_total: int, ctx: CommerceContext, pins: _Pins
) -> None:
    """Refuse what cannot be ordered so: every wrong field at once, then a total nobody has seen."""
    errors = check_input(input, basket, ctx, has_terms="terms" in pins.policies)
    if errors:
        alone = errors.keys()
        if alone == {"shipping_method"}:
            raise DeliveryUnavailable(fields=errors)
        if alone == {"payment_method"}:
            raise PaymentUnavailable(fields=errors)
        raise InvalidInput(fields=errors)
    if basket.quote.total != shown_total:
        raise PriceChanged(basket.quote, shown_total)


def _shortage(line: CartLineView) -> Shortage:
    return Shortage(line.variant.id, line.wanted, line.available, *_name(line.variant))


def _name(variant: SellableVariant) -> tuple[str, str]:
    """(public id, what a shopper calls it)."""
    label = f" ({variant.option_label})" if variant.option_label else ""
    return variant.public_id, variant.name + label


def _demands(basket: CartView, line_ids: tuple[int, ...]) -> list[Demand]:
    return [
        Demand(line_id, line.variant.id, line.quantity)
        for line_id, line in zip(line_ids, basket.buyable, strict=True)
    ]


def _actor(draft: OrderDraft) -> Actor:
    return Actor("shopper", str(draft.customer_id or ""))


def _pay_by(input: CheckoutInput, basket: CartView, ctx: CommerceContext) -> datetime:
    """Until when stock is held for the money: minutes online, days for a transfer."""
    ways = payment_queries.options(ctx, basket.quote.total, country_of(input, ctx))
    is_online = next((way.is_online for way in ways if way.code == input.payment_method), True)
    seconds = settings.PAY_WITHIN_SECONDS if is_online else settings.PAY_WITHIN_OFFLINE_SECONDS
    return timezone.now() + timedelta(seconds=seconds)


def _draft(basket: CartView, input: CheckoutInput, ctx: CommerceContext, pins: _Pins) -> OrderDraft:
    quote = basket.quote
    return OrderDraft(
        source_key=_source_key(basket),
        channel_id=ctx.channel.id,
        channel_code=ctx.channel.code,
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
        shipping_address=input.address.as_dict() if needs_delivery(quote) else {},
        billing_address={},
        note=input.note,
        theme_code=ctx.theme.code,
        theme_version=ctx.theme.version,
        price_trace=dump(quote),
        policy_revisions=pins.policies,
        pay_by=_pay_by(input, basket, ctx),
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


def _source_key(basket: CartView) -> str:
    return f"cart:{basket.public_id}"


def _placed_before(basket: CartView, return_url: str) -> OrderPlacedResult:
    """The order of a cart that is closed. Raises CartClosed for one that was merged into another.

    Paying begins once: a second click finds the attempt of the first.
    """
    order = order_queries.find_by_source(_source_key(basket))
    if order is None:
        raise CartClosed
    action = NextAction("none")
    if order.status == Status.PENDING_PAYMENT:
        action = pay.begin(order_id=order.id, method=order.payment_method_code, return_url=return_url)
    return OrderPlacedResult(
        order_id=order.id,
        order_public_id=order.public_id,
        number=order.number,
        token=order.token,
        total_amount=order.total_amount,
        currency=order.currency,
        action=action,
        was_placed_before=True,
    )
