"""Branches: facts announced in the past tense.

`publish(OrderPlaced(...))` writes an outbox row in the caller's transaction; after commit a task
delivers it to every `@on` listener, once per (event, listener). A sweep picks up what a crash
left. `@within` listeners run inside the transaction: rare, listed by `manage.py events`.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from .logging import correlation_id


@dataclass(frozen=True)
class Event:
    """Base of all events: plain fields only (ids, amounts, codes, never model instances)."""

    @classmethod
    def event_name(cls) -> str:
        """`orders.OrderPlaced`: context and class."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_types: dict[str, type[Event]] = {}
_after: dict[str, dict[str, Handler]] = defaultdict(dict)
_inside: dict[str, list[Handler]] = defaultdict(list)


def handler_name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def on(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Listen after commit, in a task. The listener must be idempotent."""

    def add(handler: Callable[[E], None]) -> Callable[[E], None]:
        _types[event.event_name()] = event
        _after[event.event_name()][handler_name(handler)] = handler
        return handler

    return add


def within(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Listen inside the publishing transaction; an error undoes the whole use case."""

    def add(handler: Callable[[E], None]) -> Callable[[E], None]:
        _types[event.event_name()] = event
        _inside[event.event_name()].append(handler)
        return handler

    return add


def listeners() -> list[tuple[str, str, str]]:
    """(event, "within" or "after", handler) for every listener, sorted."""
    rows = [(name, "within", handler_name(h)) for name, hs in _inside.items() for h in hs]
    rows += [(name, "after", key) for name, hs in _after.items() for key in hs]
    return sorted(rows)


def publish(event: Event) -> None:
    """Announce `event`. Must run inside a transaction; costs one insert if anybody listens."""
    from .models import OutboxEvent

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() must run inside the transaction that makes the event true")
    name = event.event_name()
    for handler in _inside.get(name, ()):
        handler(event)
    if not _after.get(name):
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


def revive(name: str, payload: dict[str, Any]) -> Event | None:
    """The event a row holds; None when its type is gone. Unknown fields of older rows are dropped."""
    cls = _types.get(name)
    if cls is None:
        return None
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{key: value for key, value in payload.items() if key in known})


def handlers_of(name: str) -> dict[str, Handler]:
    return dict(_after.get(name, {}))
