"""Writing carts. Every change locks the cart first, so that adding, merging and ordering take turns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from commerce.catalog.queries import sellable_variants, variant_id_of
from commerce.catalog.types import SellableVariant
from commerce.core.context import CommerceContext
from commerce.core.ids import digest, new_token
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.queries import availability
from commerce.inventory.types import Shortage
from commerce.quotes.queries import quote
from commerce.quotes.types import Wanted

from . import queries
from .errors import (
    MAX_LINES,
    MAX_QUANTITY,
    CartChanged,
    CartClosed,
    CartFull,
    InvalidQuantity,
    NotSellable,
    UnknownCart,
    UnknownCartLine,
)
from .models import Cart, CartLine
from .types import CartHandle, OpenCart

REMEMBERED = ("email", "phone", "shipping_method", "payment_method", "note", "address")
REMEMBERED_LENGTH = 500


def open_cart(
    *, token: str | None = None, customer_id: int | None = None, ctx: CommerceContext
) -> CartHandle:
    """This shopper's open cart in the context's channel, made if there is none.

    The handle's `token` is set only when an anonymous cart was made: give it to the shopper, it is
    shown once.
    """
    found = queries.find_cart(token=token, customer_id=customer_id, ctx=ctx)
    if found is not None:
        return found
    now = timezone.now()
    fresh = new_token()
    try:
        with transaction.atomic():
            cart = Cart.objects.create(
                token_digest=digest(fresh),
                channel_id=ctx.channel.id,
                customer_id=customer_id,
                created_at=now,
                touched_at=now,
            )
    except IntegrityError:
        # A second tab of the same member was faster.
        found = queries.find_cart(customer_id=customer_id, ctx=ctx)
        if found is None:
            raise
        return found
    return CartHandle(cart.pk, cart.public_id, "" if customer_id is not None else fresh)


def lock_open(cart_id: int) -> OpenCart:
    """The cart, locked until the transaction ends. Raises CartClosed and UnknownCart."""
    rows = Cart.objects.lock([cart_id])
    if not rows:
        raise UnknownCart
    cart = rows[0]
    if cart.status != Cart.Status.OPEN:
        raise CartClosed
    return OpenCart(cart.pk, cart.public_id, cart.channel_id, cart.customer_id)


@transaction.atomic
def add_line(*, cart_id: int, variant_public_id: str, quantity: int, ctx: CommerceContext) -> str:
    """`quantity` more of a variant; the public id of its line. Locks the cart.

    Raises InvalidQuantity, UnknownVariant, NotSellable, InsufficientStock, CartFull, CartClosed.
    """
    _check_quantity(quantity)
    variant = _sellable(variant_id_of(variant_public_id), ctx)
    _lock_and_touch(cart_id)
    line = CartLine.objects.filter(cart_id=cart_id, variant_id=variant.id).first()
    total = quantity + (line.quantity if line else 0)
    _check_quantity(total)
    _check_stock(variant, total, ctx)
    if line is None:
        if CartLine.objects.filter(cart_id=cart_id).count() >= MAX_LINES:
            raise CartFull
        line = CartLine(cart_id=cart_id, variant_id=variant.id, added_at=timezone.now())
    _save(line, variant, total, ctx)
    return line.public_id


@transaction.atomic
def set_quantity(*, cart_id: int, line_public_id: str, quantity: int, ctx: CommerceContext) -> None:
    """A line's quantity; 0 removes it. Locks the cart.

    Raises InvalidQuantity, UnknownCartLine, NotSellable, InsufficientStock, CartClosed.
    """
    if quantity == 0:
        return remove_line(cart_id=cart_id, line_public_id=line_public_id)
    _check_quantity(quantity)
    _lock_and_touch(cart_id)
    line = CartLine.objects.filter(cart_id=cart_id, public_id=line_public_id).first()
    if line is None:
        raise UnknownCartLine
    if line.quantity == quantity:
        return None
    variant = _sellable(line.variant_id, ctx)
    _check_stock(variant, quantity, ctx)
    _save(line, variant, quantity, ctx)
    return None


@transaction.atomic
def remove_line(*, cart_id: int, line_public_id: str) -> None:
    """Take a line out. Gone already is fine. Locks the cart. Raises CartClosed."""
    _lock_and_touch(cart_id)
    CartLine.objects.filter(cart_id=cart_id, public_id=line_public_id).delete()


@transaction.atomic
def restore_line(*, cart_id: int, variant_public_id: str, quantity: int, ctx: CommerceContext) -> None:
    """Undo a removal: the line as it was, or with what is left. A line put back meanwhile stays."""
    _check_quantity(quantity)
    variant = _sellable(variant_id_of(variant_public_id), ctx)
    _lock_and_touch(cart_id)
    if CartLine.objects.filter(cart_id=cart_id, variant_id=variant.id).exists():
        return
    left = availability([variant.id], ctx)[variant.id].quantity
    _check_stock(variant, 1, ctx)
    line = CartLine(cart_id=cart_id, variant_id=variant.id, added_at=timezone.now())
    _save(line, variant, min(quantity, left), ctx)


@transaction.atomic
def clear_invalid(*, cart_id: int, ctx: CommerceContext) -> int:
    """Take out what cannot be bought any more; how many lines. Locks the cart. Raises CartClosed."""
    _lock_and_touch(cart_id)
    ids = [line.public_id for line in queries.view(cart_id, ctx).invalid]
    return CartLine.objects.filter(cart_id=cart_id, public_id__in=ids).delete()[0]


@transaction.atomic
def accept_changes(*, cart_id: int, ctx: CommerceContext) -> None:
    """The shopper has seen what changed: prices as shown now, quantities as many as there are.

    Locks the cart. Raises CartClosed.
    """
    _lock_and_touch(cart_id)
    shown = {line.public_id: line for line in queries.view(cart_id, ctx).buyable}
    changed = []
    for row in CartLine.objects.filter(cart_id=cart_id, public_id__in=shown):
        line = shown[row.public_id]
        assert line.line is not None
        price = queries.seen_price(line.line)
        if (row.quantity, row.seen_unit_amount) != (line.quantity, price):
            row.quantity, row.seen_unit_amount = line.quantity, price
            changed.append(row)
    CartLine.objects.bulk_update(changed, ["quantity", "seen_unit_amount"])


@transaction.atomic
def merge(*, token: str | None, customer_id: int, ctx: CommerceContext) -> CartHandle | None:
    """On login: the anonymous cart's lines go into the member's. The member's cart, if there is one now.

    The rule: quantities of the same variant add up, at most 999; a member without a cart takes the
    anonymous one over. Nothing is refused here: what cannot be bought is announced in the cart.
    Locks both carts by id. The token opens nothing afterwards.
    """
    mine = queries.find_cart(customer_id=customer_id, ctx=ctx)
    theirs = queries.find_cart(token=token, ctx=ctx) if token else None
    if theirs is None:
        return mine
    locked = {cart.pk: cart for cart in Cart.objects.lock([theirs.id, *([mine.id] if mine else [])])}
    if any(cart.status != Cart.Status.OPEN for cart in locked.values()):
        # Ordered or merged between the look and the lock: leave things as they stand.
        return queries.find_cart(customer_id=customer_id, ctx=ctx)
    now = timezone.now()
    if mine is None:
        Cart.objects.filter(pk=theirs.id).update(
            customer_id=customer_id, touched_at=now, version=F("version") + 1
        )
        return CartHandle(theirs.id, theirs.public_id)
    _pour(theirs.id, mine.id)
    delivery = locked[mine.id].delivery or locked[theirs.id].delivery
    Cart.objects.filter(pk=theirs.id).update(status=Cart.Status.MERGED, delivery={}, touched_at=now)
    Cart.objects.filter(pk=mine.id).update(delivery=delivery, touched_at=now, version=F("version") + 1)
    return mine


def _pour(source_id: int, target_id: int) -> None:
    """Move lines from cart to cart; same variants add up to at most MAX_QUANTITY."""
    own = {line.variant_id: line for line in CartLine.objects.filter(cart_id=target_id)}
    raised: list[CartLine] = []
    moved: list[int] = []
    for line in CartLine.objects.filter(cart_id=source_id):
        same = own.get(line.variant_id)
        if same is not None:
            same.quantity = min(same.quantity + line.quantity, MAX_QUANTITY)
            raised.append(same)
        elif len(own) + len(moved) < MAX_LINES:
            moved.append(line.pk)
    CartLine.objects.bulk_update(raised, ["quantity"])
    CartLine.objects.filter(pk__in=moved).update(cart_id=target_id)


@transaction.atomic
def remember_delivery(*, cart_id: int, data: Mapping[str, Any]) -> None:
    """Keep what checkout asked (contact, address, methods), so that nothing is retyped. Locks the cart.

    Only known fields, only texts. Raises CartClosed.
    """
    _lock_and_touch(cart_id)
    kept: dict[str, Any] = {}
    for name in REMEMBERED:
        value = data.get(name)
        if name == "address" and isinstance(value, Mapping):
            kept[name] = {str(k)[:20]: str(v)[:REMEMBERED_LENGTH] for k, v in list(value.items())[:12]}
        elif isinstance(value, str) and value:
            kept[name] = value[:REMEMBERED_LENGTH]
    Cart.objects.filter(pk=cart_id).update(delivery=kept)


def claim(*, cart_id: int, version: int) -> None:
    """Close the cart for its order, if it is open and still as it was seen (`CartView.version`).

    Must run inside a transaction, which holds the cart's lock from here on: compare-and-set in one
    statement, so that of two clicks one waits and then loses. Raises CartChanged, CartClosed.
    """
    as_seen = Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN, version=version)
    if as_seen.update(status=Cart.Status.CLOSED, delivery={}, touched_at=timezone.now()):
        return
    if Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN).exists():
        raise CartChanged
    raise CartClosed


def forget_abandoned() -> int:
    """Delete open carts that nobody touched for CART_KEEP_SECONDS. Returns how many rows went."""
    limit = timezone.now() - timedelta(seconds=settings.CART_KEEP_SECONDS)
    return Cart.objects.exclude(status=Cart.Status.CLOSED).filter(touched_at__lt=limit).delete()[0]


def _lock_and_touch(cart_id: int) -> None:
    lock_open(cart_id)
    Cart.objects.filter(pk=cart_id).update(touched_at=timezone.now(), version=F("version") + 1)


def _check_quantity(quantity: int) -> None:
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidQuantity


def _sellable(variant_id: int, ctx: CommerceContext) -> SellableVariant:
    variant = sellable_variants([variant_id], ctx).get(variant_id)
    if variant is None or not variant.is_sellable:
        raise NotSellable
    return variant


def _check_stock(variant: SellableVariant, quantity: int, ctx: CommerceContext) -> None:
    """A cart holds nothing back, but does not promise what is not there."""
    left = availability([variant.id], ctx)[variant.id].quantity
    if left < quantity:
        raise InsufficientStock([Shortage(variant.id, quantity, left, variant.public_id, variant.name)])


def _save(line: CartLine, variant: SellableVariant, quantity: int, ctx: CommerceContext) -> None:
    """Write the line with the price the shopper sees now. Raises NotSellable without a price."""
    priced = quote([Wanted("line", variant.id, quantity)], ctx, variants={variant.id: variant}).lines[0]
    if priced.unit is None:
        raise NotSellable
    line.quantity = quantity
    line.seen_unit_amount = queries.seen_price(priced)
    line.save()
