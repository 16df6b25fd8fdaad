"""Promises to orders: reserve, allocate, release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commerce.core.events import publish
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.events import StockCameBack, StockRanOut
from commerce.inventory.models import Reservation, StockItem
from commerce.inventory.queries import free_units, sellable_items
from commerce.inventory.types import Demand, Shortage

from . import statements
from .statements import Moved

State = Reservation.State


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A stock item as planning sees it."""

    item_id: int
    variant_id: int
    free: int


@transaction.atomic(savepoint=False)
def reserve(
    *, demands: Sequence[Demand], order_id: int, channel_id: int, expires_at: datetime | None
) -> tuple[int, ...]:
    """Hold stock for the lines of an order; the ids of the stock items it was taken from.

    Belongs last into the transaction of the order: it locks the hottest rows (stock items by id).
    Takes from locations of higher priority first and may split a line over several. Raises
    InsufficientStock, and then holds nothing: the caller's transaction must end. Held until the
    order is canceled or expires; `expires_at` says when that may be (UTC).
    """
    shelves = _shelves(demands, channel_id)
    if len(shelves) > len({shelf.variant_id for shelf in shelves}):
        # Several places per variant: a plan made without the lock could be outrun at one of them.
        StockItem.objects.lock(shelf.item_id for shelf in shelves)
        shelves = _shelves(demands, channel_id)
    parts = _plan(demands, shelves)
    if parts is None:
        raise _refusal(demands, channel_id)
    wanted: dict[int, int] = defaultdict(int)
    for _, item_id, quantity in parts:
        wanted[item_id] += quantity
    taken = statements.move(reserved=wanted, guard=statements.ENOUGH)
    if len(taken) < len(wanted):
        lost = {shelf.variant_id for shelf in shelves if shelf.item_id in wanted.keys() - taken.keys()}
        raise _refusal(demands, channel_id, lost)
    now = timezone.now()
    Reservation.objects.bulk_create(
        Reservation(
            stock_item_id=item_id,
            order_id=order_id,
            order_line_id=line_id,
            quantity=quantity,
            expires_at=expires_at,
            created_at=now,
        )  # fmt: skip
        for line_id, item_id, quantity in parts
    )
    announce(taken.values())
    return tuple(taken)


def _shelves(demands: Sequence[Demand], channel_id: int) -> list[_Shelf]:
    """Where the wanted variants lie, best place first. An unlocked look."""
    rows = (
        sellable_items(channel_id)
        .filter(variant_id__in={demand.variant_id for demand in demands})
        .order_by("-location__priority", "id")
        .values_list("id", "variant_id", "on_hand", "reserved")
    )
    return [_Shelf(id_, variant_id, on_hand - reserved) for id_, variant_id, on_hand, reserved in rows]


def _plan(demands: Sequence[Demand], shelves: Sequence[_Shelf]) -> list[tuple[int, int, int]] | None:
    """(order line, stock item, quantity) parts that satisfy every demand, or None."""
    free = {shelf.item_id: shelf.free for shelf in shelves}
    parts = []
    for demand in demands:
        left = demand.quantity
        for shelf in shelves:
            take = min(left, free[shelf.item_id]) if shelf.variant_id == demand.variant_id else 0
            if take > 0:
                free[shelf.item_id] -= take
                left -= take
                parts.append((demand.order_line_id, shelf.item_id, take))
        if left:
            return None
    return parts


def _refusal(demands: Sequence[Demand], channel_id: int, lost: Iterable[int] = ()) -> InsufficientStock:
    """What to tell the loser: what is short now, and the `lost` variants even if some came back since."""
    wanted: dict[int, int] = defaultdict(int)
    for demand in demands:
        wanted[demand.variant_id] += demand.quantity
    free = free_units(wanted, channel_id)
    return InsufficientStock(
        [
            Shortage(id_, quantity, free.get(id_, 0))
            for id_, quantity in wanted.items()
            if free.get(id_, 0) < quantity or id_ in set(lost)
        ]
    )


@transaction.atomic(savepoint=False)
def allocate(*, order_id: int) -> int:
    """Turn what is held for an order into a promise without end. Returns how many rows; again: 0."""
    return Reservation.objects.filter(order_id=order_id, state=State.HELD).update(
        state=State.ALLOCATED, expires_at=None
    )


@transaction.atomic(savepoint=False)
def release(*, order_id: int) -> int:
    """Give back what an order holds or was promised and did not get. Returns units; again: 0.

    The caller holds the order's lock, so that nobody ships or releases beside it.
    """
    rows = Reservation.objects.filter(order_id=order_id, state__in=(State.HELD, State.ALLOCATED))
    given: dict[int, int] = defaultdict(int)
    for item_id, quantity in rows.values_list("stock_item_id", "quantity"):
        given[item_id] -= quantity
    if not given or not rows.update(state=State.RELEASED, expires_at=None):
        return 0
    announce(statements.move(reserved=given).values())
    return -sum(given.values())


def announce(moved: Iterable[Moved]) -> None:
    """Tell the branches about items that ran out or came back. Must run inside the transaction."""
    for item in moved:
        if item.free <= 0 < item.free_before:
            publish(StockRanOut(item.variant_id))
        elif item.free_before <= 0 < item.free:
            publish(StockCameBack(item.variant_id))
