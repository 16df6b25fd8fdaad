"""What the emulator sends over the wire, with all its mischief, and what the shop makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commerce.channels import services as channels
from commerce.checkout import services as checkout
from commerce.fulfillment import services as fulfillment
from commerce.orders import queries as orders
from commerce.orders.models import Order
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries as payments
from commerce.payments import services as payment_services
from commerce.payments.models import Notification, PaymentAttempt, PaymentEvent, RejectedNotification
from tests import factories as make
from tests.payments import Door, Remote

STAFF = Actor("staff", "1")


@pytest.fixture
def order(shop_with_test_pay: Remote) -> OrderFacts:
    return make.make_order(payment_method="test_pay")


@pytest.fixture
def ref(order: OrderFacts) -> str:
    return PaymentAttempt.objects.get(payment__order_id=order.id).merchant_ref


def status(order: OrderFacts) -> str:
    return orders.facts(order.id).status


def test_a_paid_charge_is_announced_and_confirms_the_order(emulator, door: Door, order, ref):
    emulator.decide(ref)

    (message,) = door.wait(1, "charge.captured")
    outcome = message.hand_over()

    assert (outcome.status, outcome.text) == (200, "ok")
    assert status(order) == "confirmed"
    assert orders.facts(order.id).payment_status == "paid"


def test_duplicates_count_once(emulator, door: Door, order, ref):
    emulator.switch(ref, duplicate=4)
    emulator.decide(ref)

    messages = door.wait(4, "charge.captured")
    verdicts = [message.hand_over().verdict for message in messages]

    assert sorted(verdicts) == ["accepted", "duplicate", "duplicate", "duplicate"]
    assert payments.summary(order.id).captured_amount == order.total_amount


def test_a_late_message_confirms_while_the_order_waits(emulator, door: Door, order, ref):
    emulator.switch(ref, late=0.4)
    emulator.decide(ref)
    assert door.messages == []

    door.wait(1, "charge.captured")[0].hand_over()

    assert status(order) == "confirmed"


def test_messages_in_the_wrong_order_lead_to_the_same_end(emulator, door: Door, order, ref):
    emulator.switch(ref, reordered=True)
    emulator.decide(ref)

    messages = door.wait(2)
    assert [message.event["type"] for message in messages] == ["charge.captured", "charge.processing"]
    for message in messages:
        assert message.hand_over().status == 200

    assert status(order) == "confirmed"
    assert PaymentAttempt.objects.get().state == "captured"


def test_a_refund_told_before_its_charge_is_asked_about(emulator, door: Door, order, ref):
    emulator.decide(ref)
    emulator.call(
        "/v1/refunds", {"merchant_ref": ref, "refund_ref": "desk-1", "amount": 500, "currency": "CNY"}
    )
    (refund,) = door.wait(1, "refund.done")

    assert refund.hand_over().verdict == "out_of_order"
    checkout.query_open_attempts()

    summary = payments.summary(order.id)
    assert (summary.captured_amount, summary.refunded_amount) == (order.total_amount, 500)
    assert status(order) == "confirmed"


def test_a_forged_message_is_refused_counted_and_not_stored(emulator, door: Door, order, ref):
    emulator.switch(ref, forged=True)
    emulator.decide(ref)

    outcomes = [message.hand_over() for message in door.wait(2)]

    assert {(outcome.status, outcome.verdict) for outcome in outcomes} == {(401, "bad_signature")}
    assert status(order) == "pending_payment"
    assert not Notification.objects.exists()
    row = RejectedNotification.objects.get()
    assert (row.provider, row.reason, row.count) == ("test_pay", "bad_signature", 2)
    assert ref in row.sample


@pytest.mark.parametrize(
    ("switch", "verdict"),
    [({"wrong_amount": True}, "wrong_amount"), ({"wrong_currency": "USD"}, "wrong_currency")],
)
def test_a_wrong_figure_is_kept_for_staff_and_not_believed(emulator, door: Door, order, ref, switch, verdict):
    emulator.switch(ref, **switch)
    emulator.decide(ref)

    assert door.wait(1, "charge.captured")[0].hand_over().verdict == verdict
    assert status(order) == "pending_payment"
    assert PaymentEvent.objects.filter(kind="captured").count() == 0
    assert PaymentEvent.objects.filter(kind="info", effect_ref__startswith=verdict).exists()


def test_a_lost_message_is_found_by_the_sweep(emulator, door: Door, order, ref):
    emulator.switch(ref, lost=True)
    emulator.decide(ref)
    PaymentAttempt.objects.update(next_query_at=timezone.now())

    assert checkout.query_open_attempts() == 1

    assert status(order) == "confirmed"
    assert door.messages == []


def test_a_lost_message_is_found_when_the_shopper_comes_back(emulator, order, ref):
    emulator.switch(ref, lost=True)
    emulator.decide(ref)

    assert checkout.returned(order_id=order.id) == "confirmed"


def test_coming_back_asks_the_provider_only_every_few_seconds(emulator, order, ref):
    assert checkout.returned(order_id=order.id) == "pending_payment"
    emulator.switch(ref, lost=True)
    emulator.decide(ref)

    assert checkout.returned(order_id=order.id) == "pending_payment"
    assert PaymentAttempt.objects.get().queries == 1


def test_a_declined_payment_may_be_tried_again_with_another_method(emulator, door: Door, order, ref):
    make.make_payment_method("cash_on_delivery")
    emulator.decide(ref, "decline")
    door.wait(1, "charge.declined")[0].hand_over()
    assert PaymentAttempt.objects.get().state == "failed"

    action = checkout.pay_again(order_id=order.id, method="cash_on_delivery", return_url="http://x/")

    assert action.kind == "none"
    assert status(order) == "confirmed"


def test_a_declined_payment_may_be_tried_again_with_the_same_method(emulator, door: Door, order, ref):
    emulator.decide(ref, "decline")
    door.wait(1, "charge.declined")[0].hand_over()

    action = checkout.pay_again(order_id=order.id, method="test_pay", return_url="http://x/")

    assert action.kind == "redirect"
    assert PaymentAttempt.objects.count() == 2
    assert len({charge["merchant_ref"] for charge in emulator.charges()}) == 2


def test_paying_again_continues_the_open_attempt(emulator, order, ref):
    action = checkout.pay_again(order_id=order.id, method="test_pay", return_url="http://x/")

    assert action.kind == "redirect"
    assert len(emulator.charges()) == 1


def test_changing_the_method_closes_the_first_charge(emulator, order, ref):
    make.make_payment_method("bank_transfer")

    action = checkout.pay_again(order_id=order.id, method="bank_transfer", return_url="http://x/")

    assert action.kind == "instructions"
    assert [charge["state"] for charge in emulator.charges()] == ["canceled"]


def test_changing_the_method_of_what_was_just_paid_settles_it(emulator, order, ref):
    make.make_payment_method("bank_transfer")
    emulator.decide(ref)

    action = checkout.pay_again(order_id=order.id, method="bank_transfer", return_url="http://x/")

    assert action.data["state"] == "captured"
    assert status(order) == "confirmed"
    assert PaymentAttempt.objects.count() == 1


def test_paid_twice_by_two_methods_gives_one_back(emulator, door: Door, order, ref):
    make.make_payment_method("bank_transfer")
    emulator.switch(ref, ignore_cancel=True)
    checkout.pay_again(order_id=order.id, method="bank_transfer", return_url="http://x/")
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=STAFF)
    emulator.decide(ref)

    door.wait(1, "charge.captured")[0].hand_over()

    summary = payments.summary(order.id)
    assert summary.captured_amount == 2 * order.total_amount
    assert summary.kept_amount == order.total_amount
    assert status(order) == "confirmed"


def test_money_after_expiry_goes_back_at_the_provider(
    emulator, door: Door, order, ref, django_capture_on_commit_callbacks
):
    emulator.switch(ref, ignore_cancel=True)
    Order.objects.update(pay_by=timezone.now() - timedelta(seconds=1))
    assert checkout.expire_overdue() == 1
    assert status(order) == "canceled"
    emulator.decide(ref)

    with django_capture_on_commit_callbacks(execute=True):
        door.wait(1, "charge.captured")[0].hand_over()

    assert status(order) == "canceled"
    (charge,) = emulator.charges()
    assert (charge["state"], charge["refunded"]) == ("captured", order.total_amount)
    assert orders.facts(order.id).payment_status == "refunded"


def test_an_order_is_not_expired_while_its_payment_is_unknown(emulator, order, ref):
    Order.objects.update(pay_by=timezone.now() - timedelta(seconds=1))
    emulator.switch(ref, reset=True)

    assert checkout.expire_overdue() == 0
    assert status(order) == "pending_payment"


def test_money_authorized_at_once_is_taken_when_the_order_ships(
    emulator, door: Door, order, django_capture_on_commit_callbacks
):
    channels.set_plugin(
        channel=order.channel_code, plugin="test_pay", enabled=True, settings={"capture": "manual"}
    )
    payment_services.cancel_open_attempts(order_id=order.id)
    checkout.pay_again(order_id=order.id, method="test_pay", return_url="http://x/")
    ref = PaymentAttempt.objects.latest("id").merchant_ref
    emulator.decide(ref)
    for message in door.wait(1, "charge.authorized"):
        message.hand_over()
    assert (status(order), orders.facts(order.id).payment_status) == ("confirmed", "authorized")

    with django_capture_on_commit_callbacks(execute=True):
        fulfillment.ship(
            order_id=order.id, carrier="sf", tracking_number="SF1234567890123", key="k", actor=STAFF
        )

    assert orders.facts(order.id).payment_status == "paid"
