"""What goes into a cart and out. Everything is read before the cart is locked, so that locks are short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from commerce.cart import queries
from commerce.cart.errors import (
    MAX_LINES,
    MAX_QUANTITY,
    CartFull,
    InvalidQuantity,
    NotSellable,
    UnknownCartLine,
)
from commerce.cart.models import CartLine
from commerce.catalog.queries import sellable_variants, variant_id_of
from commerce.catalog.types import SellableVariant
from commerce.core.compiled import Compiled, CompiledInsert, CompiledUpdate
from commerce.core.context import CommerceContext
from commerce.core.ids import new_public_id
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.queries import availability
from commerce.inventory.types import Shortage
from commerce.pricing.engine.types import Rules
from commerce.quotes.queries import priced, pricing_inputs
from commerce.quotes.types import Wanted

from .carts import touch

_insert = CompiledInsert(CartLine)
_set = CompiledUpdate(
    lambda cart_id, line_id, quantity, seen: (
        CartLine.objects.filter(pk=line_id, cart_id=cart_id),
        {"quantity": quantity, "seen_unit_amount": seen},
    )
)
_read_line = Compiled(
    lambda cart_id, public_id: CartLine.objects.filter(cart_id=cart_id, public_id=public_id).values_list(
        "id", "variant_id", "quantity"
    )
)
_read_lines = Compiled(
    lambda cart_id: CartLine.objects.filter(cart_id=cart_id).values_list(
        "variant_id", "id", "public_id", "quantity"
    )
)


def add_line(*, cart_id: int, variant_public_id: str, quantity: int, ctx: CommerceContext) -> str:
    """`quantity` more of a variant; the public id of its line. Locks the cart.

    Raises InvalidQuantity, UnknownVariant, NotSellable, InsufficientStock, CartFull, CartClosed.
    """
    check_quantity(quantity)
    offer = _offer(variant_id_of(variant_public_id), ctx)
    with transaction.atomic():
        touch(cart_id)
        lines = _lines_by_variant(cart_id)
        line = lines.get(offer.variant.id)
        if line is None:
            return _put_new(cart_id, offer, quantity, lines)
        offer.put(cart_id, line.id, line.quantity + quantity)
    return line.public_id


def set_quantity(*, cart_id: int, line_public_id: str, quantity: int, ctx: CommerceContext) -> None:
    """A line's quantity; 0 removes it. Locks the cart.

    Raises InvalidQuantity, UnknownCartLine, NotSellable, InsufficientStock, CartClosed.
    """
    if quantity == 0 and not isinstance(quantity, bool):
        return remove_line(cart_id=cart_id, line_public_id=line_public_id)
    check_quantity(quantity)
    found = _read_line(cart_id, line_public_id)
    if not found:
        raise UnknownCartLine
    line_id, variant_id, before = found[0]
    if before == quantity:
        return None
    offer = _offer(variant_id, ctx)
    with transaction.atomic():
        touch(cart_id)
        offer.put(cart_id, line_id, quantity)
    return None


@transaction.atomic
def remove_line(*, cart_id: int, line_public_id: str) -> None:
    """Take a line out. Gone already is fine. Locks the cart. Raises CartClosed."""
    touch(cart_id)
    CartLine.objects.filter(cart_id=cart_id, public_id=line_public_id).delete()


def restore_line(*, cart_id: int, variant_public_id: str, quantity: int, ctx: CommerceContext) -> None:
    """Undo a removal: the line as it was, or with what is left. A line put back meanwhile stays.

    Raises like `add_line`.
    """
    check_quantity(quantity)
    offer = _offer(variant_id_of(variant_public_id), ctx)
    with transaction.atomic():
        touch(cart_id)
        lines = _lines_by_variant(cart_id)
        if offer.variant.id not in lines:
            _put_new(cart_id, offer, min(quantity, max(offer.left, 1)), lines)


def clear_invalid(*, cart_id: int, ctx: CommerceContext) -> int:
    """Take out what cannot be bought any more; how many lines. Locks the cart. Raises CartClosed."""
    ids = [line.public_id for line in queries.view(cart_id, ctx).invalid]
    with transaction.atomic():
        touch(cart_id)
        return CartLine.objects.filter(cart_id=cart_id, public_id__in=ids).delete()[0]


def accept_changes(*, cart_id: int, ctx: CommerceContext) -> None:
    """The shopper has seen what changed: prices as shown now, quantities as many as there are.

    A line that changed meanwhile keeps its notice. Locks the cart if there is something to accept.
    Raises CartClosed.
    """
    shown = {line.public_id: line for line in queries.view(cart_id, ctx).buyable if line.changes}
    if not shown:
        return
    with transaction.atomic():
        touch(cart_id)
        changed = []
        for row in CartLine.objects.filter(cart_id=cart_id, public_id__in=shown):
            line = shown[row.public_id]
            if line.line is not None and row.quantity == line.wanted:
                row.quantity, row.seen_unit_amount = line.quantity, queries.seen_price(line.line)
                changed.append(row)
        CartLine.objects.bulk_update(changed, ["quantity", "seen_unit_amount"])


def check_quantity(quantity: int) -> None:
    """Raises InvalidQuantity for anything but a whole number from 1 to MAX_QUANTITY."""
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidQuantity


@dataclass(frozen=True, slots=True)
class _Offer:
    """A variant as it can be bought now: how many are left, by which rules it is priced."""

    variant: SellableVariant
    left: int
    rules: Rules
    ctx: CommerceContext

    def put(self, cart_id: int, line_id: int, quantity: int) -> None:
        """Write how many the line has now. Raises as `seen_price`, and UnknownCartLine if it is gone."""
        if not _set(cart_id, line_id, quantity, self.seen_price(quantity)):
            raise UnknownCartLine

    def seen_price(self, quantity: int) -> int:
        """The price of one that the shopper sees now, minor units.

        A cart holds nothing back, but does not promise what is not there. Raises InvalidQuantity,
        InsufficientStock, NotSellable (no price).
        """
        check_quantity(quantity)
        variant = self.variant
        if self.left < quantity:
            shortage = Shortage(variant.id, quantity, self.left, variant.public_id, variant.name)
            raise InsufficientStock([shortage])
        wanted = [Wanted("line", variant.id, quantity)]
        bought = priced(wanted, self.ctx, self.rules, {variant.id: variant}).lines[0]
        if bought.unit is None:
            raise NotSellable
        return queries.seen_price(bought)


def _offer(variant_id: int, ctx: CommerceContext) -> _Offer:
    """Raises NotSellable."""
    variants = sellable_variants([variant_id], ctx)
    variant = variants.get(variant_id)
    if variant is None or not variant.is_sellable:
        raise NotSellable
    left = availability([variant_id], ctx)[variant_id].quantity
    return _Offer(variant, left, pricing_inputs(ctx, variants), ctx)


class _Known(NamedTuple):
    id: int
    public_id: str
    quantity: int


def _lines_by_variant(cart_id: int) -> dict[int, _Known]:
    return {variant_id: _Known(*line) for variant_id, *line in _read_lines(cart_id)}


def _put_new(cart_id: int, offer: _Offer, quantity: int, lines: Mapping[int, _Known]) -> str:
    """The public id of a new line, if there is room for it. Raises CartFull, and as `_Offer.seen_price`."""
    if len(lines) >= MAX_LINES:
        raise CartFull
    line = {
        "public_id": new_public_id(),
        "cart_id": cart_id,
        "variant_id": offer.variant.id,
        "quantity": quantity,
        "seen_unit_amount": offer.seen_price(quantity),
        "added_at": timezone.now(),
    }
    _insert([line])
    return str(line["public_id"])
