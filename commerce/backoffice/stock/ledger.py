"""Movements of stock as staff reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commerce.backoffice.people import staff_names
from commerce.backoffice.reasons import in_words
from commerce.inventory.models import StockMovement
from commerce.orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; `order` is (id, number) of the order that caused it, or None."""

    movement: StockMovement
    what: str
    actor: str
    reason: str
    order: tuple[int, str] | None


def entries(movements: Iterable[StockMovement]) -> list[Entry]:
    """The movements with the names of staff and the numbers of orders. Two queries."""
    rows = list(movements)
    people = staff_names(row.actor_id for row in rows)
    lines = OrderLine.objects.filter(pk__in=[row.order_line_id for row in rows if row.order_line_id])
    orders = {pk: (order, number) for pk, order, number in lines.values_list("pk", "order", "order__number")}
    return [
        Entry(
            movement=row,
            what=row.get_kind_display(),
            actor=people.get(row.actor_id, ""),
            reason=in_words(row.reason),
            order=orders.get(row.order_line_id or 0),
        )
        for row in rows
    ]
