"""Bank transfer and cash on delivery: the contract of every method, and what is their own."""

from __future__ import annotations

import pytest

from commerce.checkout import services as checkout
from commerce.orders import queries as orders
from commerce.orders.types import Actor
from commerce.payments import queries as payments
from commerce.payments.types import PaymentRequest
from plugins.bank_transfer.provider import BankTransfer
from plugins.cash_on_delivery.provider import CashOnDelivery
from tests import factories as make
from tests.contracts.payment_provider import ProviderContract

STAFF = Actor("staff", "7")


class TestBankTransferKeepsTheContract(ProviderContract):
    method = "bank_transfer"


class TestCashOnDeliveryKeepsTheContract(ProviderContract):
    method = "cash_on_delivery"


def request(language: str) -> PaymentRequest:
    return PaymentRequest("r", 8_800, "CNY", "Q1", "", "http://x/", "http://x/", language)


def test_a_transfer_says_where_the_money_goes():
    provider = BankTransfer({"account_name": "Qilou Ltd", "account_number": "6222 0200"})

    action = provider.create(request("en")).action

    assert action.kind == "instructions"
    assert ("Account holder", "Qilou Ltd") in action.data["rows"]
    assert ("Amount", "88.00 CNY") in action.data["rows"]
    assert ("Reference", "Q1") in action.data["rows"]


def test_a_transfer_needs_an_account_to_be_offered():
    assert not BankTransfer({}).is_offered(amount=1, currency="CNY", country="CN")


@pytest.mark.django_db
def test_staff_marks_a_transfer_and_the_order_is_confirmed():
    order = make.make_order()
    assert order.status == "pending_payment"

    status = checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T1", actor=STAFF)

    assert status == "confirmed"
    assert orders.facts(order.id).payment_status == "paid"


@pytest.mark.django_db
def test_the_same_transfer_marked_twice_counts_once():
    order = make.make_order()

    for _ in range(2):
        checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T1", actor=STAFF)

    assert payments.summary(order.id).captured_amount == order.total_amount


@pytest.mark.django_db
def test_too_little_waits_and_two_transfers_make_it_whole():
    order = make.make_order()

    checkout.mark_paid(order_id=order.id, amount=1_000, reference="T1", actor=STAFF)
    assert orders.facts(order.id).status == "pending_payment"
    assert orders.facts(order.id).payment_status == "partially_paid"
    checkout.mark_paid(order_id=order.id, amount=order.total_amount - 1_000, reference="T2", actor=STAFF)

    assert orders.facts(order.id).status == "confirmed"


@pytest.mark.django_db
def test_too_much_goes_back_by_hand():
    order = make.make_order()

    checkout.mark_paid(order_id=order.id, amount=order.total_amount + 300, reference="T1", actor=STAFF)

    summary = payments.summary(order.id)
    assert (summary.returning_amount, summary.kept_amount) == (300, order.total_amount)


@pytest.mark.django_db
def test_cash_on_delivery_confirms_at_once_and_is_paid_at_the_door():
    order = make.make_order(payment_method="cash_on_delivery")
    assert (order.status, order.payment_status) == ("confirmed", "collect")

    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="courier-9", actor=STAFF)

    assert orders.facts(order.id).payment_status == "paid"


@pytest.mark.parametrize(
    ("settings", "amount", "country", "is_offered"),
    [
        ({}, 10**9, "US", True),
        ({"countries": "CN, hk"}, 1, "HK", True),
        ({"countries": "CN"}, 1, "US", False),
        ({"maximum": "50.00"}, 5_000, "CN", True),
        ({"maximum": "50.00"}, 5_001, "CN", False),
        ({"maximum": "a lot"}, 1, "CN", False),
    ],
)
def test_cash_is_taken_where_and_as_far_as_the_shop_says(settings, amount, country, is_offered):
    assert CashOnDelivery(settings).is_offered(amount=amount, currency="CNY", country=country) is is_offered
