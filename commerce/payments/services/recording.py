"""Recording verified facts: the notification log, the append-only events, the sums that follow."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commerce.core import events
from commerce.core.compiled import Compiled, CompiledInsert, CompiledUpdate
from commerce.core.ids import new_public_id
from commerce.orders import services as orders
from commerce.orders.types import Actor
from commerce.payments.errors import NotPayable
from commerce.payments.events import PaymentCaptured, RefundDone
from commerce.payments.models import (
    Notification,
    Payment,
    PaymentAttempt,
    PaymentEvent,
    Refund,
    RejectedNotification,
)
from commerce.payments.queries import SUMS, summed
from commerce.payments.states import CLOSED, REFUND_OPEN, AttemptState, RefundState, follow
from commerce.payments.types import PaymentSummary, ProviderFact, Recorded, VerifiedMessage

from .locked import Locked, lock_attempt, lock_named

logger = logging.getLogger(__name__)
Kind = PaymentEvent.Kind
ACCEPTED = "accepted"
SAMPLE_CHARACTERS = 500
# Facts that an order may have to follow; the others are settled when they are written.
TO_SETTLE = (Kind.AUTHORIZED, Kind.CAPTURED, Kind.VOIDED, Kind.REFUNDED)

_insert_notification = CompiledInsert(Notification, unless=("provider", "event_id"))
_insert_event = CompiledInsert(PaymentEvent, unless=("attempt_id", "kind", "effect_ref"))
_lock_sums = Compiled(lambda order_id: Payment.objects.filter(order_id=order_id).locking().values_list(*SUMS))
_set_captured = CompiledUpdate(
    lambda payment_id, amount: (Payment.objects.filter(pk=payment_id), {"captured_amount": amount})
)
_set_state = CompiledUpdate(
    lambda attempt_id, state, provider_ref, next_query_at: (
        PaymentAttempt.objects.filter(pk=attempt_id),
        {"state": state, "provider_ref": provider_ref, "next_query_at": next_query_at},
    )
)
_settle_events = CompiledUpdate(
    lambda event_ids, now: (PaymentEvent.objects.filter(pk__in=event_ids), {"settled_at": now})
)


def record(*, provider: str, account: str, message: VerifiedMessage, body: bytes) -> Recorded:
    """Store a verified message once, with what follows from it for the payment (transaction 1).

    Unique by the provider's event id: a replay finds the row and changes nothing. A message about an
    unknown attempt, another account, a wrong amount or currency is stored with that verdict and not
    believed. Opens a transaction; locks payment. The order follows in a transaction of its own.
    """
    with transaction.atomic():
        new = _insert_notification(
            [
                {
                    "provider": provider,
                    "event_id": message.event_id,
                    "kind": message.kind,
                    "body": body,
                    "verdict": ACCEPTED,
                    "received_at": timezone.now(),
                }
            ]
        )
        locked = lock_named(provider, message.fact.merchant_ref) if message.fact else None
        order_id = locked.payment.order_id if locked else None
        if not new:
            known = Notification.objects.values_list("verdict", flat=True)
            return Recorded(known.get(provider=provider, event_id=message.event_id), order_id, is_new=False)
        if message.fact is None:
            verdict = "irrelevant"
        elif locked is None:
            verdict = "unknown_reference"
        elif locked.attempt.account != account:
            verdict = "foreign_account"
        else:
            verdict = _apply(locked, message.fact, "webhook")
        if verdict != ACCEPTED:
            Notification.objects.filter(pk__in=new).update(verdict=verdict)
        if verdict not in (ACCEPTED, "irrelevant"):
            logger.error("payment notification not believed", extra={"verdict": verdict, "event": new[0]})
    return Recorded(verdict, order_id, is_new=True)


def apply_facts(attempt_id: int, facts: Iterable[ProviderFact], source: str) -> list[str]:
    """Record what a provider answered to our own question; verdicts in order. Opens a transaction.

    Applied in the order of a payment's life, whatever the order of the answer. Locks payment.
    """
    ranks: dict[str, int] = {Kind.AUTHORIZED: 1, Kind.CAPTURED: 2, Kind.REFUNDED: 3}
    in_order = sorted(facts, key=lambda fact: ranks.get(fact.kind, 0))
    if not in_order:
        return []
    with transaction.atomic():
        locked = lock_attempt(attempt_id)
        return [_apply(locked, fact, source) for fact in in_order]


def record_by_hand(*, order_id: int, amount: int, reference: str, actor: Actor) -> bool:
    """Write down money that staff saw arrive (a transfer, cash at the door); False if it stood there.

    `amount` in minor units of the order's currency, above zero; `reference` names the transfer and
    makes writing it twice impossible. Raises NotPayable without any attempt to pay. Opens a
    transaction; locks order → payment.
    """
    with transaction.atomic():
        order = orders.lock_order(order_id)
        payment = Payment.objects.filter(order_id=order.id).first()
        attempt = payment.attempts.exclude(state=AttemptState.CAPTURED).last() if payment else None
        attempt = attempt or (payment.attempts.last() if payment else None)
        if payment is None or attempt is None:
            raise NotPayable
        locked = lock_attempt(attempt.pk)
        if PaymentEvent.objects.filter(attempt__payment=payment, kind=Kind.CAPTURED, effect_ref=reference):
            return False
        fact = ProviderFact(
            merchant_ref=attempt.merchant_ref,
            kind=Kind.CAPTURED,
            amount=amount,
            currency=payment.currency,
            effect_ref=reference,
        )
        _append(locked, fact, "manual")
        logger.info("payment by hand", extra={"order": order.public_id, "actor": actor.id})
    return True


def lock_summary(order_id: int) -> tuple[PaymentSummary | None, dict[int, str]]:
    """The payment's sums under its lock, and facts the order has not followed yet (kind by id).

    Must run inside a transaction that has locked the order; locks payment.
    """
    rows = _lock_sums(order_id)
    return summed(rows[0]) if rows else (None, {})


def mark_settled(event_ids: Iterable[int]) -> None:
    """The order has followed these facts. Must run in the transaction in which it did."""
    _settle_events(list(event_ids), timezone.now())


def count_rejection(*, provider: str, reason: str, sample: bytes) -> None:
    """Count a message that was not believed, per hour, and keep the start of the hour's first one."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    text = sample[:SAMPLE_CHARACTERS].decode("utf-8", "replace").replace("\x00", "")
    row, _ = RejectedNotification.objects.get_or_create(
        provider=provider, reason=reason, hour=hour, defaults={"sample": text[:SAMPLE_CHARACTERS]}
    )
    RejectedNotification.objects.filter(pk=row.pk).update(count=F("count") + 1)
    logger.warning("payment notification refused", extra={"provider": provider, "reason": reason})


