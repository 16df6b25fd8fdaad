"""People hear of what happened to their order: once, in their language, by mail or by text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Site

from commerce.checkout import services as checkout
from commerce.core.models import EventDelivery, OutboxEvent
from commerce.core.outbox import deliver
from commerce.fulfillment import services as fulfillment
from commerce.notifications import services
from commerce.notifications.models import Message
from commerce.orders.models import Order
from commerce.orders.types import Actor
from tests import factories as make
from themes.engine import windows
from themes.engine.models import SiteTheme

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "1")


@pytest.fixture
def live(django_capture_on_commit_callbacks):
    """What happens inside is followed by what its events set off, as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pay(order) -> None:
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=STAFF)


def kinds() -> list[str]:
    return list(Message.objects.order_by("id").values_list("kind", flat=True))


def test_a_purchase_is_told_step_by_step(live):
    with live():
        order = make.make_order()
    with live():
        pay(order)
    with live():
        fulfillment.ship(
            order_id=order.id, carrier="sf", tracking_number="SF1234567890123", key="k", actor=STAFF
        )

    assert sorted(kinds()) == ["order_confirmed", "order_placed", "payment_instructions", "shipped"]
    assert {message.state for message in Message.objects.all()} == {"sent"}
    assert len(mail.outbox) == 4
    assert {letter.to[0] for letter in mail.outbox} == {"lin@example.com"}
    shipped = mail.outbox[-1]
    assert "SF1234567890123" in shipped.body
    assert "https://www.sf-express.com/" in shipped.body


def test_the_mail_has_goods_sums_address_and_a_link_to_the_order(live):
    with live():
        order = make.make_order({make.make_variant(name="Linen <shirt>"): 2})

    placed = next(letter for letter in mail.outbox if order.number in letter.subject)
    html = placed.alternatives[0][0]
    assert f"/en/orders/{order.token}/" in placed.body and order.token in html
    assert "Linen &lt;shirt&gt; × 2" in html and "Linen <shirt> × 2" in placed.body
    assert "¥200.00" in placed.body and "Hangzhou" in placed.body
    assert '<html lang="en">' in html


def test_each_order_speaks_its_own_language(live):
    with live():
        make.make_order(ctx=make.make_context(language="zh-hans"))

    message = Message.objects.filter(kind="order_placed").get()
    assert message.language == "zh-hans"
    assert '<html lang="zh-Hans">' in message.html
    assert "/zh-hans/orders/" in message.text


def test_a_transfer_is_explained_by_mail(live):
    with live():
        order = make.make_order()

    letter = Message.objects.get(kind="payment_instructions")
    assert order.number in letter.text and "Account holder: Qilou" in letter.text


def test_cash_on_delivery_is_confirmed_not_paid(live):
    with live():
        make.make_order(payment_method="cash_on_delivery")

    message = Message.objects.get(kind="order_confirmed")
    assert "confirmed" in message.subject and "payment" not in message.subject


def test_cancellation_and_refund_are_told(live):
    with live():
        order = make.make_order()
        pay(order)
    with live():
        checkout.cancel(order_id=order.id, actor=STAFF, reason="out of stock")

    assert {"order_canceled", "refund"} <= set(kinds())
    assert "110" in Message.objects.get(kind="refund").subject


def test_an_event_delivered_twice_is_one_message(live):
    with live():
        make.make_order()
    EventDelivery.objects.all().delete()
    OutboxEvent.objects.update(delivered_at=None)
    with live():
        for event in OutboxEvent.objects.all():
            deliver(event.pk)

    assert Message.objects.filter(kind="order_placed").count() == 1
    assert len([letter for letter in mail.outbox if "received your order" in letter.subject]) == 1


def test_without_a_mail_address_the_phone_gets_a_text(live, settings, tmp_path):
    settings.SMS_DIR = tmp_path
    with live():
        order = make.make_order(email="", phone="+8613800138000")

    assert Message.objects.get(kind="order_placed").medium == "sms"
    texts = [path.read_text() for path in Path(tmp_path).iterdir()]
    assert any(order.number in text and "To: +8613800138000" in text for text in texts)


class BrokenBackend:
    def __init__(self, **kwargs) -> None:
        """As Django makes it."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


def test_a_mail_server_that_is_down_is_tried_again_later(live, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    with live():
        make.make_order(payment_method="cash_on_delivery")
    message = Message.objects.filter(kind="order_placed").get()
    assert (message.state, message.attempts) == ("pending", 1)
    assert "no mail server" in message.last_error
    assert message.next_attempt_at > timezone.now()
    assert services.send_due() == 0

    settings.EMAIL_BACKEND = working
    Message.objects.update(next_attempt_at=timezone.now())
    assert services.send_due() == 2

    message.refresh_from_db()
    assert (message.state, message.last_error) == ("sent", "")
    assert len(mail.outbox) == 2


def test_a_message_nobody_takes_is_given_up_and_can_be_sent_again(live, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    with live():
        make.make_order(payment_method="cash_on_delivery")
    message = Message.objects.filter(kind="order_placed").get()
    for _ in range(services.MAX_ATTEMPTS):
        Message.objects.update(next_attempt_at=timezone.now())
        services.send_message(message_id=message.pk)
    message.refresh_from_db()
    assert message.state == "failed"

    settings.EMAIL_BACKEND = working
    assert services.send_again(message_id=message.pk) == "sent"


def test_every_retry_carries_the_same_message_id(live):
    with live():
        make.make_order(payment_method="cash_on_delivery")
    message = Message.objects.filter(kind="order_placed").get()
    services.send_again(message_id=message.pk)

    ids = [m.extra_headers["Message-ID"] for m in mail.outbox if m.subject == message.subject]
    assert len(ids) == 2 and len(set(ids)) == 1
    assert re.fullmatch(r"<[0-9a-f]{32}@[\w.]+>", ids[0])


def test_an_order_without_any_contact_tells_nobody(live):
    with live():
        order = make.make_order(payment_method="cash_on_delivery")
    Message.objects.all().delete()
    Order.objects.update(email="", phone="")

    assert services.tell_about_order(order_id=order.id, kind="x", fact="y", write=None) is None


def test_the_letter_about_the_payment_links_the_invoice_in_its_language(live):
    with live():
        order = make.make_order(ctx=make.make_context(language="zh-hans"))
    with live():
        pay(order)

    letter = Message.objects.get(kind="order_confirmed")
    address = f"/zh-hans/orders/{order.token}/invoice/"
    assert address in letter.html and address in letter.text
    assert "商业发票 (PDF)" in letter.text


def test_mails_wear_the_colors_of_the_shop(live):
    site = Site.objects.get(is_default_site=True)
    SiteTheme.objects.create(site=site, theme="base", preset="pine")
    windows.forget()
    with live():
        make.make_order()

    html = Message.objects.get(kind="order_placed").html
    assert "background:#f1f5f1" in html and "color:#16211b" in html
    assert "prefers-color-scheme: dark" in html


def test_a_mail_reads_without_pictures_styles_or_any_other_host(live):
    with live():
        make.make_order()

    html = Message.objects.get(kind="order_placed").html
    assert "<img" not in html and "url(" not in html and "<link" not in html
    assert set(re.findall(r'(?:src|href)="(https?://[^/"]+)', html)) == {"http://127.0.0.1:8000"}
