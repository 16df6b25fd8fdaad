"""Branches: facts announced in the past tense.

`publish(OrderPlaced(...))` writes an outbox row in the caller's transaction; after commit a task
delivers it to every `@on` listener, once per (event, listener). A sweep picks up what a crash
left. `@within` listeners run inside the transaction: rare, listed by `manage.py events`.
"""

from __future__ import annotations

import dataclasses
import uuid
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils import timezone

from .compiled import CompiledInsert
from .listeners import Event, handlers_of, handlers_within, listeners, on, within
from .logging import correlation_id

__all__ = ["Event", "listeners", "on", "publish", "wake", "within"]

# How long a worker is let sleep on; what is announced meanwhile it delivers at once.
WAKE_SECONDS = 0.5


def publish(event: Event) -> None:
    """Announce `event`. Must run inside a transaction; costs one insert if anybody listens."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() must run inside the transaction that makes the event true")
    name = event.event_name()
    for handler in handlers_within(name):
        handler(event)
    if not handlers_of(name):
        return
    now = timezone.now()
    _outbox()(
        [
            {
                "name": name,
                "payload": dataclasses.asdict(event),
                "key": uuid.uuid4().hex,
                "occurred_at": now,
                "next_attempt_at": now,
                "correlation_id": correlation_id(),
            }
        ]
    )
    transaction.on_commit(wake, robust=True)


@cache
def _outbox() -> CompiledInsert:
    from .models import OutboxEvent  # contexts declare events before models can be imported

    return CompiledInsert(OutboxEvent)


class _Alarm:
    """When workers are woken next, by this process."""

    rings_at: datetime | None = None


alarm = _Alarm()


def wake() -> None:
    """Have a worker deliver what was announced, WAKE_SECONDS from now at the latest.

    One task for all events of this process in that time, so that a thousand orders a minute do not become
    a thousand tasks. A wake that is lost costs a minute, never an event: the sweep finds the rows.
    """
    from .tasks import deliver_events

    now = timezone.now()
    if alarm.rings_at is not None and now < alarm.rings_at:
        return
    if not deliver_events.get_backend().supports_defer:
        deliver_events.enqueue()
        return
    soon = now + timedelta(seconds=WAKE_SECONDS)
    deliver_events.using(run_after=soon).enqueue()
    alarm.rings_at = soon
