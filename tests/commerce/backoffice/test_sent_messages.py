"""The delivery log in the admin: each message as it was sent, and once more."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commerce.notifications.models import Message
from tests.factories import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    return Message.objects.create(
        key="order_placed:x:mail", kind="order_placed", recipient="lin@example.com", language="en",
        subject="We have received your order", text="Thank you\nfor it", state="failed", attempts=10,
        html='<p class="m">Thank &amp; you</p><script>alert(1)</script>', last_error="no mail server",
        order_public_id=make_order().public_id, next_attempt_at=timezone.now(), created_at=timezone.now(),
    )  # fmt: skip


def test_the_list_says_what_was_told_to_whom(staff: Client, message: Message) -> None:
    body = staff.get("/admin/message/").content.decode()
    assert "We have received your order" in body and "lin@example.com" in body and "failed" in body
    assert "/admin/message/" in staff.get("/admin/").content.decode()
    found = staff.get("/admin/message/results/", {"q": "nobody@example.com"}).content.decode()
    assert "No message matches" in found


def test_a_message_is_shown_as_it_was_sent_and_can_do_nothing(staff: Client, message: Message) -> None:
    body = staff.get(f"/admin/message/{message.pk}/").content.decode()
    assert "<iframe" in body and " sandbox srcdoc=" in body
    assert "<script>alert(1)" not in body
    assert "no mail server" in body and "Thank you<br>for it" in body


def test_staff_sends_it_once_more(staff: Client, message: Message) -> None:
    response = staff.post(f"/admin/message/{message.pk}/again/", follow=True)
    assert "The message is sent again." in response.content.decode()
    assert [letter.to for letter in mail.outbox] == [["lin@example.com"]]
    message.refresh_from_db()
    assert message.state == "sent"


def test_it_is_for_those_who_handle_orders(editor: Client, nobody: Client, message: Message) -> None:
    for visitor in (editor, nobody):
        assert visitor.get(f"/admin/message/{message.pk}/").status_code in (302, 403)
        assert visitor.post(f"/admin/message/{message.pk}/again/").status_code in (302, 403)
    assert mail.outbox == []
