"""Invoices come by themselves when they are due, once, with the next number, and never change."""

from __future__ import annotations

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import translation

from commerce.checkout import services as checkout
from commerce.core.models import EventDelivery, OutboxEvent
from commerce.core.outbox import deliver
from commerce.documents import queries, services
from commerce.documents.errors import NotInvoiceable, UnknownDocument
from commerce.documents.models import FiscalDocument, Series
from commerce.fulfillment import services as fulfillment
from commerce.orders.models import Order, OrderLine
from commerce.orders.types import Actor, OrderFacts
from commerce.payments.models import Refund
from tests import factories as make

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "1")


@pytest.fixture
def live(django_capture_on_commit_callbacks):
    """What happens inside is followed by what its events set off, as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pay(order: OrderFacts, amount: int = 0) -> None:
    checkout.mark_paid(
        order_id=order.id, amount=amount or order.total_amount, reference=f"T-{order.id}", actor=STAFF
    )


def refund(order: OrderFacts, amount: int) -> None:
    """Staff gives back and says that the transfer is sent."""
    checkout.refund(order_id=order.id, amount=amount, reason="Too late", actor=STAFF, key=f"k{amount}")
    for row in Refund.objects.filter(attempt__payment__order_id=order.id, state="pending"):
        checkout.mark_refunded(refund_public_id=row.public_id, reference=f"B-{amount}", actor=STAFF)


def documents(order: OrderFacts):
    return queries.documents_of(order.id)


def test_a_paid_order_has_an_invoice(live):
    make.make_tax_rate(13)
    with live():
        order = make.make_order({make.make_variant(price=10_000): 2})
    assert documents(order) == ()
    with live():
        pay(order)

    with translation.override("zh-hans"):
        (summary,) = documents(order)
    assert (summary.kind, summary.title) == ("invoice", "商业发票")
    assert summary.number.startswith("INV-CN-20") and summary.number.endswith("-00001")
    content = queries.get_document(order.id, summary.public_id).content
    assert summary.total_amount == content.total_amount == order.total_amount == 21_000
    assert [(row.rate_ppm, row.gross_amount) for row in content.taxes] == [(130_000, 21_000)]
    assert content.order_number == order.number
    assert content.buyer["name"] == "Lin Mei"
    assert set(content.seller) == {"en", "zh-hans"}


def test_what_is_paid_at_the_door_is_invoiced_when_all_of_it_has_left(live):
    with live():
        order = make.make_order({make.make_variant(): 2}, payment_method="cash_on_delivery")
    assert documents(order) == ()
    (line,) = OrderLine.objects.filter(order_id=order.id)
    parcel = {"order_id": order.id, "carrier": "sf", "tracking_number": "SF1234567890123", "actor": STAFF}
    with live():
        fulfillment.ship(quantities={line.pk: 1}, key="1", **parcel)
    assert documents(order) == ()
    with live():
        fulfillment.ship(key="2", **parcel)

    (summary,) = documents(order)
    assert queries.get_document(order.id, summary.public_id).content.paid_amount == 0


def test_the_same_event_twice_is_one_invoice(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    EventDelivery.objects.all().delete()
    OutboxEvent.objects.update(delivered_at=None)
    with live():
        for event in OutboxEvent.objects.all():
            deliver(event.pk)

    assert len(documents(order)) == 1
    assert Series.objects.get().last_number == 1


def test_a_refund_is_credited_when_the_money_has_gone(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    with live():
        checkout.refund(order_id=order.id, amount=3_000, reason="Scratched", actor=STAFF, key="k")
    assert len(documents(order)) == 1
    with live():
        row = Refund.objects.get()
        checkout.mark_refunded(refund_public_id=row.public_id, reference="B-1", actor=STAFF)

    invoice, note = documents(order)
    content = queries.get_document(order.id, note.public_id).content
    assert note.kind == "credit_note" and note.number.startswith("CRN-CN-")
    assert (content.total_amount, content.corrects) == (3_000, invoice.number)
    assert content.reason == "", "staff's own words are not for customers"


def test_a_canceled_order_is_credited_in_full(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    with live():
        checkout.cancel(order_id=order.id, actor=STAFF, reason="out of stock")
    with live():
        row = Refund.objects.get()
        checkout.mark_refunded(refund_public_id=row.public_id, reference="B-1", actor=STAFF)

    invoice, note = documents(order)
    assert note.total_amount == invoice.total_amount == order.total_amount
    assert queries.get_document(order.id, note.public_id).content.reason == "canceled"


def test_refunds_in_parts_never_credit_more_than_the_invoice(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    for amount in (1_000, 2_500, order.total_amount - 3_500):
        with live():
            refund(order, amount)

    invoice, *notes = documents(order)
    assert sum(note.total_amount for note in notes) == invoice.total_amount
    assert len({note.number for note in notes}) == 3


def test_money_that_came_twice_goes_back_without_a_note(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    with live():
        checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="again", actor=STAFF)
    with live():
        for row in Refund.objects.all():
            checkout.mark_refunded(refund_public_id=row.public_id, reference="B-1", actor=STAFF)

    assert [document.kind for document in documents(order)] == ["invoice"]


def test_an_order_that_nobody_paid_leaves_no_paper(live):
    with live():
        order = make.make_order()
    with live():
        checkout.cancel(order_id=order.id, actor=STAFF, reason="")

    assert documents(order) == ()
    with pytest.raises(NotInvoiceable):
        services.issue_invoice(order_id=order.id, actor=STAFF)


def test_staff_may_invoice_what_is_paid_at_the_door_before_it_leaves(live):
    with live():
        order = make.make_order(payment_method="cash_on_delivery")
    first = services.issue_invoice(order_id=order.id, actor=STAFF)

    assert services.issue_invoice(order_id=order.id, actor=STAFF) == first
    assert FiscalDocument.objects.get().actor_id == "1"


def sold(live) -> OrderFacts:
    with live():
        order = make.make_order()
    with live():
        pay(order)
    return order


def test_numbers_follow_each_other_and_start_anew_in_the_channels_new_year(live):
    with time_machine.travel("2026-12-31T15:00:00+00:00"):  # in Shanghai still 2026
        assert [documents(sold(live))[0].number for _ in range(2)] == [
            "INV-CN-2026-00001",
            "INV-CN-2026-00002",
        ]
    with time_machine.travel("2026-12-31T16:30:00+00:00"):  # in Shanghai already 2027
        assert documents(sold(live))[0].number == "INV-CN-2027-00001"


def test_an_issue_that_is_undone_leaves_no_gap(live):
    with live():
        order, other = make.make_order(), make.make_order()
    with live():
        pay(order)
    OutboxEvent.objects.all().delete()
    pay(other)
    with pytest.raises(RuntimeError), transaction.atomic():
        assert services.issue_due(order_id=other.id)
        raise RuntimeError("something else in the same transaction fails")
    assert documents(other) == ()

    assert services.issue_due(order_id=other.id).number.endswith("-00002")
    assert list(FiscalDocument.objects.values_list("sequence", flat=True)) == [1, 2]


def test_nothing_is_computed_again_from_live_data(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    (summary,) = documents(order)
    before = queries.get_document(order.id, summary.public_id)
    Order.objects.filter(pk=order.id).update(total_amount=1, shipping_address={"name": "Somebody else"})
    OrderLine.objects.filter(order_id=order.id).update(name="Something else", total_amount=1)

    assert queries.get_document(order.id, summary.public_id) == before


def test_the_database_refuses_to_change_or_delete_a_document(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    for forbidden in (
        lambda: FiscalDocument.objects.update(total_amount=1),
        lambda: FiscalDocument.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            forbidden()

    assert FiscalDocument.objects.get().total_amount == order.total_amount


def test_a_document_is_found_only_with_its_own_order(live):
    with live():
        order, other = make.make_order(), make.make_order()
    with live():
        pay(order)
    (summary,) = documents(order)
    with pytest.raises(UnknownDocument):
        queries.get_document(other.id, summary.public_id)
