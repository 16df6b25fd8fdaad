"""Counts of whole categories, and of everything, kept for a minute where counting takes long."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from commerce.core import clock

from .asked import Asked
from .counts import Counts
from .statements import Sql, ever_in, instant, joined

# Products. Fewer are counted in milliseconds, 250,000 in more than half a second; so that figure may be so
# many seconds old.
MANY, KEEP_SECONDS = 1_000, 60


def whole(asked: Asked) -> Counts | None:
    """What was counted lately of what is asked, choices left aside, if it holds at the context's instant."""
    found = None if asked.words or clock.is_assumed() else cache.get(_key(asked))
    if found is None:
        return None
    begins, ends, *counts = found
    now = instant(asked)
    return Counts(*counts) if begins <= now and (ends is None or now < ends) else None


def keep(asked: Asked, counts: Counts) -> None:
    """Keep them with the interval in which no offer begins or ends: the clock makes nothing of it wrong."""
    if not asked.words and counts.total >= MANY and not clock.is_assumed():
        interval = _interval(asked)
        kept = (*interval, counts.total, counts.lowest, counts.highest, dict(counts.terms))
        cache.set(_key(asked), kept, KEEP_SECONDS)


def _interval(asked: Asked) -> tuple[Any, Any]:
    """The last change before the context's instant and the first one after it."""
    now = instant(asked)
    statement = Sql(
        """SELECT
            MAX(CASE WHEN o.starts_at <= %s THEN o.starts_at END),
            MAX(CASE WHEN o.ends_at <= %s THEN o.ends_at END),
            MIN(CASE WHEN o.starts_at > %s THEN o.starts_at END),
            MIN(CASE WHEN o.ends_at > %s THEN o.ends_at END)
        FROM search_offer o WHERE""",
        (now, now, now, now),
    ) + joined(list(ever_in(asked)), " AND ")
    [(*past, starts, ends)] = statement.rows()
    begins = max((at for at in past if at is not None), default=now)
    return begins, min((at for at in (starts, ends) if at is not None), default=None)


def _key(asked: Asked) -> str:
    of = (asked.ctx.channel.id, asked.ctx.currency, asked.wanted.category_id, asked.wanted.in_stock_only)
    return "search:counts:" + ":".join(str(each) for each in of)