def _apply(locked: Locked, fact: ProviderFact, source: str) -> str:
    """Judge a fact and append it; the verdict. A fact that stands there already changes nothing."""
    verdict = _judge(locked.payment, locked.attempt, fact)
    if verdict == ACCEPTED:
        _append(locked, fact, source)
        return ACCEPTED
    known = PaymentEvent.objects.filter(attempt=locked.attempt, kind=fact.kind, effect_ref=fact.effect_ref)
    if known.exists():
        return ACCEPTED
    _append_doubt(locked.attempt, fact, source, verdict)
    return verdict


def _judge(payment: Payment, attempt: PaymentAttempt, fact: ProviderFact) -> str:
    if fact.kind not in Kind.values:
        return "unknown_kind"
    if fact.kind in (Kind.INFO, Kind.FAILED, Kind.VOIDED):
        return ACCEPTED
    if fact.currency != attempt.currency:
        return "wrong_currency"
    if fact.kind in (Kind.CAPTURED, Kind.AUTHORIZED):
        return ACCEPTED if fact.amount == attempt.amount else "wrong_amount"
    if payment.captured_amount == 0:
        return "out_of_order"
    ours = _refund_of(attempt, fact)
    if fact.amount <= 0 or (ours and ours.amount != fact.amount):
        return "wrong_amount"
    is_reserved = ours is not None and ours.state in REFUND_OPEN
    left = payment.captured_amount - payment.refunded_amount
    return ACCEPTED if is_reserved or fact.amount <= left else "refund_too_large"


