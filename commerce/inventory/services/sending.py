"""What leaves the house for an order, and what comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from commerce.core.errors import Conflict
from commerce.inventory.models import Reservation, StockMovement

from . import statements
from .promises import announce

State = Reservation.State
Kind = StockMovement.Kind


@transaction.atomic
def ship(*, order_id: int, quantities: Mapping[int, int], key: str, actor_id: str = "") -> bool:
    """Take what was promised to order lines (`quantities` by order line id) off the shelves.

    Once per `key`; a repetition answers False and changes nothing. Raises Conflict when more is sent
    than was promised. The caller holds the order's lock.
    """
    if _is_posted(order_id, f"ship:{key}:"):
        return False
    now = timezone.now()
    left = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    reservations = Reservation.objects.filter(
        order_id=order_id, order_line_id__in=left, state__in=(State.HELD, State.ALLOCATED)
    ).order_by("id")
    out: dict[int, int] = defaultdict(int)
    changed, movements = [], []
    for row in reservations:
        take = min(row.quantity, left[row.order_line_id])
        if not take:
            continue
        left[row.order_line_id] -= take
        out[row.stock_item_id] -= take
        row.quantity -= take
        row.state = State.ALLOCATED if row.quantity else State.SHIPPED
        row.expires_at = None
        changed.append(row)
        movements.append(
            StockMovement(
                stock_item_id=row.stock_item_id,
                kind=Kind.SALE,
                quantity=-take,
                key=f"ship:{key}:{row.pk}",
                order_line_id=row.order_line_id,
                actor_id=actor_id,
                at=now,
            )
        )
    if any(left.values()):
        raise Conflict(data={"not_promised": {str(line): n for line, n in left.items() if n}})
    Reservation.objects.bulk_update(changed, ["quantity", "state", "expires_at"])
    StockMovement.objects.bulk_create(movements)
    statements.move(reserved=out, on_hand=out)
    return True


@transaction.atomic
def restock(
    *, order_id: int, quantities: Mapping[int, int], key: str, reason: str = "", actor_id: str = ""
) -> bool:
    """Put goods of order lines back where they were taken from. Once per `key`.

    Raises Conflict when more comes back than was sent.
    """
    if _is_posted(order_id, f"restock:{key}:"):
        return False
    now = timezone.now()
    sent: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = StockMovement.objects.filter(order_line__order_id=order_id, kind__in=(Kind.SALE, Kind.RETURN))
    for line_id, item_id, quantity in rows.values_list("order_line_id", "stock_item_id", "quantity"):
        sent[line_id or 0][item_id] -= quantity
    back: dict[int, int] = defaultdict(int)
    movements = []
    for line_id, wanted in quantities.items():
        left = wanted
        for item_id, quantity in sent[line_id].items():
            put = min(left, quantity)
            if put <= 0:
                continue
            left -= put
            back[item_id] += put
            movements.append(
                StockMovement(
                    stock_item_id=item_id,
                    kind=Kind.RETURN,
                    quantity=put,
                    reason=reason,
                    key=f"restock:{key}:{line_id}:{item_id}",
                    order_line_id=line_id,
                    actor_id=actor_id,
                    at=now,
                )
            )
        if left:
            raise Conflict(data={"never_sent": {str(line_id): left}})
    StockMovement.objects.bulk_create(movements)
    announce(statements.move(on_hand=back).values())
    return True


def _is_posted(order_id: int, prefix: str) -> bool:
    return StockMovement.objects.filter(order_line__order_id=order_id, key__startswith=prefix).exists()
