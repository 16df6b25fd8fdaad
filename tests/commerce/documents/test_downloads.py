"""Shoppers and programs get an order's papers by its unguessable link, and nobody by another one."""

from __future__ import annotations

import pytest
from django.test import Client

from commerce.checkout import services as checkout
from commerce.documents import services
from commerce.documents.queries import documents_of
from commerce.documents.types import DocumentSummary
from commerce.orders.types import Actor, OrderFacts
from tests.factories import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoiced() -> tuple[OrderFacts, DocumentSummary]:
    order = make_order()
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=Actor("staff", "1"))
    issued = services.issue_due(order_id=order.id)
    assert issued is not None
    return order, issued


def test_the_page_of_an_order_links_its_invoice(client: Client, invoiced, monkeypatch) -> None:
    order, issued = invoiced
    monkeypatch.setattr("commerce.documents.printing.print_pdf", lambda html: html.encode())
    address = f"/en/orders/{order.token}/documents/{issued.public_id}/"
    page = client.get(f"/en/orders/{order.token}/").content.decode()
    assert f'href="{address}"' in page and f"Invoice {issued.number} (PDF)" in page

    english = client.get(address)
    assert english["Content-Type"] == "application/pdf"
    assert english["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in english["Cache-Control"]
    assert "Bill to" in english.content.decode()
    assert "购买方" in client.get(address.replace("/en/", "/zh-hans/")).content.decode()


def test_another_orders_link_opens_nothing(client: Client, invoiced) -> None:
    order, issued = invoiced
    for token, document in ((make_order().token, issued.public_id), ("guess", issued.public_id)):
        assert client.get(f"/en/orders/{token}/documents/{document}/").status_code == 404
    assert client.get(f"/en/orders/{order.token}/documents/nothing/").status_code == 404


def test_a_paper_that_cannot_be_printed_leads_back_to_the_order(client: Client, invoiced, settings) -> None:
    order, issued = invoiced
    settings.PRINT_SECONDS = 0.01
    response = client.get(f"/en/orders/{order.token}/documents/{issued.public_id}/", follow=True)
    assert response.redirect_chain == [(f"/en/orders/{order.token}/", 302)]
    assert "could not be prepared" in response.content.decode()


def test_programs_find_the_documents_with_the_order(client: Client, invoiced, settings) -> None:
    order, issued = invoiced
    (found,) = client.get(f"/api/v1/orders/{order.token}/").json()["documents"]
    assert (found["kind"], found["number"]) == ("invoice", issued.number)
    assert found["total"]["amount"] == order.total_amount
    assert found["url"].startswith(f"{settings.BASE_URL}/")
    assert found["url"].endswith(f"/orders/{order.token}/documents/{issued.public_id}/")


def test_before_anything_is_issued_the_list_is_empty(client: Client) -> None:
    assert client.get(f"/api/v1/orders/{make_order().token}/").json()["documents"] == []


def test_the_letters_link_waits_for_no_event(client: Client, monkeypatch) -> None:
    """Whoever is quicker than the worker has the invoice issued, once; what is not due is not there."""
    monkeypatch.setattr("commerce.documents.printing.print_pdf", lambda html: html.encode())
    order = make_order()
    address = f"/en/orders/{order.token}/invoice/"
    assert client.get(address).status_code == 404
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=Actor("staff", "1"))
    for _ in range(2):
        assert "INV-CN-" in client.get(address).content.decode()
    assert len(documents_of(order.id)) == 1
