"""Where the owner wants it, the mail about the payment brings the invoice along."""

from __future__ import annotations

from email.message import Message as Part
from typing import Any

import pytest
from django.core import mail

from commerce.channels import services as channels
from commerce.checkout import services as checkout
from commerce.documents.errors import NotPrinted
from commerce.documents.models import FiscalDocument
from commerce.notifications.models import Message
from commerce.orders.types import Actor
from tests.factories import make_channel, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages: list[str] = []

    def print_pdf(html: str) -> bytes:
        pages.append(html)
        return b"%PDF-1.7"

    monkeypatch.setattr("commerce.documents.printing.print_pdf", print_pdf)
    return pages


@pytest.fixture
def wanted() -> None:
    make_channel()
    channels.update_channel(code="cn", mails_invoices=True)


def pay(capture: Any) -> None:
    with capture(execute=True):
        order = make_order()
    with capture(execute=True):
        checkout.mark_paid(
            order_id=order.id, amount=order.total_amount, reference="T", actor=Actor("staff", "1")
        )


def enclosed() -> dict[str, list[tuple[str | None, str]]]:
    """(file name, type) of what went along, by the mail's subject."""

    def of(letter: Any) -> list[Part]:
        return [part for part in letter.message().walk() if part.get_filename()]

    return {
        letter.subject: [(part.get_filename(), part.get_content_type()) for part in of(letter)]
        for letter in mail.outbox
    }


@pytest.mark.usefixtures("wanted")
def test_the_mail_about_the_payment_brings_the_invoice(
    django_capture_on_commit_callbacks: Any, printed: list[str]
) -> None:
    pay(django_capture_on_commit_callbacks)
    number = FiscalDocument.objects.get().number
    found = enclosed()
    told = Message.objects.get(kind="order_confirmed")
    assert found.pop(told.subject) == [(f"{number}.pdf", "application/pdf")]
    assert set(map(tuple, found.values())) == {()}
    assert len(printed) == 1 and number in printed[0]


def test_nothing_goes_along_unless_the_channel_wants_it(
    django_capture_on_commit_callbacks: Any, printed: list[str]
) -> None:
    pay(django_capture_on_commit_callbacks)
    assert set(map(tuple, enclosed().values())) == {()}
    assert printed == []


@pytest.mark.usefixtures("wanted")
def test_a_press_that_fails_delays_the_mail_and_does_not_lose_it(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(html: str) -> bytes:
        raise NotPrinted

    monkeypatch.setattr("commerce.documents.printing.print_pdf", busy)
    pay(django_capture_on_commit_callbacks)
    told = Message.objects.get(kind="order_confirmed")
    assert (told.state, told.attempts) == ("pending", 1)
    assert told.subject not in enclosed()
