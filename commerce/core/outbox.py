"""Delivery of outbox rows: each listener once, failures with backoff, one listener never blocks another.

Several workers may deliver at once. Each claims a few rows by moving their next attempt ahead; should it die,
they are due again when that time has come.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import listeners
from .logging import bind_correlation
from .models import EventDelivery, OutboxEvent

logger = logging.getLogger(__name__)
# How many rows a worker takes at a time: few, so that a slow listener keeps little from the others.
CLAIMED = 10


def deliver_due(*, grace_seconds: float = 0) -> int:
    """Deliver what is due by now, and announced at least `grace_seconds` ago; how many events.

    Must not run inside a transaction.
    """
    now, count = timezone.now(), 0
    due = OutboxEvent.objects.filter(
        delivered_at=None, next_attempt_at__lte=now, occurred_at__lte=now - timedelta(seconds=grace_seconds)
    )
    while claimed := _claim(due.order_by("next_attempt_at", "id")):
        for outbox_id in claimed:
            deliver(outbox_id)
        count += len(claimed)
    return count


def _claim(due: QuerySet[OutboxEvent]) -> list[int]:
    """The first few rows, which nobody else delivers for a while."""
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    lease = timedelta(seconds=settings.OUTBOX_GRACE_SECONDS + settings.OUTBOX_RETRY_SECONDS)
    with transaction.atomic():
        ids = list(due.values_list("pk", flat=True)[:CLAIMED])
        OutboxEvent.objects.filter(pk__in=ids).update(next_attempt_at=timezone.now() + lease)
    return ids


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


def sweep() -> int:
    """Deliver what is due and left: lost wakes, crashed workers, failed listeners. Returns how many."""
    return deliver_due(grace_seconds=settings.OUTBOX_GRACE_SECONDS)
