"""Starting an attempt: the row first, then the provider."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from commerce.core.events import publish
from commerce.core.ids import new_public_id
from commerce.core.locking import with_retries
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.states import Status
from commerce.orders.types import OrderFacts
from commerce.payments.errors import (
    NotPayable,
    PaymentRefused,
    PaymentUnavailable,
    ProviderRefused,
    ProviderUnavailable,
)
from commerce.payments.events import InstructionsGiven
from commerce.payments.models import Payment, PaymentAttempt
from commerce.payments.providers import PaymentProvider, provider_for
from commerce.payments.queries import action_of, query_delay_seconds
from commerce.payments.states import ANSWERS, OPEN, AttemptState
from commerce.payments.types import PaymentRequest, Started, StartedPayment

logger = logging.getLogger(__name__)
# The shop's own page for what became of an order.
RESULT_PATH = "/{language}/checkout/result/{token}/"


def start(*, order_id: int, method: str, return_url: str, order: OrderFacts | None = None) -> StartedPayment:
    """Begin to pay what an order still owes with `method`; says what the shopper does next.

    The provider sends the shopper back to `return_url`: `{token}` in it becomes the order's token, and
    an empty one the shop's own page. `order`: what the caller has just read of it, to spare another look.

    The attempt is committed before the provider is called, and a second call finds it: two clicks
    make one charge. An unknown outcome leaves the attempt "unknown", to be asked for later. Raises
    PaymentUnavailable, PaymentRefused and NotPayable. Locks order → payment. Must not run inside a
    transaction that has locked anything, for it calls the provider.
    """
    order = order or order_queries.facts(order_id)
    provider = provider_for(method, order.channel_code)
    country = order.country
    if not provider.is_offered(amount=order.total_amount, currency=order.currency, country=country):
        raise PaymentUnavailable(data={"method": method})
    attempt = with_retries(partial(_ensure_attempt, order_id, method, provider.account))
    if attempt.state in (AttemptState.CREATED, AttemptState.UNKNOWN):
        _ask(provider, attempt, _request(order, attempt, return_url))
    return StartedPayment(attempt.public_id, attempt.state, action_of(attempt))


def _ensure_attempt(order_id: int, method: str, account: str) -> PaymentAttempt:
    """The open attempt with `method` for what is due now, else a new one, committed."""
    now = timezone.now()
    with transaction.atomic():
        order = orders.lock_order(order_id)
        if order.status != Status.PENDING_PAYMENT:
            raise NotPayable(data={"status": order.status})
        payment, is_new = _lock_payment(order)
        due = payment.amount - (payment.captured_amount - payment.refunded_amount)
        if due <= 0:
            raise NotPayable(data={"status": order.status})
        if not is_new:
            same = payment.attempts.filter(
                provider=method, account=account, amount=due, currency=order.currency, state__in=OPEN
            )
            found = same.order_by("-id").first()
            if found is not None:
                return found
        return PaymentAttempt.objects.create(
            payment=payment,
            provider=method,
            channel=order.channel_code,
            account=account,
            merchant_ref=f"{order.number}-{new_public_id()}",
            currency=order.currency,
            amount=due,
            created_at=now,
            expires_at=order.pay_by,
            # Should this process die before the provider answers, the sweep asks what became of it.
            next_query_at=now + timedelta(seconds=query_delay_seconds(0)),
        )


def _lock_payment(order: OrderFacts) -> tuple[Payment, bool]:
    """The order's payment, locked, and whether it was made now. The order's lock is held, so nobody else
    makes one meanwhile."""
    known = Payment.objects.filter(order_id=order.id).values_list("pk", flat=True).first()
    if known is not None:
        return Payment.objects.lock([known])[0], False
    payment = Payment.objects.create(
        order_id=order.id,
        currency=order.currency,
        amount=order.total_amount,
        created_at=timezone.now(),
    )
    return payment, True


def _request(order: OrderFacts, attempt: PaymentAttempt, return_url: str) -> PaymentRequest:
    path = f"/api/v1/payments/notifications/{attempt.provider}/?channel={order.channel_code}"
    with override(order.language):
        description = gettext("Order %(number)s") % {"number": order.number}
    return PaymentRequest(
        merchant_ref=attempt.merchant_ref,
        amount=attempt.amount,
        currency=attempt.currency,
        order_number=order.number,
        description=description,
        return_url=(return_url or settings.BASE_URL + RESULT_PATH)
        .replace("{token}", order.token)
        .replace("{language}", order.language),
        notify_url=settings.BASE_URL + path,
        language=order.language,
        expires_at=attempt.expires_at,
    )


def _ask(provider: PaymentProvider, attempt: PaymentAttempt, request: PaymentRequest) -> None:
    """Call the provider and write down its answer; `attempt` is as fresh as the row afterwards."""
    try:
        _note(attempt, provider.create(request), is_online=provider.is_online)
    except ProviderRefused as refusal:
        _note_failure(attempt, refusal.reason)
        raise PaymentRefused(data={"reason": refusal.reason}) from refusal
    except ProviderUnavailable:
        _note_unknown(attempt, "no_answer")
    except Exception:  # a plugin may fail in any way; the charge may exist, so the outcome is unknown
        logger.exception("payment provider failed", extra={"provider": attempt.provider})
        _note_unknown(attempt, "plugin_failed")


def _note(attempt: PaymentAttempt, answer: Started, *, is_online: bool) -> None:
    # Money is believed from a notification or a query only: "captured" here means "ask at once".
    state = answer.state if answer.state in ANSWERS else AttemptState.PROCESSING
    now = timezone.now()
    wait = timedelta(0 if answer.state not in ANSWERS else query_delay_seconds(0))
    fields = {
        "state": state,
        "action": dataclasses.asdict(answer.action) | {"data": dict(answer.action.data)},
        "provider_ref": answer.provider_ref,
        "error_code": "",
        "next_query_at": now + wait if is_online else None,
    }
    with transaction.atomic():
        if _update_if_undecided(attempt, fields) and answer.action.kind == "instructions":
            publish(InstructionsGiven(attempt.payment.order_id, attempt.public_id))


def _note_unknown(attempt: PaymentAttempt, code: str) -> None:
    soon = timezone.now() + timedelta(seconds=query_delay_seconds(0))
    fields = {"state": AttemptState.UNKNOWN, "error_code": code, "next_query_at": soon}
    _update_if_undecided(attempt, fields)


def _note_failure(attempt: PaymentAttempt, reason: str) -> None:
    fields = {"state": AttemptState.FAILED, "error_code": reason, "next_query_at": None}
    _update_if_undecided(attempt, fields)


def _update_if_undecided(attempt: PaymentAttempt, fields: Mapping[str, object]) -> bool:
    """Compare-and-set: a notification may have overtaken the provider's answer."""
    undecided = PaymentAttempt.objects.filter(
        pk=attempt.pk, state__in=(AttemptState.CREATED, AttemptState.UNKNOWN)
    )
    if undecided.update(**fields):
        for name, value in fields.items():
            setattr(attempt, name, value)
        return True
    if fields.get("provider_ref"):
        PaymentAttempt.objects.filter(pk=attempt.pk, provider_ref="").update(
            provider_ref=fields["provider_ref"]
        )
    attempt.refresh_from_db()
    return False
