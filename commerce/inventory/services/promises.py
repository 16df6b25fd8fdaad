"""Promises to orders: reserve, allocate, release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commerce.core.compiled import CompiledInsert, CompiledUpdate
from commerce.core.events import publish
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.events import StockCameBack, StockRanOut
from commerce.inventory.models import Reservation, StockItem
from commerce.inventory.queries import stock_of
from commerce.inventory.types import Availability, Demand, Shortage

from . import statements
from .statements import Moved

State = Reservation.State

_hold = CompiledInsert(Reservation)
_promise = CompiledUpdate(
    lambda order_id: (
        Reservation.objects.filter(order_id=order_id, state=State.HELD),
        {"state": State.ALLOCATED, "expires_at": None},
    )
)


@transaction.atomic(savepoint=False)
def reserve(
    *,
    demands: Sequence[Demand],
    order_id: int,
    channel_id: int,
    expires_at: datetime | None,
    seen: Mapping[int, Availability] | None = None,
) -> tuple[int, ...]:
    """Hold stock for the lines of an order; the ids of the stock items it was taken from.

    Belongs last into the transaction of the order: it locks the hottest rows (stock items by id).
    Takes from locations of higher priority first and may split a line over several. `seen` is an
    unlocked look that the caller already took, to spare another. Raises InsufficientStock, and then
    holds nothing: the caller's transaction must end. Held until the order is canceled or expires;
    `expires_at` says when that may be (UTC).
    """
    wanted = _wanted(demands)
    stock = {id_: seen[id_] for id_ in wanted} if seen and wanted.keys() <= seen.keys() else None
    if stock is None or not all(stock[id_].places for id_ in wanted):
        stock = stock_of(wanted, channel_id)
    if any(len(each.places) > 1 for each in stock.values()):
        # Several places per variant: a plan made without the lock could be outrun at one of them.
        StockItem.objects.lock(item_id for each in stock.values() for item_id, _ in each.places)
        stock = stock_of(wanted, channel_id)
    parts = _plan(demands, stock)
    if parts is None:
        raise _refusal(wanted, channel_id)
    taking: dict[int, int] = defaultdict(int)
    for _, item_id, quantity in parts:
        taking[item_id] += quantity
    taken = statements.move(reserved=taking, guard=statements.ENOUGH)
    if len(taken) < len(taking):
        lost = {
            id_
            for id_, each in stock.items()
            if any(i in taking.keys() - taken.keys() for i, _ in each.places)
        }
        raise _refusal(wanted, channel_id, lost)
    now = timezone.now()
    _hold(
        [
            {
                "stock_item_id": item_id,
                "order_id": order_id,
                "order_line_id": line_id,
                "quantity": quantity,
                "expires_at": expires_at,
                "created_at": now,
            }
            for line_id, item_id, quantity in parts
        ]
    )
    announce(taken.values())
    return tuple(taken)


def _wanted(demands: Sequence[Demand]) -> dict[int, int]:
    wanted: dict[int, int] = defaultdict(int)
    for demand in demands:
        wanted[demand.variant_id] += demand.quantity
    return dict(wanted)


def _plan(demands: Sequence[Demand], stock: Mapping[int, Availability]) -> list[tuple[int, int, int]] | None:
    """(order line, stock item, quantity) parts that satisfy every demand, or None."""
    free = {item_id: units for each in stock.values() for item_id, units in each.places}
    parts = []
    for demand in demands:
        left = demand.quantity
        for item_id, _ in stock[demand.variant_id].places:
            take = min(left, free[item_id])
            if take > 0:
                free[item_id] -= take
                left -= take
                parts.append((demand.order_line_id, item_id, take))
        if left:
            return None
    return parts


def _refusal(wanted: Mapping[int, int], channel_id: int, lost: Iterable[int] = ()) -> InsufficientStock:
    """What to tell the loser: what is short now, and the `lost` variants even if some came back since."""
    stock = stock_of(wanted, channel_id)
    return InsufficientStock(
        [
            Shortage(id_, quantity, stock[id_].quantity)
            for id_, quantity in wanted.items()
            if stock[id_].quantity < quantity or id_ in set(lost)
        ]
    )


@transaction.atomic(savepoint=False)
def allocate(*, order_id: int) -> int:
    """Turn what is held for an order into a promise without end. Returns how many rows; again: 0."""
    return _promise(order_id)


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
    items = list(moved)
    gone = tuple(sorted(item.variant_id for item in items if item.free <= 0 < item.free_before))
    back = tuple(sorted(item.variant_id for item in items if item.free_before <= 0 < item.free))
    if gone:
        publish(StockRanOut(gone))
    if back:
        publish(StockCameBack(back))
