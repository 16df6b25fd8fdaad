"""Periodic work of the core."""

from . import idempotency, outbox
from .schedule import periodic


@periodic("OUTBOX_SWEEP_SECONDS")
def sweep_outbox() -> int:
    return outbox.sweep()


@periodic("DAILY_SECONDS")
def forget_idempotency_keys() -> int:
    return idempotency.forget_expired()
