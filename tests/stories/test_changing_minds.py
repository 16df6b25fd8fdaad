"""Canceling and expiring, as the shop tells it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commerce.catalog.models import Variant
from commerce.checkout import services as checkout
from commerce.checkout.errors import NotCancelable
from commerce.checkout.queries import can_cancel
from commerce.core.schedule import run_due
from commerce.fulfillment import services as fulfillment
from commerce.inventory.models import Reservation, StockItem
from commerce.orders import queries as orders
from commerce.orders.models import Order, OrderChange
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import services as payments
from commerce.payments.errors import NotPayable
from commerce.payments.models import PaymentAttempt, Refund
from tests import factories as make
from tests.races.ledger import imbalances

pytestmark = pytest.mark.django_db
STAFF, SHOPPER = Actor("staff", "1"), Actor("shopper", "")


def given_an_order(quantity: int = 2, stock: int = 5, **input) -> tuple[OrderFacts, Variant]:
    variant = make.make_variant()
    return make.make_order({variant: quantity}, stock=stock, **input), variant


def given_a_paid_order() -> tuple[OrderFacts, Variant]:
    order, variant = given_an_order()
    when_the_money_arrives(order)
    return orders.facts(order.id), variant


def when_the_money_arrives(order: OrderFacts) -> str:
    return checkout.mark_paid(
        order_id=order.id, amount=order.total_amount, reference=f"T-{order.number}", actor=STAFF
    )


def when_the_time_to_pay_is_over(order: OrderFacts) -> None:
    Order.objects.filter(pk=order.id).update(pay_by=timezone.now() - timedelta(seconds=1))


def status(order: OrderFacts) -> str:
    return orders.facts(order.id).status


def units_free(variant: Variant) -> int:
    item = StockItem.objects.get(variant=variant)
    return item.on_hand - item.reserved


def test_a_shopper_cancels_before_paying() -> None:
    order, variant = given_an_order()
    assert units_free(variant) == 3

    after = checkout.cancel(order_id=order.id, actor=SHOPPER, reason="changed my mind")

    assert after.status == "canceled"
    assert units_free(variant) == 5
    assert set(PaymentAttempt.objects.values_list("state", flat=True)) == {"canceled"}
    change = OrderChange.objects.latest("id")
    assert (change.actor_kind, change.note) == ("shopper", "changed my mind")
    with pytest.raises(NotPayable):
        checkout.pay_again(order_id=order.id, method="bank_transfer", return_url="")


def test_canceling_twice_returns_stock_once() -> None:
    order, variant = given_an_order()

    checkout.cancel(order_id=order.id, actor=SHOPPER)
    checkout.cancel(order_id=order.id, actor=STAFF)

    assert units_free(variant) == 5
    assert OrderChange.objects.filter(command="cancel").count() == 1
    assert imbalances() == []


def test_a_shopper_cancels_soon_after_paying_and_gets_the_money_back() -> None:
    order, variant = given_a_paid_order()
    assert can_cancel(order)

    checkout.cancel(order_id=order.id, actor=SHOPPER)

    refund = Refund.objects.get()
    assert refund.amount == order.total_amount
    assert units_free(variant) == 5


def test_later_only_staff_cancels_a_paid_order(settings) -> None:
    order, variant = given_a_paid_order()
    ago = timezone.now() - timedelta(seconds=settings.SHOPPER_CANCEL_SECONDS + 1)
    Order.objects.update(confirmed_at=ago)

    assert not can_cancel(orders.facts(order.id))
    with pytest.raises(NotCancelable):
        checkout.cancel(order_id=order.id, actor=SHOPPER)
    assert status(order) == "confirmed"

    checkout.cancel(order_id=order.id, actor=STAFF, reason="out of print")
    assert status(order) == "canceled"
    assert units_free(variant) == 5


def test_what_was_shipped_is_not_canceled_by_anybody() -> None:
    order, variant = given_a_paid_order()
    fulfillment.ship(order_id=order.id, carrier="sf", tracking_number="SF1234567890123", key="k", actor=STAFF)

    for actor in (SHOPPER, STAFF):
        with pytest.raises(NotCancelable):
            checkout.cancel(order_id=order.id, actor=actor)

    assert StockItem.objects.get(variant=variant).on_hand == 3
    assert not Refund.objects.exists()


def test_an_order_that_is_not_paid_in_time_gives_its_stock_back() -> None:
    order, variant = given_an_order()
    assert checkout.expire_overdue() == 0

    when_the_time_to_pay_is_over(order)

    assert checkout.expire_overdue() == 1
    assert checkout.expire_overdue() == 0
    assert status(order) == "canceled"
    assert units_free(variant) == 5
    assert set(Reservation.objects.values_list("state", flat=True)) == {"released"}
    assert OrderChange.objects.latest("id").command == "expire"


def test_the_scheduler_lets_orders_expire() -> None:
    order, _ = given_an_order()
    when_the_time_to_pay_is_over(order)

    outcomes = run_due(everything=True)

    assert outcomes["commerce.checkout.jobs.expire_overdue"] == "1"
    assert status(order) == "canceled"


def test_money_that_comes_too_late_goes_back() -> None:
    order, variant = given_an_order()
    when_the_time_to_pay_is_over(order)
    checkout.expire_overdue()

    when_the_money_arrives(order)

    assert status(order) == "canceled"
    assert Refund.objects.get().amount == order.total_amount
    assert units_free(variant) == 5
    assert imbalances() == []


def test_a_paid_order_does_not_expire() -> None:
    order, variant = given_a_paid_order()
    when_the_time_to_pay_is_over(order)

    assert checkout.expire_overdue() == 0
    assert checkout.expire(order_id=order.id) is False
    assert status(order) == "confirmed"
    assert units_free(variant) == 3


def test_collected_on_delivery_does_not_expire() -> None:
    order, _ = given_an_order(payment_method="cash_on_delivery")
    when_the_time_to_pay_is_over(order)

    assert checkout.expire_overdue() == 0
    assert status(order) == "confirmed"


def test_an_attempt_whose_end_is_unknown_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    order, variant = given_an_order()
    when_the_time_to_pay_is_over(order)
    monkeypatch.setattr("commerce.payments.services.cancel_open_attempts", lambda **_: False)

    assert checkout.expire_overdue() == 0
    assert status(order) == "pending_payment"
    assert units_free(variant) == 3


def test_one_orders_trouble_does_not_stop_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    (bad, _), (good, _) = given_an_order(), given_an_order()
    when_the_time_to_pay_is_over(bad)
    when_the_time_to_pay_is_over(good)
    close = payments.cancel_open_attempts

    def trouble(*, order_id: int) -> bool:
        if order_id == bad.id:
            raise ConnectionError
        return close(order_id=order_id)

    monkeypatch.setattr(payments, "cancel_open_attempts", trouble)

    assert checkout.expire_overdue() == 1
    assert (status(bad), status(good)) == ("pending_payment", "canceled")


def test_returned_stock_can_be_bought_again() -> None:
    order, variant = given_an_order(quantity=5, stock=5)

    checkout.cancel(order_id=order.id, actor=SHOPPER)
    ctx = make.make_context()
    again = make.place_cart(make.make_cart({variant: 5}, ctx), ctx)

    assert again.order_id != order.id
    assert units_free(variant) == 0
