"""Writing orders: create, move through the state table, follow money and parcels."""

from __future__ import annotations

import dataclasses
import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from commerce.core.compiled import Compiled
from commerce.core.events import publish
from commerce.core.ids import digest, new_token

from . import events, states
from .errors import TotalMismatch, TransitionRefused, UnknownOrder
from .models import Order, OrderAdjustment, OrderChange, OrderLine
from .numbers import new_number
from .queries import FACT_COLUMNS, facts_from, facts_of, find_by_source
from .states import Command, Facts, Status
from .types import SYSTEM, Actor, LineDraft, OrderDraft, OrderFacts, PlacedOrder

__all__ = ["create", "find_by_source", "follow_payment", "follow_shipments", "lock_order", "transition"]

# When an order reached a status, kept beside the history for lists and filters.
_INSTANTS = {
    Status.CONFIRMED: "confirmed_at",
    Status.CANCELED: "canceled_at",
    Status.SHIPPED: "shipped_at",
    Status.DELIVERED: "delivered_at",
    Status.COMPLETED: "completed_at",
}

_locked_facts = Compiled(lambda key: Order.objects.filter(pk=key).locking().values_list(*FACT_COLUMNS))


def create(draft: OrderDraft, *, shown_total: int, actor: Actor) -> PlacedOrder:
    """The order of `draft`, written with its lines, adjustments and first history entry.

    Must run inside a transaction; locks nothing (the rows are new). Publishes OrderPlaced. Raises
    TransitionRefused when the total is not the one shown, TotalMismatch when the draft's figures
    contradict each other, IntegrityError when the number or `source_key` is taken: run the
    transaction again (`core.locking.with_retries`), it will find the order or another number. That
    costs a busy day a few repetitions and every order two statements less than a savepoint.
    """
    now = timezone.now()
    check_totals(draft)
    row = states.find(Command.PLACE, None)
    assert row is not None
    if not states.GUARDS[row.guard](Facts(total=draft.total_amount, now=now, shown_total=shown_total)):
        raise TransitionRefused(Command.PLACE, "", row.guard)
    order = _insert(draft, row.target, now)
    lines = OrderLine.objects.bulk_create(
        _line(order, draft, position, line) for position, line in enumerate(draft.lines)
    )
    OrderAdjustment.objects.bulk_create(
        OrderAdjustment(order=order, line=line, **dataclasses.asdict(adjustment))
        for line, line_draft in zip(lines, draft.lines, strict=True)
        for adjustment in line_draft.adjustments
    )
    _record(order.pk, Command.PLACE, "", row.target, actor, "", now)
    publish(
        events.OrderPlaced(
            order_id=order.pk,
            order_public_id=order.public_id,
            total_amount=order.total_amount,
            currency=order.currency,
        )
    )
    return PlacedOrder(order.pk, order.public_id, order.number, order.token, tuple(line.pk for line in lines))


def check_totals(draft: OrderDraft) -> None:
    """Raises TotalMismatch unless the order's figures add up, and to its own lines."""
    tax_on_top = 0 if draft.prices_include_tax else draft.tax_amount
    tax_of_lines = 0 if draft.prices_include_tax else sum(line.tax_amount for line in draft.lines)
    of_lines = sum(line.total_amount for line in draft.lines)
    sums = (
        draft.items_amount == sum(line.unit_amount * line.quantity for line in draft.lines),
        draft.discount_amount == sum(line.discount_amount for line in draft.lines),
        draft.total_amount == draft.items_amount - draft.discount_amount + draft.shipping_amount + tax_on_top,
        draft.total_amount == of_lines + draft.shipping_amount + tax_on_top - tax_of_lines,
        all(
            line.discount_amount == -sum(adjustment.amount for adjustment in line.adjustments)
            for line in draft.lines
        ),
        draft.total_amount >= 0,
        bool(draft.lines),
    )
    if not all(sums):
        raise TotalMismatch(data={"checks": list(sums)})


def _insert(draft: OrderDraft, status: Status, now: datetime) -> Order:
    """The order's own row."""
    day = now.astimezone(zoneinfo.ZoneInfo(draft.time_zone)).date()
    token = new_token()
    copied = {f.name: getattr(draft, f.name) for f in dataclasses.fields(draft)}
    del copied["lines"], copied["time_zone"]
    for name in ("shipping_address", "billing_address", "policy_revisions"):
        copied[name] = dict(copied[name])
    return Order.objects.create(
        **copied,
        number=new_number(day),
        token=token,
        token_digest=digest(token),
        status=status,
        payment_status=states.payment_status(
            total=draft.total_amount, authorized=0, captured=0, refunded=0, collects=False
        ),
        placed_at=now,
    )


