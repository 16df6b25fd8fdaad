"""A theme whose pages keep failing is taken off, so that shoppers stop paying for every attempt.

Five failures of whole templates within a minute, counted per content of the theme in the shared cache
(one count for all processes where the cache is Redis, one per process where it is not).
"""

import logging
from datetime import datetime

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone

from themes.engine import discovery, windows
from themes.engine.models import ThemeTrip

logger = logging.getLogger(__name__)

FAILURES = 5
SECONDS = 60


def count_failure(theme: discovery.Theme) -> bool:
    """Count a template that failed; True when that was one too many and the theme was taken off.

    The default theme stays on, since there is nothing to put in its place.
    """
    if theme.slug == discovery.default_slug():
        return False
    key = f"themes:failures:{theme.chain_hash}"
    cache.add(key, 0, SECONDS)
    try:
        failures = cache.incr(key)
    except ValueError:  # it expired between the two calls
        return False
    if failures != FAILURES:
        return False
    take_off(theme)
    return True


def take_off(theme: discovery.Theme) -> None:
    """Stop wearing a theme until someone puts it back on or its files change."""
    windows.take_off_here(theme.chain_hash)
    logger.critical(
        "Theme %s was taken off after %s failures in %s s; its sites wear the next theme in line.",
        theme.release,
        FAILURES,
        SECONDS,
    )
    try:
        with transaction.atomic():
            ThemeTrip.objects.create(theme=theme.slug, chain_hash=theme.chain_hash, tripped_at=timezone.now())
    except (DatabaseError, RuntimeError):
        logger.exception("Taking the theme off could not be recorded; this process does so alone.")


def put_back(theme: discovery.Theme, *, now: datetime | None = None) -> None:
    """Wear a theme again after it was taken off."""
    ThemeTrip.objects.filter(chain_hash=theme.chain_hash, cleared_at=None).update(
        cleared_at=now or timezone.now()
    )
    cache.delete(f"themes:failures:{theme.chain_hash}")
    windows.put_back_here(theme.chain_hash)
