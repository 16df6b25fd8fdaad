"""`check_invariants` finds what no longer adds up, whoever broke it."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from commerce.backoffice import invariants
from commerce.checkout import services as checkout
from commerce.documents import services
from commerce.documents.models import Series
from commerce.fulfillment import services as fulfillment
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.orders.models import Order, OrderLine
from commerce.orders.types import Actor
from commerce.payments.models import Payment, PaymentEvent
from tests import factories as make

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "1")


def broken() -> set[str]:
    return {violation.rule for violation in invariants.check().violations}


@pytest.fixture
def order():
    """An order that is paid for."""
    facts = make.make_order()
    checkout.mark_paid(order_id=facts.id, amount=facts.total_amount, reference="T1", actor=STAFF)
    return facts


def test_an_empty_shop_is_sound():
    report = invariants.check()
    assert report.is_clean
    assert report.left_out == ("provider: TEST_PROVIDER_URL is empty",)


def test_a_shop_that_sold_shipped_and_canceled_is_sound(order):
    fulfillment.ship(
        order_id=order.id, carrier="sf", tracking_number="SF1234567890123", key="parcel-1", actor=STAFF
    )
    unpaid = make.make_order()
    checkout.cancel(order_id=unpaid.id, actor=STAFF, reason="changed my mind")
    make.make_order()
    assert invariants.check().violations == ()


@pytest.mark.parametrize(
    ("breakage", "rule"),
    [
        (lambda: StockItem.objects.update(on_hand=F("on_hand") + 1), "stock_ledger"),
        (lambda: StockMovement.objects.all().delete(), "stock_ledger"),
        (lambda: StockItem.objects.update(reserved=0), "stock_reserved"),
        (lambda: Reservation.objects.update(state="released"), "order_is_covered"),
        (lambda: Reservation.objects.update(state="held"), "reservation_of_live_order"),
        (lambda: OrderLine.objects.update(shipped_quantity=1), "shipped_left_stock"),
        (lambda: OrderLine.objects.update(shipped_quantity=1), "parcels_hold_what_was_shipped"),
        (lambda: Order.objects.update(total_amount=F("total_amount") + 1), "order_total"),
        (lambda: OrderLine.objects.update(total_amount=F("total_amount") + 1), "line_total"),
        (lambda: OrderLine.objects.all().delete(), "order_is_its_lines"),
        (lambda: OrderLine.objects.update(discount_amount=1), "discount_is_its_adjustments"),
        (lambda: Order.objects.update(status="completed"), "history_ends_here"),
        (lambda: PaymentEvent.objects.update(amount=1), "captured_is_its_events"),
        (lambda: Payment.objects.update(refunded_amount=1), "refunded_is_its_refunds"),
        (lambda: Order.objects.update(captured_amount=0), "order_follows_payment"),
        (lambda: Order.objects.update(status="canceled"), "no_money_without_order"),
        (lambda: Order.objects.update(payment_status="unpaid"), "no_goods_without_money"),
    ],
)
def test_what_is_broken_by_hand_is_found(order, breakage, rule):
    if rule == "order_is_its_lines":
        Reservation.objects.all().delete()
    breakage()
    assert rule in broken()


def test_the_bounds_of_stock_stand_in_the_database_too():
    variant = make.make_variant()
    make.make_stock(variant, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.update(reserved=4)


def test_the_command_says_so_and_fails(order, capsys):
    call_command("check_invariants", "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is True
    Order.objects.update(total_amount=1)
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants", "--json")
    assert ended.value.code == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False and order.number in json.dumps(report["violations"])
    with pytest.raises(SystemExit):
        call_command("check_invariants")
    assert "order_total: it does not hold that" in capsys.readouterr().out


CHARGE = {"state": "captured", "merchant_ref": "R1", "amount": 500, "currency": "CNY", "refunded": 0}
OURS = {"currency": "CNY", "status": "confirmed", "captured": 500, "refunded": 0}


@pytest.mark.parametrize(
    ("charges", "attempts", "why"),
    [
        ([CHARGE], {"R1": OURS}, None),
        ([CHARGE | {"refunded": 500}], {"R1": OURS | {"status": "canceled", "refunded": 500}}, None),
        ([CHARGE | {"state": "open"}], {}, None),
        ([CHARGE], {}, "no attempt of ours"),
        ([CHARGE, CHARGE], {"R1": OURS}, "charged twice"),
        ([CHARGE | {"amount": 400}], {"R1": OURS}, "another amount"),
        ([CHARGE | {"currency": "EUR"}], {"R1": OURS}, "another amount"),
        ([CHARGE], {"R1": OURS | {"status": "pending_payment"}}, "money without an order"),
        ([CHARGE | {"refunded": 100}], {"R1": OURS}, "another refund"),
        ([], {"R1": OURS}, "the provider knows no such charge"),
    ],
)
def test_the_providers_books_must_agree(charges, attempts, why):
    found = list(invariants._differences(charges, attempts))
    assert [each["why"] for each in found] == ([why] if why else [])


def test_a_provider_that_does_not_answer_is_no_clean_report(settings):
    settings.TEST_PROVIDER_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError) as refused:
        call_command("check_invariants")
    assert refused.value.returncode == 2


def test_a_gap_between_invoices_and_a_total_of_its_own_are_found(order):
    services.issue_due(order_id=order.id)
    assert broken() == set()
    Series.objects.update(last_number=2)
    assert broken() == {"documents_have_no_gap"}
    Series.objects.update(last_number=1)
    Order.objects.filter(pk=order.id).update(total_amount=F("total_amount") + 1)
    assert "invoice_total" in broken()
