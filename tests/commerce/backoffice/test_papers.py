"""Papers of orders in the admin: who may print what, and what is on it."""

from __future__ import annotations

import pytest
from django.test import Client

from commerce.checkout import services as checkout
from commerce.documents import printing, services
from commerce.documents.models import FiscalDocument
from commerce.fulfillment import services as fulfillment
from commerce.fulfillment.types import ShipmentView
from commerce.orders.models import OrderLine
from commerce.orders.types import Actor, OrderFacts
from tests.factories import make_location, make_order, make_stock, make_variant

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "1")


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was printed, as the HTML that the press got."""
    printed: list[str] = []

    def print_pdf(html: str) -> bytes:
        printed.append(html)
        return b"%PDF-1.7"

    for place in ("printing", "papers"):
        monkeypatch.setattr(f"commerce.documents.{place}.print_pdf", print_pdf)
    return printed


def paid(**fields: object) -> OrderFacts:
    order = make_order({make_variant(name="Linen shirt"): 3}, **fields)
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=STAFF)
    return order


def ship(order: OrderFacts, quantity: int, number: str = "SF1234567890123") -> ShipmentView:
    (line,) = OrderLine.objects.filter(order_id=order.id)
    return fulfillment.ship(
        order_id=order.id, carrier="sf", tracking_number=number, quantities={line.pk: quantity}, key=number,
        actor=STAFF,
    )  # fmt: skip


def test_the_order_leads_to_its_invoice_in_both_languages(staff: Client, press: list[str]) -> None:
    order = paid()
    issued = services.issue_due(order_id=order.id)
    body = staff.get(f"/admin/order/{order.id}/").content.decode()
    address = f"/admin/order/{order.id}/documents/{issued.public_id}/"
    assert issued.number in body
    for language, words in (("en", "Bill to"), ("zh-hans", "购买方")):
        assert f"{address}?lang={language}" in body
        response = staff.get(address, {"lang": language})
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response["Content-Disposition"] == f'inline; filename="{issued.number.lower()}.pdf"'
        assert "no-store" in response["Cache-Control"]
        assert words in press[-1]


def test_who_may_not_see_invoices_does_not(editor: Client, nobody: Client, press: list[str]) -> None:
    order = paid()
    issued = services.issue_due(order_id=order.id)
    for path in (f"documents/{issued.public_id}/", "pick-list/", "invoice/"):
        assert editor.get(f"/admin/order/{order.id}/{path}").status_code in (302, 403), path
        assert nobody.get(f"/admin/order/{order.id}/{path}").status_code == 302, path
    assert press == []


def test_the_owner_issues_an_invoice_early_and_staff_may_not(owner: Client, staff: Client) -> None:
    order = make_order(payment_method="cash_on_delivery")
    address = f"/admin/order/{order.id}/invoice/"
    assert staff.get(address).status_code in (302, 403)
    assert address in owner.get(f"/admin/order/{order.id}/").content.decode()
    key = owner.get(address).context["form"]["key"].value()
    assert owner.post(address, {"key": key}).status_code == 302

    assert FiscalDocument.objects.get().order_id == order.id
    assert address not in owner.get(f"/admin/order/{order.id}/").content.decode()


def test_an_unpaid_order_cannot_be_invoiced(owner: Client) -> None:
    order = make_order()
    response = owner.post(f"/admin/order/{order.id}/invoice/", {"key": "k"})
    assert response.status_code == 422
    assert "once the order is confirmed" in response.content.decode()


def test_a_pick_list_says_what_is_left_and_where_it_lies(staff: Client, press: list[str]) -> None:
    order = paid(note="At the door")
    ship(order, 1)
    response = staff.get(f"/admin/order/{order.id}/pick-list/")

    assert response.content.startswith(b"%PDF")
    (html,) = press
    assert "Pick list" in html and "Linen shirt" in html and "At the door" in html
    assert "main" in html and '<td class="n big">2</td>' in html
    assert "¥" not in html and "100.00" not in html


def test_goods_from_two_places_are_two_lines(staff: Client, press: list[str]) -> None:
    variant = make_variant()
    make_stock(variant, 1, location=make_location("far", priority=5))
    order = make_order({variant: 3}, stock=2)
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=STAFF)
    staff.get(f"/admin/order/{order.id}/pick-list/")

    assert '<td>far</td><td class="n big">1</td>' in press[0]
    assert '<td>main</td><td class="n big">2</td>' in press[0]


def test_each_parcel_has_its_slip_without_prices(staff: Client, press: list[str]) -> None:
    order = paid()
    first, _second = ship(order, 1), ship(order, 2, "SF1234567890999")
    staff.get(f"/admin/order/{order.id}/slips/{first.public_id}/", {"lang": "zh-hans"})

    (html,) = press
    assert "装箱单" in html and "SF1234567890123" in html and "SF1234567890999" not in html
    assert "1 / 2" in html and "顺丰" in html
    assert "¥" not in html


def test_marked_orders_are_printed_in_one(staff: Client, press: list[str]) -> None:
    waiting, sent, other = paid(), paid(), paid()
    ship(sent, 3)
    body = staff.get("/admin/order/results/").content.decode()
    assert f'name="order" value="{waiting.id}" form="q-print"' in body

    staff.get("/admin/order/print/", {"what": "picking", "order": [waiting.id, sent.id]})
    assert waiting.number in press[-1] and sent.number not in press[-1] and other.number not in press[-1]
    staff.get("/admin/order/print/", {"what": "packing", "order": [waiting.id, sent.id]})
    assert sent.number in press[-1] and waiting.number not in press[-1]


@pytest.mark.parametrize(
    "query", ["", "what=packing", "order=x&order=99999999999999999999", "order=-1&lang=xx"]
)
def test_nothing_marked_is_said_and_not_printed(staff: Client, press: list[str], query: str) -> None:
    response = staff.get(f"/admin/order/print/?{query}", follow=True)
    assert response.redirect_chain[-1][0] == "/admin/order/"
    assert press == []


def test_a_press_that_fails_is_a_message_on_the_order(staff: Client, settings) -> None:
    order = paid()
    settings.PRINT_SECONDS = 0.01
    response = staff.get(f"/admin/order/{order.id}/pick-list/", follow=True)
    assert response.redirect_chain[-1][0] == f"/admin/order/{order.id}/"
    assert "could not be prepared" in response.content.decode()
    assert printing.PRESS.exists()
