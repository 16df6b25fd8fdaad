"""Reads of payments: ways to pay, where an order's money stands, what is left to follow up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import translation

from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext

from .models import Payment, PaymentAttempt, PaymentEvent, Refund
from .providers import enabled_providers
from .states import OPEN, REFUND_OPEN, AttemptState
from .types import NextAction, PaymentOption, PaymentSummary

Kind = PaymentEvent.Kind


def options(ctx: CommerceContext, amount: int, country: str) -> tuple[PaymentOption, ...]:
    """Ways to pay `amount` (minor units of the context's currency) shipped to `country`.

    Those that pay at once come first. No query beyond the channel's cached plugin settings. Nothing to
    pay needs no way to pay.
    """
    if amount <= 0:
        return ()
    with translation.override(ctx.language):
        return tuple(
            PaymentOption(
                code=provider.code,
                name=str(provider.name),
                description=str(provider.description),
                icon=provider.icon,
                is_online=provider.is_online,
            )
            for provider in sorted(enabled_providers(ctx.channel.code), key=lambda each: not each.is_online)
            if provider.is_offered(amount=amount, currency=ctx.currency, country=country)
        )


# The columns of a payment that `summed` wants, in its order.
SUMS = ("id", "currency", "amount", "authorized_amount", "captured_amount", "refunded_amount")
_read_sums = Compiled(lambda order_id: Payment.objects.filter(order_id=order_id).values_list(*SUMS))
_read_attempts = Compiled(
    lambda payment_id: (
        PaymentAttempt.objects.filter(payment_id=payment_id)
        .order_by("id", "events__id")
        .values_list(
            "id", "provider", "state", "action",
            "events__id", "events__kind", "events__amount", "events__settled_at",
        )
    )
)  # fmt: skip


class _Tried(NamedTuple):
    """An attempt as summaries need it."""

    provider: str
    state: str
    action: Mapping[str, Any]


def find_summary(order_id: int) -> PaymentSummary | None:
    """Where the order's money stands; None before the first attempt. Two queries."""
    rows = _read_sums(order_id)
    return summed(rows[0])[0] if rows else None


def summary(order_id: int, currency: str = "") -> PaymentSummary:
    """Like `find_summary`; zeros before the first attempt."""
    return find_summary(order_id) or PaymentSummary(currency=currency, amount=0)


def summed(payment: Sequence[Any]) -> tuple[PaymentSummary, dict[int, str]]:
    """The summary of a payment's `SUMS`, and the facts that its order has not followed yet (kind by id).

    As current as the sums given. One query.
    """
    payment_id, currency, amount, authorized, captured, reserved = payment
    tried: dict[int, _Tried] = {}
    unsettled: dict[int, str] = {}
    refunded = 0
    for attempt_id, provider, state, action, event_id, kind, event_amount, settled_at in _read_attempts(
        payment_id
    ):
        tried[attempt_id] = _Tried(provider, state, action)
        refunded += event_amount if kind == Kind.REFUNDED else 0
        if event_id is not None and settled_at is None:
            unsettled[event_id] = kind
    attempts = list(tried.values())
    latest = _latest(attempts)
    summary = PaymentSummary(
        currency=currency,
        amount=amount,
        authorized_amount=authorized,
        captured_amount=captured,
        refunded_amount=refunded,
        returning_amount=reserved - refunded,
        is_open=any(attempt.state in OPEN for attempt in attempts),
        collects_on_delivery=any(attempt.state == AttemptState.COLLECT for attempt in attempts),
        method=latest.provider if latest else "",
        attempt_state=latest.state if latest else "",
        action=action_of(latest.action) if latest and latest.state in OPEN else NextAction("none"),
    )
    return summary, unsettled


def has_open_attempts(order_id: int) -> bool:
    """Whether the shopper may still pay the order at a provider."""
    return PaymentAttempt.objects.filter(payment__order_id=order_id, state__in=OPEN).exists()


def unsettled_orders(limit: int = 200) -> list[int]:
    """Orders with recorded facts that they have not followed yet, oldest fact first."""
    rows = PaymentEvent.objects.filter(settled_at=None).order_by("id")
    return list(dict.fromkeys(rows.values_list("attempt__payment__order_id", flat=True)[:limit]))


def attempts_to_query(now: datetime, limit: int = 200) -> list[int]:
    """Attempts whose provider should be asked by now, longest due first."""
    due = PaymentAttempt.objects.filter(next_query_at__lte=now).order_by("next_query_at")
    return list(due.values_list("id", flat=True)[:limit])


def refunds_to_send(now: datetime, limit: int = 200) -> list[int]:
    """Refunds that the provider should be asked for by now, longest due first."""
    due = Refund.objects.filter(state__in=REFUND_OPEN, next_attempt_at__lte=now).order_by("next_attempt_at")
    return list(due.values_list("id", flat=True)[:limit])


_read_open = Compiled(
    lambda order_id: PaymentAttempt.objects.filter(payment__order_id=order_id, state__in=OPEN).values_list(
        "id"
    )
)


def open_attempt_ids(order_id: int) -> list[int]:
    """Attempts of the order that are not decided yet."""
    return [attempt_id for (attempt_id,) in _read_open(order_id)]


def order_of_refund(refund_id: int) -> int:
    """The order a refund belongs to. Raises `Refund.DoesNotExist`."""
    row = Refund.objects.values_list("attempt__payment__order_id", flat=True)
    return row.get(pk=refund_id)


def refund_id(public_id: str) -> int:
    """The key of a refund. Raises `Refund.DoesNotExist`."""
    return Refund.objects.values_list("id", flat=True).get(public_id=public_id)


def find_attempt_id(merchant_ref: str) -> int | None:
    """The key of an attempt by our reference, or None."""
    return PaymentAttempt.objects.filter(merchant_ref=merchant_ref).values_list("id", flat=True).first()


def get_action(attempt_public_id: str) -> NextAction:
    """What the shopper was asked to do. Raises `PaymentAttempt.DoesNotExist`."""
    return action_of(PaymentAttempt.objects.values_list("action", flat=True).get(public_id=attempt_public_id))


def action_of(stored: Mapping[str, Any]) -> NextAction:
    """What the shopper does next, as the provider said when the attempt began."""
    return NextAction(
        kind=stored.get("kind", "none"),
        url=stored.get("url", ""),
        text=stored.get("text", ""),
        data=stored.get("data", {}),
    )


def query_delay_seconds(queries: int) -> int:
    """How long to wait before asking a provider again, after `queries` answers that decided nothing.

    Half the setting, then 1, 2, 5, 10, 30 times and so on: 30 s … 24 h with the default of a minute.
    """
    steps = (0.5, 1, 2, 5, 10, 30, 60, 120, 360, 1440)
    return int(settings.PAYMENT_QUERY_SECONDS * steps[min(queries, len(steps) - 1)])


def _latest(attempts: Sequence[_Tried]) -> _Tried | None:
    """The attempt that tells most: one that brought money, else the newest."""
    paid = (AttemptState.CAPTURED, AttemptState.AUTHORIZED, AttemptState.COLLECT)
    return next((a for a in reversed(attempts) if a.state in paid), attempts[-1] if attempts else None)


def refundable(payment: Payment) -> list[tuple[PaymentAttempt, int]]:
    """Attempts with money left to give back, the newest first, and how much."""
    taken = Q(events__kind=Kind.CAPTURED)
    rows = payment.attempts.annotate(captured=Sum("events__amount", filter=taken)).filter(captured__gt=0)
    held = dict(
        Refund.objects.filter(attempt__payment=payment)
        .exclude(state="failed")
        .values_list("attempt_id")
        .annotate(total=Sum("amount"))
    )
    left = [(attempt, attempt.captured - held.get(attempt.pk, 0)) for attempt in rows]
    return [(attempt, amount) for attempt, amount in reversed(left) if amount > 0]
