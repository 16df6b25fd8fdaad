"""The life of an order: the table, its guards, and the guide that shows it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from commerce.orders import events, texts
from commerce.orders.management.commands import order_states
from commerce.orders.models import FulfillmentStatus, PaymentStatus
from commerce.orders.states import (
    GUARDS,
    TABLE,
    Command,
    Facts,
    Status,
    find,
    fulfillment_status,
    payment_status,
)

NOW = timezone.now()
FINAL = {Status.CANCELED, Status.REFUNDED}


def test_every_state_is_reachable() -> None:
    reached: set[Status] = set()
    for _ in Status:
        reached |= {row.target for row in TABLE if not row.sources or reached & set(row.sources)}

    assert reached == set(Status)


def test_no_command_means_two_things_in_one_state() -> None:
    pairs = [(row.command, source) for row in TABLE for source in (row.sources or (None,))]

    assert len(pairs) == len(set(pairs))


def test_every_command_is_in_the_table_and_the_end_is_the_end() -> None:
    assert {row.command for row in TABLE} == set(Command)
    assert {status for status in Status if not any(status in row.sources for row in TABLE)} == FINAL


def test_guards_and_events_of_the_table_exist() -> None:
    assert {row.guard for row in TABLE if row.guard} == set(GUARDS)
    for row in TABLE:
        assert issubclass(getattr(events, row.publishes), events.OrderEvent)


def test_every_state_and_command_has_words_for_shoppers() -> None:
    assert set(texts.LABELS) == set(texts.NOTES) == set(texts.TONES) == set(Status)
    assert set(texts.COMMANDS) == set(Command)
    assert set(texts.PAYMENTS) == set(PaymentStatus.values)
    assert frozenset().union(*(states for _, states in texts.TABS.values())) == set(Status)


def test_the_same_command_can_lead_nowhere_from_another_state() -> None:
    assert find(Command.CONFIRM, Status.PENDING_PAYMENT) is not None
    assert find(Command.CONFIRM, Status.CANCELED) is None
    assert find(Command.PLACE, Status.PENDING_PAYMENT) is None


@pytest.mark.parametrize(
    ("guard", "facts", "holds"),
    [
        ("is_as_shown", {"shown_total": 100}, True),
        ("is_as_shown", {"shown_total": 99}, False),
        ("is_as_shown", {}, False),
        ("is_covered", {"captured": 100}, True),
        ("is_covered", {"captured": 99}, False),
        ("is_covered", {"authorized": 100}, False),
        ("is_covered", {"authorized": 100, "captures_after_shipping": True}, True),
        ("is_covered", {"collects_on_delivery": True}, True),
        ("is_covered", {"total": 0}, True),
        ("nothing_shipped", {}, True),
        ("nothing_shipped", {"shipped_quantity": 1}, False),
        ("is_overdue", {"pay_by": NOW}, True),
        ("is_overdue", {"pay_by": NOW + timedelta(seconds=1)}, False),
        ("is_overdue", {"pay_by": NOW, "has_open_attempt": True}, False),
        ("is_overdue", {}, False),
        ("quantity_remains", {"remaining_quantity": 1}, True),
        ("quantity_remains", {}, False),
        ("nothing_remains", {}, True),
        ("nothing_remains", {"remaining_quantity": 1}, False),
        ("is_settled", {"is_window_over": True, "captured": 100}, True),
        ("is_settled", {"is_window_over": True, "captured": 100, "has_open_case": True}, False),
        ("is_settled", {"is_window_over": True}, False),
        ("is_settled", {"captured": 100}, False),
        ("is_fully_refunded", {"captured": 100, "refunded": 100}, True),
        ("is_fully_refunded", {"captured": 100, "refunded": 99}, False),
        ("is_fully_refunded", {}, False),
    ],
)
def test_guards(guard: str, facts: dict, holds: bool) -> None:
    assert GUARDS[guard](Facts(**{"total": 100, "now": NOW, **facts})) is holds


@pytest.mark.parametrize(
    ("amounts", "status"),
    [
        ((0, 0, 0, False), "unpaid"),
        ((0, 0, 0, True), "collect"),
        ((100, 0, 0, False), "authorized"),
        ((0, 40, 0, False), "partially_paid"),
        ((0, 100, 0, False), "paid"),
        ((0, 100, 0, True), "paid"),
        ((0, 100, 30, False), "partially_refunded"),
        ((0, 100, 100, False), "refunded"),
    ],
)
def test_the_payment_column_follows_from_amounts(amounts: tuple, status: str) -> None:
    authorized, captured, refunded, collects = amounts
    found = payment_status(
        total=100, authorized=authorized, captured=captured, refunded=refunded, collects=collects
    )

    assert found == status
    assert found in PaymentStatus.values


@pytest.mark.parametrize(
    ("shipped", "is_delivered", "status"),
    [(0, False, "unfulfilled"), (1, False, "partial"), (2, False, "shipped"), (2, True, "delivered")],
)
def test_the_delivery_column_follows_from_quantities(shipped: int, is_delivered: bool, status: str) -> None:
    assert fulfillment_status(ordered=2, shipped=shipped, is_delivered=is_delivered) == status
    assert status in FulfillmentStatus.values


def test_the_table_in_the_guide_is_the_generated_one() -> None:
    guide = order_states.GUIDE.read_text(encoding="utf-8")

    assert order_states.inserted(guide) == guide


def test_a_guide_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        order_states.inserted("# Guide")


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("order_states")

    printed = capsys.readouterr().out
    assert len(re.findall(r"^\| [a-z]", printed, re.M)) == len(TABLE)
