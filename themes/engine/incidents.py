"""Mistakes of themes, told to staff: a log line each time, a counted row now and then.

Writing the row is best effort and throttled per process: a page that fails a thousand times a minute
must not become a thousand writes, and where the database is the trouble nothing is written at all.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from jinja2 import TemplateSyntaxError

from themes.engine import state
from themes.engine.discovery import Theme
from themes.engine.models import ThemeIncident

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_ROWS = 60.0


@dataclass(frozen=True, slots=True)
class Incident:
    """One mistake: `level` is "section", "template" or "page"."""

    theme: Theme
    template: str
    level: str
    error: str
    message: str
    file: str
    line: int | None
    path: str


_collected: ContextVar[list[Incident] | None] = ContextVar("theme_incidents", default=None)
_written: dict[tuple[str, str, str, str], tuple[float, int]] = {}


@contextmanager
def collecting() -> Iterator[list[Incident]]:
    """Incidents of a block go into this list instead of to staff: for checks and previews."""
    found: list[Incident] = []
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)


def place_of(error: BaseException) -> tuple[str, int | None]:
    """The template file and line an error comes from, as far as it is known."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or "", error.lineno
    file, line = "", None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".html"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    return file, line


def report(theme: Theme, template: str, error: BaseException, *, level: str) -> Incident:
    """Tell staff that a theme failed; never raises."""
    file, line = place_of(error)
    now = state.current()
    incident = Incident(
        theme=theme,
        template=template,
        level=level,
        error=type(error).__name__,
        message=str(error)[:500],
        file=file,
        line=line,
        path=now.request.path[:300] if now and now.request else "",
    )
    collected = _collected.get()
    if collected is not None:
        collected.append(incident)
        return incident
    logger.error(
        "Theme %s failed in %s (%s): %s: %s",
        theme.slug,
        template,
        f"{file}:{line}" if file else "place unknown",
        incident.error,
        incident.message,
        extra={"theme": theme.slug, "chain_hash": theme.chain_hash, "level": level, "path": incident.path},
    )
    _count(incident)
    return incident


def _count(incident: Incident) -> None:
    key = (incident.theme.chain_hash, incident.template, incident.level, incident.message)
    last, times = _written.get(key, (float("-inf"), 0))
    if time.monotonic() - last < SECONDS_BETWEEN_ROWS:
        _written[key] = (last, times + 1)
        return
    if len(_written) > 1000:
        _written.clear()
    _written[key] = (time.monotonic(), 0)
    try:
        _write(incident, times + 1)
    except (DatabaseError, RuntimeError):
        logger.exception("The theme incident could not be recorded.")


def _write(incident: Incident, times: int) -> None:
    now = timezone.now()
    with transaction.atomic():
        known = ThemeIncident.objects.filter(
            chain_hash=incident.theme.chain_hash,
            template=incident.template,
            level=incident.level,
            message=incident.message,
            resolved_at=None,
        )
        if known.update(count=F("count") + times, last_at=now, path=incident.path):
            return
        ThemeIncident.objects.create(
            theme=incident.theme.slug,
            chain_hash=incident.theme.chain_hash,
            template=incident.template[:200],
            level=incident.level,
            error=incident.error[:100],
            message=incident.message,
            file=incident.file[-300:],
            line=incident.line,
            path=incident.path,
            count=times,
            first_at=now,
            last_at=now,
        )
