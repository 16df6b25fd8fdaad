"""Carts as a whole: open, merge on login, become an order, be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from commerce.cart import queries
from commerce.cart.errors import MAX_LINES, MAX_QUANTITY, CartChanged, CartClosed, UnknownCart
from commerce.cart.models import Cart, CartLine
from commerce.cart.types import CartHandle
from commerce.core.compiled import CompiledInsert, CompiledUpdate
from commerce.core.context import CommerceContext
from commerce.core.ids import digest, new_public_id, new_token

REMEMBERED = ("email", "phone", "shipping_method", "payment_method", "note", "address")
REMEMBERED_LENGTH = 500

_open = CompiledInsert(Cart)


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
    cart = {
        "public_id": new_public_id(),
        "token_digest": digest(fresh),
        "channel_id": ctx.channel.id,
        "customer_id": customer_id,
        "created_at": now,
        "touched_at": now,
    }
    try:
        with transaction.atomic():
            (cart_id,) = _open([cart])
    except IntegrityError:
        # A second tab of the same member was faster.
        found = queries.find_cart(customer_id=customer_id, ctx=ctx)
        if found is None:
            raise
        return found
    return CartHandle(cart_id, str(cart["public_id"]), "" if customer_id is not None else fresh)


_touch = CompiledUpdate(
    lambda cart_id, now: (
        Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN),
        {"touched_at": now, "version": F("version") + 1},
    )
)
_remember = CompiledUpdate(
    lambda cart_id, delivery, now: (
        Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN),
        {"delivery": delivery, "touched_at": now, "version": F("version") + 1},
    )
)
_close = CompiledUpdate(
    lambda cart_id, version, now: (
        Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN, version=version),
        {"status": Cart.Status.CLOSED, "delivery": {}, "touched_at": now},
    )
)


def _why_not(cart_id: int) -> CartClosed | UnknownCart:
    """Why no open cart has this id."""
    return CartClosed() if Cart.objects.filter(pk=cart_id).exists() else UnknownCart()


def touch(cart_id: int) -> None:
    """Mark an open cart as changed. Must run inside a transaction, which holds the cart's lock from here on.

    Raises CartClosed, UnknownCart.
    """
    if not _touch(cart_id, timezone.now()):
        raise _why_not(cart_id)


def claim(*, cart_id: int, version: int) -> None:
    """Close the cart for its order, if it is open and still as it was seen (`CartView.version`).

    Must run inside a transaction, which holds the cart's lock from here on: compare-and-set in one
    statement, so that of two clicks one waits and then loses. Raises CartChanged, CartClosed.
    """
    if _close(cart_id, version, timezone.now()):
        return
    if Cart.objects.filter(pk=cart_id, status=Cart.Status.OPEN).exists():
        raise CartChanged
    raise CartClosed


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


def remember_delivery(*, cart_id: int, data: Mapping[str, Any]) -> None:
    """Keep what checkout asked (contact, address, methods), so that nothing is retyped. One statement.

    Only known fields, only texts. Raises CartClosed, UnknownCart.
    """
    kept: dict[str, Any] = {}
    for name in REMEMBERED:
        value = data.get(name)
        if name == "address" and isinstance(value, Mapping):
            kept[name] = {str(k)[:20]: str(v)[:REMEMBERED_LENGTH] for k, v in list(value.items())[:12]}
        elif isinstance(value, str) and value:
            kept[name] = value[:REMEMBERED_LENGTH]
    if not _remember(cart_id, kept, timezone.now()):
        raise _why_not(cart_id)


def forget_abandoned() -> int:
    """Delete open carts that nobody touched for CART_KEEP_SECONDS. Returns how many rows went."""
    limit = timezone.now() - timedelta(seconds=settings.CART_KEEP_SECONDS)
    return Cart.objects.exclude(status=Cart.Status.CLOSED).filter(touched_at__lt=limit).delete()[0]