def _append(locked: Locked, fact: ProviderFact, source: str) -> None:
    """Write a fact down, unless it stands there, with what follows from it for payment and attempt."""
    payment, attempt, now = locked.payment, locked.attempt, timezone.now()
    written = _insert_event(
        [
            {
                "attempt_id": attempt.pk,
                "kind": fact.kind,
                "amount": fact.amount,
                "effect_ref": fact.effect_ref,
                "source": source,
                "occurred_at": fact.occurred_at or now,
                "received_at": now,
                "settled_at": None if fact.kind in TO_SETTLE else now,
            }
        ]
    )
    if not written:
        return
    if fact.kind == Kind.CAPTURED:
        payment.captured_amount += fact.amount
        _set_captured(payment.pk, payment.captured_amount)
        events.publish(
            PaymentCaptured(
                order_id=payment.order_id,
                attempt_public_id=attempt.public_id,
                amount=fact.amount,
                currency=fact.currency,
            )
        )
    elif fact.kind == Kind.AUTHORIZED:
        payment.authorized_amount += fact.amount
        payment.save(update_fields=["authorized_amount"])
    elif fact.kind == Kind.VOIDED and attempt.state == AttemptState.AUTHORIZED:
        payment.authorized_amount -= attempt.amount
        payment.save(update_fields=["authorized_amount"])
    elif fact.kind == Kind.REFUNDED:
        _finish_refund(payment, attempt, fact)
    _move(attempt, fact)


def _move(attempt: PaymentAttempt, fact: ProviderFact) -> None:
    attempt.state = follow(attempt.state, fact.kind)
    attempt.provider_ref = attempt.provider_ref or fact.provider_ref
    if attempt.state in CLOSED | {AttemptState.CAPTURED}:
        attempt.next_query_at = None
    _set_state(attempt.pk, attempt.state, attempt.provider_ref, attempt.next_query_at)


def _append_doubt(attempt: PaymentAttempt, fact: ProviderFact, source: str, verdict: str) -> None:
    """Keep a fact that is not believed, for staff; one told out of order makes us ask the provider."""
    now = timezone.now()
    PaymentEvent.objects.get_or_create(
        attempt=attempt,
        kind=Kind.INFO,
        effect_ref=f"{verdict}:{fact.effect_ref}"[:120],
        defaults={
            "amount": fact.amount,
            "source": source,
            "occurred_at": fact.occurred_at or now,
            "received_at": now,
            "settled_at": now,
        },
    )
    if verdict == "out_of_order":
        PaymentAttempt.objects.filter(pk=attempt.pk).update(next_query_at=now)


def _refund_of(attempt: PaymentAttempt, fact: ProviderFact) -> Refund | None:
    """Our refund that a fact speaks of; None for one that was made at the provider's own desk."""
    if not fact.refund_ref:
        return None
    return attempt.refunds.filter(merchant_ref=fact.refund_ref).first()


def _finish_refund(payment: Payment, attempt: PaymentAttempt, fact: ProviderFact) -> None:
    now = timezone.now()
    ours = _refund_of(attempt, fact)
    if ours is None or ours.state == RefundState.FAILED:  # its amount is not reserved (any more)
        payment.refunded_amount += fact.amount
        payment.save(update_fields=["refunded_amount"])
    if ours is None:
        ours = Refund(
            attempt=attempt,
            merchant_ref=fact.refund_ref or f"theirs-{new_public_id()}",
            amount=fact.amount,
            reason="provider",
            created_at=now,
        )
    ours.state = RefundState.DONE
    ours.provider_ref = fact.effect_ref
    ours.done_at = now
    ours.next_attempt_at = None
    ours.last_error = ""
    ours.save()
    events.publish(
        RefundDone(
            order_id=payment.order_id,
            refund_public_id=ours.public_id,
            amount=ours.amount,
            currency=attempt.currency,
            reason=ours.reason,
        )
    )
