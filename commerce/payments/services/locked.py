"""A payment together with one of its attempts, under lock: where facts are judged and written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commerce.core.compiled import Compiled, columns, instance
from commerce.payments.models import Payment, PaymentAttempt

_PAYMENT, _ATTEMPT = columns(Payment), columns(PaymentAttempt, "attempts__")
_lock_by_id = Compiled(
    lambda attempt_id: (
        Payment.objects.filter(attempts=attempt_id).locking(joined=True).values_list(*_PAYMENT, *_ATTEMPT)
    )
)
_lock_by_ref = Compiled(
    lambda provider, ref: (
        Payment.objects.filter(attempts__provider=provider, attempts__merchant_ref=ref)
        .locking(joined=True)
        .values_list(*_PAYMENT, *_ATTEMPT)
    )
)


@dataclass(frozen=True, slots=True)
class Locked:
    """A payment and one of its attempts, both locked and as they are now."""

    payment: Payment
    attempt: PaymentAttempt


def lock_attempt(attempt_id: int) -> Locked:
    """An attempt with its payment. Raises `PaymentAttempt.DoesNotExist`. Must run inside a transaction."""
    found = _opened(_lock_by_id(attempt_id))
    if found is None:
        raise PaymentAttempt.DoesNotExist
    return found


def lock_named(provider: str, merchant_ref: str) -> Locked | None:
    """The same by our reference, or None."""
    return _opened(_lock_by_ref(provider, merchant_ref))


def _opened(rows: Sequence[tuple[Any, ...]]) -> Locked | None:
    if not rows:
        return None
    values = rows[0]
    payment = instance(Payment, values[: len(_PAYMENT)])
    attempt = instance(PaymentAttempt, values[len(_PAYMENT) :])
    attempt.payment = payment
    return Locked(payment, attempt)
