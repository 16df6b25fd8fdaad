"""Branches: facts announced in the past tense.

`publish(OrderPlaced(...))` writes an outbox row in the caller's transaction; after commit a task
delivers it to every `@on` listener, once per (event, listener). A sweep picks up what a crash
left. `@within` listeners run inside the transaction: rare, listed by `manage.py events`.
"""

from __future__ import annotations

import dataclasses
import uuid

from django.db import transaction
from django.utils import timezone

from .listeners import Event, handlers_of, handlers_within, listeners, on, within
from .logging import correlation_id

__all__ = ["Event", "listeners", "on", "publish", "within"]


def publish(event: Event) -> None:
    """Announce `event`. Must run inside a transaction; costs one insert if anybody listens."""
    from .models import OutboxEvent

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() must run inside the transaction that makes the event true")
    name = event.event_name()
    for handler in handlers_within(name):
        handler(event)
    if not handlers_of(name):
        return
    row = OutboxEvent.objects.create(
        name=name,
        payload=dataclasses.asdict(event),
        key=uuid.uuid4().hex,
        occurred_at=timezone.now(),
        next_attempt_at=timezone.now(),
        correlation_id=correlation_id(),
    )
    transaction.on_commit(lambda: _kick(row.pk))


def _kick(outbox_id: int) -> None:
    """Ask a worker to deliver now. A lost kick costs a minute, never an event: the sweep finds the row."""
    from .tasks import deliver_event

    deliver_event.enqueue(outbox_id)
