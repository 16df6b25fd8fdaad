"""Giving money back: first the row and the reserved amount, then the provider, again until it is decided."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commerce.core import events
from commerce.core.ids import digest, new_public_id
from commerce.orders.types import SYSTEM, Actor
from commerce.payments.errors import ProviderRefused, ProviderUnavailable, RefundTooLarge
from commerce.payments.events import RefundFailed, RefundOpened
from commerce.payments.models import Payment, Refund
from commerce.payments.providers import provider_behind
from commerce.payments.queries import refundable
from commerce.payments.states import REFUND_OPEN, RefundState
from commerce.payments.types import ProviderFact

from .recording import apply_facts

logger = logging.getLogger(__name__)
MAX_WAIT_SECONDS = 6 * 3600


def open_refund(
    *, order_id: int, amount: int, reason: str, actor: Actor = SYSTEM, key: str = ""
) -> tuple[int, ...]:
    """Reserve `amount` (minor units) of what was captured and write the refunds to be sent; their ids.

    Spread over the attempts that brought money, the newest first. The same `key` opens nothing twice.
    Raises RefundTooLarge when less is left. Must run inside a transaction that has locked the order;
    locks payment. Publishes RefundOpened for each.
    """
    now = timezone.now()
    payment_ids = Payment.objects.filter(order_id=order_id).values_list("id", flat=True)
    locked = Payment.objects.lock(list(payment_ids))
    prefix = f"re-{digest(f'{order_id}:{key}' if key else new_public_id())[:40]}"
    if not locked:
        raise RefundTooLarge(fields={"amount": RefundTooLarge.message}, data={"left": 0})
    payment = locked[0]
    before = Refund.objects.filter(attempt__payment=payment, merchant_ref__startswith=prefix)
    if known := tuple(before.values_list("id", flat=True)):
        return known
    left = payment.captured_amount - payment.refunded_amount
    if not 0 < amount <= left:
        raise RefundTooLarge(fields={"amount": RefundTooLarge.message}, data={"left": left})
    payment.refunded_amount += amount
    payment.save(update_fields=["refunded_amount"])
    opened = []
    for number, (attempt, available) in enumerate(refundable(payment)):
        part = min(amount, available)
        if part <= 0:
            break
        provider = provider_behind(attempt.provider, attempt.channel)
        by_hand = provider is None or provider.refunds_by_hand
        opened.append(
            Refund.objects.create(
                attempt=attempt,
                merchant_ref=f"{prefix}-{number}",
                amount=part,
                reason=reason,
                actor_id=actor.id,
                created_at=now,
                next_attempt_at=None if by_hand else now,
            )
        )
        amount -= part
    for row in opened:
        events.publish(
            RefundOpened(
                order_id=order_id,
                refund_public_id=row.public_id,
                amount=row.amount,
                currency=payment.currency,
                reason=reason,
            )
        )
    return tuple(row.pk for row in opened)


def send_refund(refund_id: int) -> str:
    """Ask the provider for an open refund; the state it is in afterwards.

    Claimed by compare-and-set, so that two workers do not ask at once; the same `merchant_ref` on
    every retry. No answer: asked again with growing waits. A sure refusal frees the amount again and
    publishes RefundFailed. Calls the provider outside transactions.
    """
    row = _claim(refund_id)
    if row is None:
        return Refund.objects.values_list("state", flat=True).get(pk=refund_id)
    attempt = row.attempt
    provider = provider_behind(attempt.provider, attempt.channel)
    if provider is None:
        return _note_unknown(row, f"provider {attempt.provider} is not installed")
    try:
        fact = provider.refund(
            merchant_ref=attempt.merchant_ref,
            refund_ref=row.merchant_ref,
            amount=row.amount,
            currency=attempt.currency,
        )
    except ProviderRefused as refusal:
        return _note_failure(row, refusal.reason)
    except ProviderUnavailable as silence:
        return _note_unknown(row, str(silence))
    except Exception as exc:  # a plugin may fail in any way; the money may be on its way
        logger.exception("refund failed", extra={"refund": row.public_id})
        return _note_unknown(row, f"{type(exc).__name__}: {exc}")
    return _believe(row, fact)


def mark_refunded(*, refund_public_id: str, reference: str, actor: Actor) -> int:
    """Staff has sent a refund by hand under `reference`; gives the order's id.

    Once: marking it again changes nothing. Raises `Refund.DoesNotExist`. Opens a transaction.
    """
    row = Refund.objects.select_related("attempt__payment").get(public_id=refund_public_id)
    fact = ProviderFact(
        merchant_ref=row.attempt.merchant_ref,
        kind="refunded",
        amount=row.amount,
        currency=row.attempt.currency,
        effect_ref=reference,
        refund_ref=row.merchant_ref,
    )
    if row.state in REFUND_OPEN:
        apply_facts(row.attempt_id, [fact], "manual")
        logger.info("refund by hand", extra={"refund": row.public_id, "actor": actor.id})
    return row.attempt.payment.order_id


def _claim(refund_id: int) -> Refund | None:
    now = timezone.now()
    due = Refund.objects.filter(pk=refund_id, state__in=REFUND_OPEN, next_attempt_at__lte=now)
    lease = now + timedelta(seconds=2 * settings.REFUND_SWEEP_SECONDS)
    if not due.update(next_attempt_at=lease, attempts=F("attempts") + 1):
        return None
    return Refund.objects.select_related("attempt").get(pk=refund_id)


def _believe(row: Refund, fact: ProviderFact) -> str:
    """Write down the answer to a refund; one that cannot be believed leaves it open for staff."""
    if fact.kind == "refunded":
        verdicts = apply_facts(row.attempt_id, [fact], "query")
        if verdicts != ["accepted"]:
            return _note_unknown(row, f"answer not believed: {verdicts[0]}")
    else:
        return _note_unknown(row, "underway")
    row.refresh_from_db()
    return row.state


def _note_unknown(row: Refund, reason: str) -> str:
    wait = min(settings.REFUND_SWEEP_SECONDS * 2 ** min(row.attempts, 10), MAX_WAIT_SECONDS)
    Refund.objects.filter(pk=row.pk, state__in=REFUND_OPEN).update(
        state=RefundState.UNKNOWN,
        last_error=reason[:300],
        next_attempt_at=timezone.now() + timedelta(seconds=wait),
    )
    return RefundState.UNKNOWN


def _note_failure(row: Refund, reason: str) -> str:
    """A sure refusal: the amount is free again, and somebody must look."""
    with transaction.atomic():
        payment = Payment.objects.lock([row.attempt.payment_id])[0]
        open_row = Refund.objects.filter(pk=row.pk, state__in=REFUND_OPEN)
        if open_row.update(state=RefundState.FAILED, last_error=reason[:300], next_attempt_at=None):
            payment.refunded_amount -= row.amount
            payment.save(update_fields=["refunded_amount"])
            events.publish(
                RefundFailed(
                    order_id=payment.order_id,
                    refund_public_id=row.public_id,
                    amount=row.amount,
                    currency=payment.currency,
                    reason=reason[:200],
                )
            )
            logger.error("refund refused", extra={"refund": row.public_id, "reason": reason})
    return RefundState.FAILED
