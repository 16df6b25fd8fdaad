"""Money is taken once, given back once, and an order is never both paid and let go."""

from __future__ import annotations

from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from commerce.checkout import services as checkout
from commerce.core.locking import LockingQuerySet
from commerce.core.models import OutboxEvent
from commerce.inventory.models import Reservation
from commerce.orders import queries as orders
from commerce.orders.models import Order, OrderChange
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries as payments
from commerce.payments.models import Notification, Payment, PaymentAttempt, PaymentEvent, Refund
from tests import factories as make
from tests.payments import Remote, signed_capture
from tests.payments_fixtures import door, emulator

from .ledger import imbalances
from .rivals import at_once, kinds, rival_before

__all__ = ["door", "emulator"]
pytestmark = pytest.mark.django_db(transaction=True)
STAFF = Actor("staff", "1")


@pytest.fixture
def shop(settings, emulator: Remote, door) -> Remote:  # type: ignore[no-untyped-def]
    settings.TEST_PROVIDER_URL, settings.BASE_URL = emulator.address, door.address
    settings.TEST_PROVIDER_KEY, settings.TEST_PROVIDER_SECRET = "test-key", "test-secret"
    return emulator


def unpaid() -> OrderFacts:
    return make.make_order(payment_method="test_pay")


def attempt_of(order: OrderFacts) -> PaymentAttempt:
    return PaymentAttempt.objects.get(payment__order_id=order.id)


def notify(order: OrderFacts, event_id: str = "evt-1") -> Any:
    """The shop hears that the order was paid."""
    body, headers = signed_capture(
        attempt_of(order).merchant_ref,
        amount=order.total_amount,
        currency=order.currency,
        event_id=f"{order.number}-{event_id}",
    )
    return checkout.handle_notification("test_pay", body, headers, channel=order.channel_code)


def paid() -> OrderFacts:
    order = make.make_order()
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=STAFF)
    return orders.facts(order.id)


def overdue(order: OrderFacts) -> None:
    Order.objects.filter(pk=order.id).update(pay_by=timezone.now())


def test_the_same_notification_twenty_times_at_once_confirms_once(shop):
    order = unpaid()

    outcomes = at_once([partial(notify, order)] * 20)

    assert [outcome.status for outcome in outcomes] == [200] * 20
    assert orders.facts(order.id).status == "confirmed"
    assert Notification.objects.count() == 1
    assert PaymentEvent.objects.filter(kind="captured").count() == 1
    assert OrderChange.objects.filter(order_id=order.id, command="confirm").count() == 1
    assert OutboxEvent.objects.filter(name="orders.OrderConfirmed").count() == 1
    assert payments.summary(order.id).captured_amount == order.total_amount
    assert imbalances() == []


def test_the_same_fact_under_twenty_event_ids_at_once_is_one_fact(shop):
    order = unpaid()

    outcomes = at_once([partial(notify, order, f"evt-{number}") for number in range(20)])

    assert [outcome.status for outcome in outcomes] == [200] * 20
    assert PaymentEvent.objects.filter(kind="captured").count() == 1
    assert payments.summary(order.id).captured_amount == order.total_amount


@pytest.mark.parametrize("burst", range(10))
def test_two_refunds_of_everything_at_once_return_it_once(burst):
    order = paid()

    results = at_once([partial(refund_all, order, key) for key in ("a", "b")])

    assert sorted(kinds(results)) == ["RefundTooLarge", "tuple"]
    summary = payments.summary(order.id)
    assert (summary.returning_amount, summary.kept_amount) == (order.total_amount, 0)
    assert Refund.objects.count() == 1


def refund_all(order: OrderFacts, key: str) -> Any:
    return checkout.refund(order_id=order.id, amount=order.total_amount, reason="sorry", actor=STAFF, key=key)


def reserved_and_opened(order: OrderFacts) -> tuple[int, int]:
    """What the payment has reserved for refunds, and what its refunds add up to."""
    opened = sum(Refund.objects.filter(attempt__payment__order_id=order.id).values_list("amount", flat=True))
    return Payment.objects.get(order_id=order.id).refunded_amount, opened


