"""Orders on their way through the state table, following money and parcels."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from commerce.core.compiled import Compiled, CompiledInsert, CompiledUpdate
from commerce.core.events import publish
from commerce.orders import events, states
from commerce.orders.errors import TransitionRefused
from commerce.orders.models import Order, OrderChange, OrderLine
from commerce.orders.queries import FACT_COLUMNS, facts_from
from commerce.orders.states import Command, Facts, Status
from commerce.orders.types import SYSTEM, Actor, OrderFacts

# When an order reached a status, kept beside the history for lists and filters.
_INSTANTS = {
    Status.CONFIRMED: "confirmed_at",
    Status.CANCELED: "canceled_at",
    Status.SHIPPED: "shipped_at",
    Status.DELIVERED: "delivered_at",
    Status.COMPLETED: "completed_at",
}

_GUARD_FACTS = {f.name for f in dataclasses.fields(Facts)}

_insert_change = CompiledInsert(OrderChange)
_locked_facts = Compiled(
    lambda key: Order.objects.filter(pk=key).order_by().locking().values_list(*FACT_COLUMNS)
)
_follow_payment = CompiledUpdate(
    lambda key, captured, refunded, status: (
        Order.objects.filter(pk=key),
        {"captured_amount": captured, "refunded_amount": refunded, "payment_status": status},
    )
)


def _moving_to(target: Status) -> Callable[[int, str, datetime], int]:
    """The statement that moves an order from a status to this one; how many orders it moved."""
    rows, instant = Order.objects, _INSTANTS.get(target)
    if instant is None:
        plain = CompiledUpdate(lambda key, source: (rows.filter(pk=key, status=source), {"status": target}))
        return lambda key, source, now: plain(key, source)
    return CompiledUpdate(
        lambda key, source, now: (rows.filter(pk=key, status=source), {"status": target, instant: now})
    )


_move = {status: _moving_to(status) for status in Status}


def lock_order(order_id: int) -> OrderFacts:
    """The order, locked until the transaction ends. Raises UnknownOrder."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_order() must run inside a transaction")
    return facts_from(_locked_facts(order_id))


def transition(
    *,
    order_id: int,
    command: Command,
    actor: Actor = SYSTEM,
    note: str = "",
    order: OrderFacts | None = None,
    **known: Any,
) -> OrderFacts:
    """Do `command` to the order as the state table allows; the order afterwards.

    Must run inside a transaction; locks the order, unless the caller has and hands on what it read
    (`order`). `known` are further `states.Facts` for the guard (`collects_on_delivery`,
    `has_open_attempt`, …) and fields of the event (`reason`, `shipment_id`). Writes history and publishes
    the event of the table. Raises TransitionRefused with nothing done, so that a caller may go on.
    """
    order = order or lock_order(order_id)
    row = states.find(command, Status(order.status))
    if row is None:
        raise TransitionRefused(command, order.status)
    now = timezone.now()
    if row.guard and not states.GUARDS[row.guard](_facts(order, row.guard, now, known)):
        raise TransitionRefused(command, order.status, row.guard)
    # Compare-and-set: the lock makes this true, the condition keeps it true where a lock is forgotten.
    if not _move[row.target](order.id, order.status, now):
        raise TransitionRefused(command, order.status)
    record(order.id, command, order.status, row.target, actor, note, now)
    _announce(row.publishes, order, known)
    return dataclasses.replace(
        order,
        status=row.target,
        confirmed_at=now if row.target == Status.CONFIRMED else order.confirmed_at,
        delivered_at=now if row.target == Status.DELIVERED else order.delivered_at,
    )


def _facts(order: OrderFacts, guard: str, now: datetime, known: Mapping[str, Any]) -> Facts:
    """What the guards look at: the order's own figures, and what the caller knows besides."""
    own: dict[str, Any] = {
        "captured": order.captured_amount,
        "refunded": order.refunded_amount,
        "pay_by": order.pay_by,
    }
    if guard in states.GUARDS_OF_QUANTITIES:
        sums = OrderLine.objects.filter(order_id=order.id).aggregate(
            shipped=Sum("shipped_quantity"), ordered=Sum("quantity")
        )
        shipped = sums["shipped"] or 0
        own |= {"shipped_quantity": shipped, "remaining_quantity": (sums["ordered"] or 0) - shipped}
    given = {name: value for name, value in known.items() if name in _GUARD_FACTS}
    return Facts(total=order.total_amount, now=now, **(own | given))


def _announce(name: str, order: OrderFacts, known: Mapping[str, Any]) -> None:
    cls: type[events.OrderEvent] = getattr(events, name)
    own: dict[str, Any] = {"order_id": order.id, "order_public_id": order.public_id}
    named = {field.name for field in dataclasses.fields(cls)}
    publish(cls(**own, **{key: value for key, value in known.items() if key in named}))


def record(
    order_id: int, command: str, source: str, target: str, actor: Actor, note: str, now: datetime
) -> None:
    _insert_change(
        [
            {
                "order_id": order_id,
                "command": command,
                "from_status": source,
                "to_status": target,
                "actor_kind": actor.kind,
                "actor_id": actor.id,
                "note": note[:500],
                "at": now,
            }
        ]
    )


def follow_payment(
    *,
    order_id: int,
    authorized: int,
    captured: int,
    refunded: int,
    collects_on_delivery: bool = False,
    order: OrderFacts | None = None,
) -> OrderFacts:
    """Store what the order's payment has come to (minor units); the order afterwards.

    Amounts are the sums so far, not differences; the column follows by a pure function. Must run inside a
    transaction; locks the order, unless the caller has and hands on what it read (`order`).
    """
    order = order or lock_order(order_id)
    status = states.payment_status(
        total=order.total_amount,
        authorized=authorized,
        captured=captured,
        refunded=refunded,
        collects=collects_on_delivery,
    )
    if (order.captured_amount, order.refunded_amount, order.payment_status) == (captured, refunded, status):
        return order
    _follow_payment(order_id, captured, refunded, status)
    return dataclasses.replace(
        order, captured_amount=captured, refunded_amount=refunded, payment_status=status
    )


def follow_shipments(
    *, order_id: int, shipped: Mapping[int, int] | None = None, is_delivered: bool = False
) -> int:
    """Add `shipped` quantities (by order line id) to the lines; how many units remain to be shipped.

    The delivery column follows by a pure function. The caller's transaction holds the order's lock
    and must end when this raises: TransitionRefused, if more would be shipped than was ordered.
    """
    for line_id, quantity in (shipped or {}).items():
        enough = OrderLine.objects.filter(
            pk=line_id, order_id=order_id, quantity__gte=F("shipped_quantity") + quantity
        )
        if not enough.update(shipped_quantity=F("shipped_quantity") + quantity):
            raise TransitionRefused(Command.SHIP_SOME, "", "quantity_remains")
    sums = OrderLine.objects.filter(order_id=order_id).aggregate(
        shipped=Sum("shipped_quantity"), ordered=Sum("quantity")
    )
    status = states.fulfillment_status(
        ordered=sums["ordered"], shipped=sums["shipped"], is_delivered=is_delivered
    )
    Order.objects.filter(pk=order_id).update(fulfillment_status=status)
    return sums["ordered"] - sums["shipped"]
