"""Telling people: write the message once, send it until it is taken."""

from __future__ import annotations

import hashlib
import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from commerce.core.errors import NotFound
from commerce.documents.errors import NotPrinted
from commerce.documents.sellers import shop_facts
from commerce.orders import queries as order_queries
from commerce.orders.types import OrderFacts, OrderView

from . import layout, queries
from .enclosures import enclosures
from .errors import NotDelivered
from .models import Message
from .providers import sms_senders
from .types import Letter

logger = logging.getLogger(__name__)
State = Message.State
MAX_ATTEMPTS = 10
MAX_WAIT_SECONDS = 3600
# A sender that died leaves its claim; after this long another one may try.
CLAIM_SECONDS = 120

Write = Callable[[OrderView, str], Letter]


def tell_about_order(*, order_id: int, kind: str, fact: str, write: Write) -> int | None:
    """Write the message that an order's shopper gets about `fact`, and send it after commit; its id.

    By mail, or as a text where there is only a phone number; None where there is neither. Once per
    (kind, fact): a repetition changes nothing. `write` makes the letter from the order and its
    tracking link, in the order's language. Opens a transaction.
    """
    facts = order_queries.facts(order_id)
    medium, recipient = ("mail", facts.email) if facts.email else ("sms", facts.phone)
    if not recipient:
        return None
    key = f"{kind}:{fact}:{medium}"
    if Message.objects.filter(key=key).exists():
        return None
    with translation.override(facts.language), transaction.atomic():
        letter = write(order_queries.order_view(order_id, facts.language), tracking_link(facts))
        shop = shop_facts(facts, facts.language)
        message, is_new = Message.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "medium": medium,
                "recipient": recipient,
                "language": facts.language,
                "subject": letter.subject[:250],
                "text": layout.text(letter, shop) if medium == "mail" else letter.short,
                "html": layout.html(letter, shop, facts.language) if medium == "mail" else "",
                "order_public_id": facts.public_id,
                "next_attempt_at": timezone.now(),
                "created_at": timezone.now(),
            },
        )
        if not is_new:
            return None
        transaction.on_commit(partial(send_message, message_id=message.pk))
        return message.pk


def tracking_link(order: OrderFacts) -> str:
    """The address that opens the order for whoever has it."""
    return f"{settings.BASE_URL}/{order.language}/orders/{order.token}/"


def send_message(*, message_id: int) -> str:
    """Send a waiting message; the state it is in afterwards.

    Claimed by compare-and-set, so that two workers do not send it twice. What is not taken is tried
    again with growing waits and given up after MAX_ATTEMPTS: the log keeps the reason. Talks to mail
    and SMS servers: must not run inside a transaction.
    """
    now = timezone.now()
    due = Message.objects.filter(pk=message_id, state=State.PENDING, next_attempt_at__lte=now)
    claimed = due.update(next_attempt_at=now + timedelta(seconds=CLAIM_SECONDS), attempts=F("attempts") + 1)
    message = Message.objects.get(pk=message_id)
    if not claimed:
        return message.state
    try:
        _send_mail(message) if message.medium == "mail" else _send_sms(message)
    except (OSError, smtplib.SMTPException, ValueError, NotDelivered, NotFound, NotPrinted) as trouble:
        return _note_failure(message, trouble)
    Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=timezone.now(), last_error="")
    return State.SENT


def send_due() -> int:
    """Send what is due and left: lost kicks, crashed workers, failures. Returns how many were tried."""
    due = queries.due_messages(timezone.now())
    for message_id in due:
        send_message(message_id=message_id)
    return len(due)


def send_again(*, message_id: int) -> str:
    """Staff wants a given-up or sent message sent once more; its state afterwards."""
    Message.objects.filter(pk=message_id).update(
        state=State.PENDING, attempts=0, next_attempt_at=timezone.now()
    )
    return send_message(message_id=message_id)


def _send_mail(message: Message) -> None:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mark = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.recipient],
        # The same on every retry, so that a mailbox can tell a repetition.
        headers={"Message-ID": f"<{mark}@{host}>", "Content-Language": message.language},
    )
    mail.attach_alternative(message.html, "text/html")
    for name, content in enclosures(message):
        mail.attach(name, content, "application/pdf")
    mail.send()


def _send_sms(message: Message) -> None:
    sender = sms_senders.get(settings.SMS_SENDER)
    sender.send(number=message.recipient, text=message.text, reference=message.key)


def _note_failure(message: Message, trouble: Exception) -> str:
    attempts = message.attempts
    is_over = attempts >= MAX_ATTEMPTS
    wait = min(settings.MESSAGE_SWEEP_SECONDS * 2 ** min(attempts, 10), MAX_WAIT_SECONDS)
    state = State.FAILED if is_over else State.PENDING
    Message.objects.filter(pk=message.pk).update(
        state=state,
        last_error=f"{type(trouble).__name__}: {trouble}"[:300],
        next_attempt_at=timezone.now() + timedelta(seconds=wait),
    )
    level = logging.ERROR if is_over else logging.WARNING
    logger.log(level, "message not sent", extra={"message_id": message.pk, "kind": message.kind})
    return state
