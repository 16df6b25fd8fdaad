"""Placing an order: the use case every door leads to."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from django.db import IntegrityError, transaction

from commerce.cart import services as carts
from commerce.cart.errors import CartChanged, CartClosed
from commerce.cart.types import CartLineView, CartView
from commerce.catalog.types import SellableVariant
from commerce.checkout.errors import DeliveryUnavailable, EmptyCart, PriceChanged
from commerce.checkout.queries import check_input, look, normalized, ways_to_pay
from commerce.checkout.types import CheckoutInput, OrderPlacedResult
from commerce.core.context import CommerceContext
from commerce.core.errors import InvalidInput
from commerce.core.locking import with_retries
from commerce.inventory import services as inventory
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.types import Demand, Shortage
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.states import Status
from commerce.orders.types import Actor, OrderDraft, PlacedOrder
from commerce.payments import services as payments
from commerce.payments.errors import PaymentUnavailable
from commerce.payments.types import Attempt, NextAction, PaymentOption

from . import pay
from .drafting import Pins, draft_of, source_key

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
        pins, ways = Pins.of(basket, ctx), ways_to_pay(basket.quote, input, ctx)
        _check(basket, input, shown_total, ctx, pins, ways)
        draft = draft_of(basket, input, ctx, pins, ways)
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


def _check_stock(basket: CartView, shown_total: int) -> None:
    """Where losers of a sold-out sale end, without a lock. What was shown as short may be ordered so."""
    short = [_shortage(line) for line in basket.lines if line.available < line.wanted]
    if short and (basket.quote.total != shown_total or not basket.buyable):
        raise InsufficientStock(short)
    if not basket.buyable:
        raise EmptyCart


def _check(
    basket: CartView,
    input: CheckoutInput,
    shown_total: int,
    ctx: CommerceContext,
    pins: Pins,
    ways: Sequence[PaymentOption],
) -> None:
    """Refuse what cannot be ordered so: every wrong field at once, then a total nobody has seen."""
    errors = check_input(input, basket, ctx, ways=ways, has_terms="terms" in pins.policies)
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


def _placed_before(basket: CartView, return_url: str) -> OrderPlacedResult:
    """The order of a cart that is closed. Raises CartClosed for one that was merged into another.

    Paying begins once: a second click finds the attempt of the first.
    """
    order = order_queries.find_by_source(source_key(basket))
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
