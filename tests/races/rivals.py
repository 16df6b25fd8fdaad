"""Making races happen on purpose: many at once, or a rival's action at a chosen point.

The idea is Saleor's `tests/race_condition.py`: what would need bad luck is injected before or after a named
call, once, in a thread with a connection of its own.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connections

Work = Callable[[], Any]


def at_once(works: Sequence[Work], threads: int | None = None) -> list[Any]:
    """What each piece of work returned or raised, in order. They start together, `threads` at a time."""
    size = threads or len(works)
    gate = threading.Barrier(size)
    started = threading.local()

    def run(work: Work) -> Any:
        if not getattr(started, "yes", False):
            started.yes = True
            connections["default"].ensure_connection()
            gate.wait(60)
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the test judges it
            return error

    def close(_: int) -> None:
        gate.wait(60)
        connections.close_all()

    with ThreadPoolExecutor(size) as pool:
        results = list(pool.map(run, works))
        list(pool.map(close, range(size)))
    return results


def in_thread(work: Work) -> Any:
    """What `work` returns (or raises) in a thread with a database connection of its own."""
    outcome = at_once([work])[0]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@contextmanager
def rival_before(target: str, action: Work) -> Iterator[None]:
    """Run `action` in another thread, once, just before the first call of `target` (a dotted name)."""
    yield from _inject(target, action, is_before=True)


@contextmanager
def rival_after(target: str, action: Work) -> Iterator[None]:
    """Run `action` in another thread, once, just after the first call of `target` returned."""
    yield from _inject(target, action, is_before=False)


def _inject(target: str, action: Work, *, is_before: bool) -> Iterator[None]:
    import pkgutil

    original = pkgutil.resolve_name(target)
    done = threading.Event()

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if is_before and not done.is_set():
            done.set()
            in_thread(action)
        result = original(*args, **kwargs)
        if not is_before and not done.is_set():
            done.set()
            in_thread(action)
        return result

    with patch(target, wrapped):
        yield
    assert done.is_set(), f"{target} was never called, so nothing was tried"


def kinds(results: Sequence[Any]) -> Counter[str]:
    """How many results of which class: `Counter(OrderPlacedResult=50, InsufficientStock=150)`."""
    return Counter(type(result).__name__ for result in results)
