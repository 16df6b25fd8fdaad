"""What time it is for those who look: now, or the instant that staff assumes in a preview.

Reads take `CommerceContext.now`; what makes that context, and what chooses the theme, asks here. Writes ask
the real clock, since nothing is written in a preview.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_assumed: ContextVar[datetime | None] = ContextVar("assumed_instant", default=None)


def now() -> datetime:
    """The instant (UTC) at which the shop is looked at."""
    return _assumed.get() or timezone.now()


def is_assumed() -> bool:
    """Whether this is a preview as of another instant: then nothing may be kept, in neither direction."""
    return _assumed.get() is not None


@contextmanager
def assume(instant: datetime) -> Iterator[None]:
    """Look at the shop as of `instant` (UTC) for a block."""
    token = _assumed.set(instant)
    try:
        yield
    finally:
        _assumed.reset(token)
