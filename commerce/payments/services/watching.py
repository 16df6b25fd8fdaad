"""Looking after attempts: asking providers what became of them, closing them, taking authorized money."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from commerce.core.compiled import Compiled, CompiledUpdate, columns, instance
from commerce.payments.errors import ProviderRefused, ProviderUnavailable
from commerce.payments.models import PaymentAttempt
from commerce.payments.providers import provider_behind
from commerce.payments.queries import attempts_to_query, open_attempt_ids, query_delay_seconds
from commerce.payments.states import OPEN, AttemptState
from commerce.payments.types import ProviderFact

from .recording import apply_facts

logger = logging.getLogger(__name__)


def query_open(*, order_id: int | None = None) -> list[int]:
    """Ask about attempts that are due (all open ones of an order, when given); orders to settle now.

    One provider's failure does not stop the others. Each attempt is claimed by moving its next query
    ahead, so two sweeps do not ask twice. Calls providers outside transactions.
    """
    attempts = attempts_to_query(timezone.now()) if order_id is None else open_attempt_ids(order_id)
    orders = [query_attempt(attempt_id=pk, is_due=order_id is None) for pk in attempts]
    return list(dict.fromkeys(order for order in orders if order is not None))


def query_attempt(*, attempt_id: int, is_due: bool = False) -> int | None:
    """Ask the provider about one attempt and record what it says; the order's id if facts were found."""
    claimed = _claim(attempt_id, is_due=is_due)
    if claimed is None:
        return None
    attempt, order_id = claimed
    provider = provider_behind(attempt.provider, attempt.channel)
    if provider is None:
        return None
    try:
        facts = provider.query(attempt.merchant_ref)
    except (ProviderUnavailable, ProviderRefused) as silence:
        logger.warning("no answer about an attempt", extra={"ref": attempt.merchant_ref, "why": str(silence)})
        return None
    except Exception:  # a plugin may fail in any way; the attempt is asked about again
        logger.exception("query failed", extra={"ref": attempt.merchant_ref})
        return None
    ours = [fact for fact in facts if fact.merchant_ref == attempt.merchant_ref]
    apply_facts(attempt.pk, ours, "query")
    return order_id if ours else None


def cancel_open_attempts(*, order_id: int) -> bool:
    """Close what is still open at providers; True when nothing of the order can be paid any more.

    False: an attempt was just paid (its facts are recorded then: settle the order) or its outcome is
    unknown. Calls providers: must run before, not inside, the transaction that ends the order.
    """
    outcomes = [_cancel(pk) for pk in open_attempt_ids(order_id)]
    return all(outcomes)


def capture(*, order_id: int) -> bool:
    """Take the authorized money of an order; True when nothing is left to take. Calls the provider."""
    rows = PaymentAttempt.objects.filter(payment__order_id=order_id, state=AttemptState.AUTHORIZED)
    outcomes = [_capture(attempt) for attempt in rows]
    return all(outcomes)


def void_authorized(*, order_id: int) -> bool:
    """Let go of authorized money of an order that ended; True when none is left. Calls the provider."""
    rows = PaymentAttempt.objects.filter(payment__order_id=order_id, state=AttemptState.AUTHORIZED)
    outcomes = [_void(attempt) for attempt in rows]
    return all(outcomes)


_read_with_order = Compiled(
    lambda attempt_id: (
        PaymentAttempt.objects.filter(pk=attempt_id)
        .order_by()
        .values_list(*columns(PaymentAttempt), "payment__order_id")
    )
)
_claim_now = CompiledUpdate(
    lambda attempt_id, queries, again_at: (
        PaymentAttempt.objects.filter(pk=attempt_id, queries=queries),
        {"next_query_at": again_at, "queries": F("queries") + 1},
    )
)
_claim_due = CompiledUpdate(
    lambda attempt_id, queries, again_at, now: (
        PaymentAttempt.objects.filter(pk=attempt_id, queries=queries, next_query_at__lte=now),
        {"next_query_at": again_at, "queries": F("queries") + 1},
    )
)


def _claim(attempt_id: int, *, is_due: bool) -> tuple[PaymentAttempt, int] | None:
    """The attempt with its order's id, ours to ask about; None where somebody else asks, or nobody need."""
    found = _read_with_order(attempt_id)
    attempt = instance(PaymentAttempt, found[0][:-1]) if found else None
    if attempt is None or attempt.state in (AttemptState.COLLECT, AttemptState.VOIDED):
        PaymentAttempt.objects.filter(pk=attempt_id).update(next_query_at=None)
        return None
    now = timezone.now()
    wait = timedelta(seconds=query_delay_seconds(attempt.queries + 1))
    again_at = now + wait if attempt.state in OPEN else None
    mine = (attempt_id, attempt.queries, again_at)
    is_ours = _claim_due(*mine, now) if is_due else _claim_now(*mine)
    return (attempt, found[0][-1]) if is_ours else None


def _cancel(attempt_id: int) -> bool:
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    provider = provider_behind(attempt.provider, attempt.channel)
    try:
        if provider is not None:
            provider.cancel(attempt.merchant_ref)
    except ProviderRefused:
        query_attempt(attempt_id=attempt.pk)
        attempt.refresh_from_db()
        return attempt.state not in OPEN | {AttemptState.CAPTURED, AttemptState.AUTHORIZED}
    except ProviderUnavailable:
        return False
    except Exception:  # a plugin may fail in any way; what it did is not known
        logger.exception("cancel failed", extra={"ref": attempt.merchant_ref})
        return False
    closed = PaymentAttempt.objects.filter(pk=attempt.pk, state__in=OPEN)
    if closed.update(state=AttemptState.CANCELED, next_query_at=None):
        return True
    attempt.refresh_from_db()
    return attempt.state not in (AttemptState.CAPTURED, AttemptState.AUTHORIZED)


def _capture(attempt: PaymentAttempt) -> bool:
    provider = provider_behind(attempt.provider, attempt.channel)
    if provider is None:
        return False
    try:
        fact = provider.capture(
            merchant_ref=attempt.merchant_ref, amount=attempt.amount, currency=attempt.currency
        )
    except (ProviderUnavailable, ProviderRefused) as refusal:
        logger.error("capture failed", extra={"ref": attempt.merchant_ref, "why": str(refusal)})
        PaymentAttempt.objects.filter(pk=attempt.pk).update(next_query_at=timezone.now())
        return False
    return apply_facts(attempt.pk, [fact], "query") == ["accepted"]


def _void(attempt: PaymentAttempt) -> bool:
    provider = provider_behind(attempt.provider, attempt.channel)
    if provider is None:
        return False
    try:
        provider.cancel(attempt.merchant_ref)
    except (ProviderUnavailable, ProviderRefused) as refusal:
        logger.error("void failed", extra={"ref": attempt.merchant_ref, "why": str(refusal)})
        PaymentAttempt.objects.filter(pk=attempt.pk).update(next_query_at=timezone.now())
        return False
    fact = ProviderFact(
        merchant_ref=attempt.merchant_ref,
        kind="voided",
        amount=attempt.amount,
        currency=attempt.currency,
        effect_ref="cancel",
    )
    return apply_facts(attempt.pk, [fact], "query") == ["accepted"]
