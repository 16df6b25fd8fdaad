"""Delivery of outbox rows: each listener once, failures with backoff, one listener never blocks another."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import listeners
from .logging import bind_correlation
from .models import EventDelivery, OutboxEvent

logger = logging.getLogger(__name__)


def deliver(outbox_id: int) -> bool:
    """Hand one event to every listener that has not had it. True when nothing is left to do.

    Opens a transaction per listener: its effects and the mark that it had the event commit together.
    """
    row = OutboxEvent.objects.filter(pk=outbox_id, delivered_at=None).first()
    if row is None:
        return True
    event = listeners.revive(row.name, row.payload)
    done = set(row.deliveries.values_list("handler", flat=True))
    failure = ""
    with bind_correlation(row.correlation_id):
        for key, handler in listeners.handlers_of(row.name).items():
            if event is None or key in done:
                continue
            try:
                _deliver_once(row, key, handler, event)
            except Exception as exc:  # a listener may fail in any way; the row keeps the reason
                logger.exception("listener failed", extra={"event": row.name, "handler": key})
                failure = f"{key}: {type(exc).__name__}: {exc}"[:500]
    return _settle(row, failure)


def _deliver_once(row: OutboxEvent, key: str, handler: listeners.Handler, event: listeners.Event) -> None:
    try:
        with transaction.atomic():
            EventDelivery.objects.create(event=row, handler=key, delivered_at=timezone.now())
            handler(event)
    except IntegrityError:
        # Another worker delivered the same pair; anything else is the listener's own failure.
        if not EventDelivery.objects.filter(event=row, handler=key).exists():
            raise


def _settle(row: OutboxEvent, failure: str) -> bool:
    now = timezone.now()
    if not failure:
        OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=now, last_error="")
        return True
    attempts = row.attempts + 1
    wait = min(settings.OUTBOX_RETRY_SECONDS * 2 ** min(attempts, 10), 3600)
    OutboxEvent.objects.filter(pk=row.pk).update(
        attempts=attempts, last_error=failure, next_attempt_at=now + timedelta(seconds=wait)
    )
    return False


def sweep(limit: int = 500) -> int:
    """Deliver what is due and left: lost kicks, crashed workers, failed listeners. Returns how many."""
    grace = timezone.now() - timedelta(seconds=settings.OUTBOX_GRACE_SECONDS)
    due = OutboxEvent.objects.filter(
        delivered_at=None, next_attempt_at__lte=timezone.now(), occurred_at__lte=grace
    ).order_by("pk")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for outbox_id in ids:
        deliver(outbox_id)
    return len(ids)