def _line(order: Order, draft: OrderDraft, position: int, line: LineDraft) -> OrderLine:
    copied = {f.name: getattr(line, f.name) for f in dataclasses.fields(line) if f.name != "adjustments"}
    return OrderLine(
        order=order,
        position=position,
        theme_code=draft.theme_code,
        theme_version=draft.theme_version,
        language=draft.language,
        policy_revisions=dict(draft.policy_revisions),
        **copied,
    )


def lock_order(order_id: int) -> OrderFacts:
    """The order, locked until the transaction ends. Raises UnknownOrder."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_order() must run inside a transaction")
    return facts_from(_locked_facts(order_id))


def _lock(order_id: int) -> Order:
    rows = Order.objects.select_related("channel").lock([order_id])
    if not rows:
        raise UnknownOrder
    return rows[0]


def transition(
    *, order_id: int, command: Command, actor: Actor = SYSTEM, note: str = "", **known: Any
) -> OrderFacts:
    """Do `command` to the order as the state table allows; the order afterwards.

    Must run inside a transaction; locks the order. `known` are further `states.Facts` for the guard
    (`collects_on_delivery`, `has_open_attempt`, …) and fields of the event (`reason`, `shipment_id`).
    Writes history and publishes the event of the table. Raises TransitionRefused with nothing done,
    so that a caller may go on.
    """
    order = _lock(order_id)
    row = states.find(command, Status(order.status))
    if row is None:
        raise TransitionRefused(command, order.status)
    now = timezone.now()
    if row.guard and not states.GUARDS[row.guard](_facts(order, now, known)):
        raise TransitionRefused(command, order.status, row.guard)
    changes: dict[str, Any] = {"status": row.target}
    if row.target in _INSTANTS:
        changes[_INSTANTS[row.target]] = now
    source = order.status
    # Compare-and-set: the lock makes this true, the condition keeps it true where a lock is forgotten.
    if not Order.objects.filter(pk=order.pk, status=source).update(**changes):
        raise TransitionRefused(command, order.status)
    for name, value in changes.items():
        setattr(order, name, value)
    _record(order.pk, command, source, row.target, actor, note, now)
    _announce(row.publishes, order, known)
    return facts_of(order)


def _facts(order: Order, now: datetime, known: Mapping[str, Any]) -> Facts:
    """What the guards look at: the order's own figures, and what the caller knows besides."""
    sums = order.lines.aggregate(shipped=Sum("shipped_quantity"), ordered=Sum("quantity"))
    shipped = sums["shipped"] or 0
    own: dict[str, Any] = {
        "captured": order.captured_amount,
        "refunded": order.refunded_amount,
        "pay_by": order.pay_by,
        "shipped_quantity": shipped,
        "remaining_quantity": (sums["ordered"] or 0) - shipped,
    }
    named = {field.name for field in dataclasses.fields(Facts)}
    given = {name: value for name, value in known.items() if name in named}
    return Facts(total=order.total_amount, now=now, **(own | given))


def _announce(name: str, order: Order, known: Mapping[str, Any]) -> None:
    cls: type[events.OrderEvent] = getattr(events, name)
    own: dict[str, Any] = {"order_id": order.pk, "order_public_id": order.public_id}
    named = {field.name for field in dataclasses.fields(cls)}
    publish(cls(**own, **{key: value for key, value in known.items() if key in named}))


def _record(
    order_id: int, command: str, source: str, target: str, actor: Actor, note: str, now: datetime
) -> None:
    OrderChange.objects.create(
        order_id=order_id,
        command=command,
        from_status=source,
        to_status=target,
        actor_kind=actor.kind,
        actor_id=actor.id,
        note=note[:500],
        at=now,
    )


def follow_payment(
    *, order_id: int, authorized: int, captured: int, refunded: int, collects_on_delivery: bool = False
) -> None:
    """Store what the order's payment has come to (minor units); the column follows by a pure function.

    Amounts are the sums so far, not differences. The caller's transaction holds the order's lock.
    """
    total = Order.objects.values_list("total_amount", flat=True).get(pk=order_id)
    Order.objects.filter(pk=order_id).update(
        captured_amount=captured,
        refunded_amount=refunded,
        payment_status=states.payment_status(
            total=total,
            authorized=authorized,
            captured=captured,
            refunded=refunded,
            collects=collects_on_delivery,
        ),
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
