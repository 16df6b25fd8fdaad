"""An order written whole: its row, lines, adjustments and first history entry."""

from __future__ import annotations

import dataclasses
import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from commerce.core.compiled import CompiledInsert
from commerce.core.events import publish
from commerce.core.ids import digest, new_public_id, new_token
from commerce.orders import events, states
from commerce.orders.errors import TotalMismatch, TransitionRefused
from commerce.orders.models import FulfillmentStatus, Order, OrderAdjustment, OrderLine
from commerce.orders.numbers import new_number
from commerce.orders.states import Command, Facts, Status
from commerce.orders.types import Actor, LineDraft, OrderDraft, OrderFacts, PlacedOrder

from .moving import record

# What an order and its lines take over from their drafts, column by column.
_COPIED = [
    f.name for f in dataclasses.fields(OrderDraft) if f.name not in ("lines", "time_zone", "channel_code")
]
_COPIED_OF_LINE = [f.name for f in dataclasses.fields(LineDraft) if f.name != "adjustments"]
_FACTS = [f.name for f in dataclasses.fields(OrderFacts)]

_insert_order, _insert_lines = CompiledInsert(Order), CompiledInsert(OrderLine)
_insert_adjustments = CompiledInsert(OrderAdjustment)


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
    order = _order(draft, row.target, now)
    (order_id,) = _insert_order([order])
    line_ids = _insert_lines(
        [_line(order_id, draft, position, line) for position, line in enumerate(draft.lines)]
    )
    _insert_adjustments(
        [
            {"order_id": order_id, "line_id": line_id, **dataclasses.asdict(adjustment)}
            for line_id, line in zip(line_ids, draft.lines, strict=True)
            for adjustment in line.adjustments
        ]
    )
    record(order_id, Command.PLACE, "", row.target, actor, "", now)
    publish(
        events.OrderPlaced(
            order_id=order_id,
            order_public_id=order["public_id"],
            total_amount=draft.total_amount,
            currency=draft.currency,
        )
    )
    return PlacedOrder(_facts_of_new(order_id, order, draft), tuple(line_ids))


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


def _order(draft: OrderDraft, status: Status, now: datetime) -> dict[str, Any]:
    """The order's own row."""
    day = now.astimezone(zoneinfo.ZoneInfo(draft.time_zone)).date()
    token = new_token()
    copied = {name: getattr(draft, name) for name in _COPIED}
    for name in ("shipping_address", "billing_address", "policy_revisions"):
        copied[name] = dict(copied[name])
    return {
        **copied,
        "public_id": new_public_id(),
        "number": new_number(day),
        "token": token,
        "token_digest": digest(token),
        "status": status,
        "payment_status": states.payment_status(
            total=draft.total_amount, authorized=0, captured=0, refunded=0, collects=False
        ),
        "placed_at": now,
    }


def _line(order_id: int, draft: OrderDraft, position: int, line: LineDraft) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in _COPIED_OF_LINE},
        "order_id": order_id,
        "position": position,
        "theme_code": draft.theme_code,
        "theme_version": draft.theme_version,
        "language": draft.language,
        "policy_revisions": dict(draft.policy_revisions),
    }


def _facts_of_new(order_id: int, order: Mapping[str, Any], draft: OrderDraft) -> OrderFacts:
    """What reading the order would say, without reading it."""
    own = {
        "id": order_id,
        "channel_code": draft.channel_code,
        "country": str(draft.shipping_address.get("country", "")),
        "fulfillment_status": FulfillmentStatus.UNFULFILLED.value,
    }
    known = {**dict.fromkeys(_FACTS), "captured_amount": 0, "refunded_amount": 0, **order, **own}
    return OrderFacts(**{name: known[name] for name in _FACTS})
