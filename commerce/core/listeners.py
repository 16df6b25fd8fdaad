"""Who listens to which event. Filled when the apps start; read by publishing and by delivery."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


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


def revive(name: str, payload: dict[str, Any]) -> Event | None:
    """The event a row holds; None when its type is gone. Unknown fields of older rows are dropped."""
    cls = _types.get(name)
    if cls is None:
        return None
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{key: value for key, value in payload.items() if key in known})


def handlers_of(name: str) -> dict[str, Handler]:
    return dict(_after.get(name, {}))


def handlers_within(name: str) -> list[Handler]:
    return list(_inside.get(name, ()))
