"""A provider's notification: verify, record, settle, acknowledge."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DatabaseError

from commerce.channels import queries as channels
from commerce.core.errors import NotFound, Unavailable
from commerce.core.locking import with_retries
from commerce.payments import services as payments
from commerce.payments.errors import ForgedNotification
from commerce.payments.providers import PaymentProvider, provider_behind
from commerce.payments.types import VerifiedMessage

from .settle import settle_quietly

logger = logging.getLogger(__name__)
MAX_BODY_BYTES = 256 * 1024
MAX_TEXT = 64
MAX_AMOUNT = 2**62


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to answer the provider, word for word."""

    status: int
    text: str
    verdict: str
    content_type: str = "text/plain; charset=utf-8"


def handle_notification(
    provider_code: str, body: bytes, headers: Mapping[str, str], channel: str = ""
) -> Outcome:
    """The answer to a provider's message, after everything it says has been stored.

    The provider verifies signature and time (no database). Forged: counted, sampled, 401. Transaction
    1 records it once; if that fails the provider is told to come again (503). From then on it is
    acknowledged, whatever happens to transaction 2, in which the order follows: the sweep finishes it.
    `channel` is the one our notification address named; it chooses whose settings verify.
    """
    provider = _provider(provider_code, channel)
    if provider is None:
        return Outcome(404, "unknown provider", "unknown_provider")
    if len(body) > MAX_BODY_BYTES:
        payments.count_rejection(provider=provider_code, reason="too_large", sample=b"")
        return Outcome(413, "too large", "too_large")
    try:
        message = provider.verify(body, {name.lower(): value for name, value in headers.items()})
        check_storable(message)
    except ForgedNotification as forgery:
        payments.count_rejection(provider=provider_code, reason=forgery.reason, sample=body)
        return Outcome(401, "refused", forgery.reason)
    try:
        recorded = with_retries(
            lambda: payments.record(
                provider=provider_code, account=provider.account, message=message, body=body
            )
        )
    except (DatabaseError, Unavailable):
        logger.exception("notification not stored", extra={"provider": provider_code})
        return Outcome(503, "try again", "not_stored")
    if recorded.order_id is not None:
        settle_quietly(order_id=recorded.order_id)
    return Outcome(200, provider.acknowledgment, recorded.verdict if recorded.is_new else "duplicate")


def check_storable(message: VerifiedMessage) -> None:
    """Raises ForgedNotification for what no column can hold: a signature makes nothing of it sensible."""
    fact = message.fact
    texts = [message.event_id, message.kind]
    if fact is not None:
        texts += [fact.merchant_ref, fact.effect_ref, fact.provider_ref, fact.refund_ref, fact.currency]
        if not -MAX_AMOUNT <= fact.amount <= MAX_AMOUNT:
            raise ForgedNotification("malformed")
    is_sane = message.event_id and all(len(text) <= MAX_TEXT and text.isprintable() for text in texts)
    if not is_sane:
        raise ForgedNotification("malformed")


def _provider(code: str, channel: str) -> PaymentProvider | None:
    """The provider as set up in `channel`, also where it is switched off by now."""
    try:
        return provider_behind(code, channel or channels.default_channel().code)
    except NotFound:
        return None
