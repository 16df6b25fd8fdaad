"""Starting an attempt: the row first, then the provider."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from commerce.core.compiled import CompiledInsert, CompiledUpdate
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
from commerce.payments.types import Attempt, PaymentRequest, Started, StartedPayment

logger = logging.getLogger(__name__)
# The shop's own page for what became of an order.
RESULT_PATH = "/{language}/checkout/result/{token}/"


UNDECIDED = (AttemptState.CREATED, AttemptState.UNKNOWN)

_insert_payment, _insert_attempt = CompiledInsert(Payment), CompiledInsert(PaymentAttempt)
_note_answer = CompiledUpdate(
    lambda attempt_id, state, action, provider_ref, next_query_at: (
        PaymentAttempt.objects.filter(pk=attempt_id, state__in=UNDECIDED),
        {
            "state": state,
            "action": action,
            "provider_ref": provider_ref,
            "error_code": "",
            "next_query_at": next_query_at,
        },
    )
)


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
    provider = _offered(order, method)
    attempt = with_retries(partial(_ensure_attempt, order_id, method, provider.account))
    return _begun(provider, attempt, order, return_url)


def open_attempt(*, order: OrderFacts) -> Attempt | None:
    """The first attempt to pay an order just written; None where nothing is due, or its method is gone.

    Must run inside the order's transaction, so that nobody else can have opened one; locks nothing (the
    rows are new). Give it to `begin` once that has committed.
    """
    if order.total_amount <= 0:
        return None
    try:
        provider = _offered(order, order.payment_method_code)
    except PaymentUnavailable:
        return None  # switched off since the order was checked: it stands, and can be paid otherwise
    payment_id = _new_payment(order)
    return _new_attempt(payment_id, order, provider.code, provider.account, order.total_amount)


def begin(*, order: OrderFacts, attempt: Attempt, return_url: str) -> StartedPayment:
    """Begin to pay by an attempt that `open_attempt` opened. As `start`, also in what it raises."""
    return _begun(_offered(order, attempt.provider), attempt, order, return_url)


def _offered(order: OrderFacts, method: str) -> PaymentProvider:
    """The provider behind `method`. Raises PaymentUnavailable where it does not take the order."""
    provider = provider_for(method, order.channel_code)
    if not provider.is_offered(amount=order.total_amount, currency=order.currency, country=order.country):
        raise PaymentUnavailable(data={"method": method})
    return provider


def _begun(provider: PaymentProvider, attempt: Attempt, order: OrderFacts, return_url: str) -> StartedPayment:
    if attempt.state in UNDECIDED:
        attempt = _ask(provider, attempt, _request(order, attempt, return_url))
    return StartedPayment(attempt.public_id, attempt.state, attempt.action)


def _ensure_attempt(order_id: int, method: str, account: str) -> Attempt:
    """The open attempt with `method` for what is due now, else a new one, committed."""
    with transaction.atomic():
        order = orders.lock_order(order_id)
        if order.status != Status.PENDING_PAYMENT:
            raise NotPayable(data={"status": order.status})
        known = Payment.objects.filter(order_id=order_id).values_list("pk", flat=True)
        # The order's lock is held, so nobody else makes one meanwhile.
        payment = next(iter(Payment.objects.lock(known)), None)
        if payment is None:
            payment_id, due = _new_payment(order), order.total_amount
        else:
            payment_id, due = payment.pk, payment.amount - (payment.captured_amount - payment.refunded_amount)
        if due <= 0:
            raise NotPayable(data={"status": order.status})
        same = PaymentAttempt.objects.filter(
            payment=payment_id, provider=method, account=account, amount=due, currency=order.currency
        )
        found = same.filter(state__in=OPEN).order_by("-id").first() if payment else None
        if found is not None:
            return _as_value(found, order_id)
        return _new_attempt(payment_id, order, method, account, due)


def _new_payment(order: OrderFacts) -> int:
    row = {
        "order_id": order.id,
        "currency": order.currency,
        "amount": order.total_amount,
        "created_at": timezone.now(),
    }
    (payment_id,) = _insert_payment([row])
    return int(payment_id)


def _new_attempt(payment_id: int, order: OrderFacts, method: str, account: str, due: int) -> Attempt:
    now, public_id, ref = timezone.now(), new_public_id(), f"{order.number}-{new_public_id()}"
    row = {
        "public_id": public_id,
        "payment_id": payment_id,
        "provider": method,
        "channel": order.channel_code,
        "account": account,
        "merchant_ref": ref,
        "currency": order.currency,
        "amount": due,
        "created_at": now,
        "expires_at": order.pay_by,
        # Should this process die before the provider answers, the sweep asks what became of it.
        "next_query_at": now + timedelta(seconds=query_delay_seconds(0)),
    }
    (attempt_id,) = _insert_attempt([row])
    return Attempt(
        id=attempt_id,
        public_id=public_id,
        order_id=order.id,
        provider=method,
        merchant_ref=ref,
        currency=order.currency,
        amount=due,
        state=AttemptState.CREATED,
        expires_at=order.pay_by,
    )


def _as_value(row: PaymentAttempt, order_id: int) -> Attempt:
    return Attempt(
        id=row.pk,
        public_id=row.public_id,
        order_id=order_id,
        provider=row.provider,
        merchant_ref=row.merchant_ref,
        currency=row.currency,
        amount=row.amount,
        state=row.state,
        expires_at=row.expires_at,
        action=action_of(row.action),
    )


def _request(order: OrderFacts, attempt: Attempt, return_url: str) -> PaymentRequest:
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


def _ask(provider: PaymentProvider, attempt: Attempt, request: PaymentRequest) -> Attempt:
    """Call the provider and write down its answer; the attempt as its row is afterwards."""
    try:
        return _note(attempt, provider.create(request), is_online=provider.is_online)
    except ProviderRefused as refusal:
        _note_trouble(attempt, AttemptState.FAILED, refusal.reason)
        raise PaymentRefused(data={"reason": refusal.reason}) from refusal
    except ProviderUnavailable:
        return _note_trouble(attempt, AttemptState.UNKNOWN, "no_answer")
    except Exception:  # a plugin may fail in any way; the charge may exist, so the outcome is unknown
        logger.exception("payment provider failed", extra={"provider": attempt.provider})
        return _note_trouble(attempt, AttemptState.UNKNOWN, "plugin_failed")


def _note(attempt: Attempt, answer: Started, *, is_online: bool) -> Attempt:
    # Money is believed from a notification or a query only: "captured" here means "ask at once".
    state = answer.state if answer.state in ANSWERS else AttemptState.PROCESSING
    wait = timedelta(0 if answer.state not in ANSWERS else query_delay_seconds(0))
    action = dataclasses.asdict(answer.action) | {"data": dict(answer.action.data)}
    asked_at = timezone.now() + wait if is_online else None
    # Compare-and-set: a notification may have overtaken the provider's answer.
    write = partial(_note_answer, attempt.id, state, action, answer.provider_ref, asked_at)
    is_news = _tell(write, attempt) if answer.action.kind == "instructions" else write()
    if is_news:
        return dataclasses.replace(attempt, state=state, action=answer.action)
    nameless = PaymentAttempt.objects.filter(pk=attempt.id, provider_ref="")
    if answer.provider_ref:
        nameless.update(provider_ref=answer.provider_ref)
    return _as_value(PaymentAttempt.objects.get(pk=attempt.id), attempt.order_id)


@transaction.atomic
def _tell(write: Callable[[], int], attempt: Attempt) -> int:
    """Write down instructions, and announce them if they are news."""
    is_news = write()
    if is_news:
        publish(InstructionsGiven(attempt.order_id, attempt.public_id))
    return is_news


def _note_trouble(attempt: Attempt, state: AttemptState, code: str) -> Attempt:
    """No answer, or a no; one that failed is not asked about again."""
    soon = timezone.now() + timedelta(seconds=query_delay_seconds(0))
    undecided = PaymentAttempt.objects.filter(pk=attempt.id, state__in=UNDECIDED)
    undecided.update(
        state=state, error_code=code, next_query_at=soon if state == AttemptState.UNKNOWN else None
    )
    return _as_value(PaymentAttempt.objects.get(pk=attempt.id), attempt.order_id)