def refund_some(order: OrderFacts, key: str) -> Any:
    return checkout.refund(order_id=order.id, amount=1_000, reason="sorry", actor=STAFF, key=key)


@pytest.mark.parametrize("burst", range(5))
def test_refunds_at_once_are_all_reserved(burst):
    order = paid()

    at_once([partial(refund_some, order, key) for key in "abcd"])

    assert reserved_and_opened(order) == (4_000, 4_000)


@pytest.mark.postgres
def test_without_the_lock_a_refund_at_once_is_forgotten():
    """The race is real: with the lock off it shows (SQLite serializes whole transactions)."""
    order = paid()
    between_look_and_write = "commerce.payments.services.refunding.digest"

    with (
        patch.object(LockingQuerySet, "lock", unlocked),
        patch("commerce.orders.services.moving._locked_facts", orders._read_facts),
        rival_before(between_look_and_write, partial(refund_some, order, "rival")),
    ):
        refund_some(order, "first")

    assert reserved_and_opened(order) == (1_000, 2_000)


def unlocked(rows: Any, ids: Any) -> Any:
    """`lock` as somebody writes it who forgot what it is for."""
    return list(rows.filter(pk__in=list(ids)).order_by("pk"))


def test_one_refund_sent_by_ten_workers_at_once_goes_back_once(shop):
    order = unpaid()
    shop.decide(attempt_of(order).merchant_ref)
    checkout.returned(order_id=order.id)
    (refund_id,) = checkout.refund(order_id=order.id, amount=700, reason="sorry", actor=STAFF, key="k")

    at_once([partial(checkout.send_refund, refund_id=refund_id)] * 10)

    assert [charge["refunded"] for charge in shop.charges()] == [700]
    assert payments.summary(order.id).refunded_amount == 700
    assert PaymentEvent.objects.filter(kind="refunded").count() == 1


@pytest.mark.parametrize("burst", range(8))
def test_notification_and_cancellation_at_once_leave_no_money_and_no_stock_behind(shop, burst):
    order = unpaid()

    results = at_once([partial(notify, order), partial(checkout.cancel, order_id=order.id, actor=STAFF)] * 2)

    assert not [result for result in results if isinstance(result, Exception)]
    checkout.settle_unsettled()
    assert orders.facts(order.id).status == "canceled"
    assert payments.summary(order.id).kept_amount == 0
    assert set(Reservation.objects.values_list("state", flat=True)) == {"released"}
    assert imbalances() == []


@pytest.mark.parametrize("burst", range(8))
def test_notification_and_expiry_at_once_end_one_way_or_the_other(shop, burst):
    order = unpaid()
    overdue(order)

    results = at_once([partial(notify, order), checkout.expire_overdue] * 2)

    assert not [result for result in results if isinstance(result, Exception)]
    checkout.settle_unsettled()
    summary = payments.summary(order.id)
    states = set(Reservation.objects.values_list("state", flat=True))
    end = (orders.facts(order.id).status, summary.kept_amount, states)
    assert end in [
        ("confirmed", order.total_amount, {"allocated"}),
        ("canceled", 0, {"released"}),
    ]
    assert summary.captured_amount == order.total_amount
    assert imbalances() == []


def test_ten_clicks_on_pay_at_once_make_one_charge(shop):
    order = unpaid()
    PaymentAttempt.objects.all().delete()
    begin = partial(checkout.begin, order_id=order.id, method="test_pay", return_url="http://x/")

    actions = at_once([begin] * 10)

    assert {action.kind for action in actions} == {"redirect"}
    assert PaymentAttempt.objects.count() == 1
    assert len({action.url for action in actions}) == 1


def test_the_same_transfer_marked_by_five_people_at_once_counts_once():
    order = make.make_order()
    mark = partial(
        checkout.mark_paid, order_id=order.id, amount=order.total_amount, reference="T", actor=STAFF
    )

    results = at_once([mark] * 5)

    assert not [result for result in results if isinstance(result, Exception)]
    assert payments.summary(order.id).captured_amount == order.total_amount
