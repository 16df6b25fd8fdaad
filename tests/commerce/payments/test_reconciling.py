"""The provider's bill and our books say the same, and it shows when they do not."""

from __future__ import annotations

import pytest

from commerce.checkout import services as checkout
from commerce.orders import queries as orders
from commerce.orders.types import Actor
from commerce.payments import services
from commerce.payments.models import PaymentAttempt, PaymentEvent
from commerce.payments.types import BillDifference
from tests import factories as make
from tests.payments import Remote

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shop_with_test_pay: Remote):
    return make.make_order(payment_method="test_pay")


@pytest.fixture
def ref(order) -> str:
    return PaymentAttempt.objects.get().merchant_ref


def differences() -> tuple[BillDifference, ...]:
    return services.check_bill(provider="test_pay", channel="cn")


def test_books_that_agree_have_no_differences(order, ref, emulator):
    make.make_order(payment_method="test_pay")
    emulator.decide(ref)
    checkout.returned(order_id=order.id)
    (refund_id,) = checkout.refund(order_id=order.id, amount=5, reason="", actor=Actor("staff"), key="k")
    checkout.send_refund(refund_id=refund_id)

    assert differences() == ()


def test_money_we_did_not_hear_of_is_found_and_settled(order, ref, emulator):
    emulator.switch(lost=True)
    emulator.decide(ref)
    total = order.total_amount
    assert differences() == (BillDifference("not_recorded", ref, total, 0),)

    assert checkout.reconcile() == 1

    assert orders.facts(order.id).status == "confirmed"
    assert checkout.reconcile() == 0


def test_a_charge_nobody_ordered_is_told(order, emulator):
    emulator.call(
        "/v1/charges",
        {
            "merchant_ref": "stranger", "amount": 7, "currency": "CNY", "return_url": "http://x/",
            "notify_url": "http://127.0.0.1:9/", "switches": {"auto": "pay"},
        },
    )  # fmt: skip

    assert differences() == (BillDifference("unknown_charge", "stranger", 7, 0),)
    assert checkout.reconcile() == 1


def test_money_that_only_we_know_of_is_told(order, ref):
    from django.utils import timezone

    PaymentEvent.objects.create(
        attempt=PaymentAttempt.objects.get(), kind="captured", amount=9, effect_ref="x", source="manual",
        occurred_at=timezone.now(),
    )  # fmt: skip

    assert differences() == (BillDifference("not_billed", ref, 0, 9),)


def test_refunds_made_at_the_providers_desk_are_found(order, ref, emulator):
    emulator.decide(ref)
    checkout.returned(order_id=order.id)
    emulator.call("/v1/refunds", {"merchant_ref": ref, "refund_ref": "d", "amount": 3, "currency": "CNY"})
    assert differences() == (BillDifference("refunds", ref, 3, 0),)

    checkout.reconcile()

    assert differences() == ()
    assert orders.facts(order.id).refunded_amount == 3


def test_without_an_answer_nothing_is_claimed(order, ref, emulator):
    emulator.decide(ref)
    emulator.switch(reset=True)

    assert differences() == ()


def test_methods_without_a_bill_have_nothing_to_compare(db):
    assert services.check_bill(provider="bank_transfer", channel="cn") == ()
