"""Windows of time in which a site wears another theme. Each service opens one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.campaigns.models import Campaign
from commerce.core.errors import InvalidInput
from themes.engine.models import ThemeWindow

from .errors import WindowOfCampaign
from .reasons import reasons


def open_window(
    *,
    site_id: int,
    theme: str,
    preset: str = "",
    starts_at: datetime,
    ends_at: datetime | None = None,
    priority: int = 0,
    note: str = "",
) -> int:
    """The id of a new window. Instants are UTC; no end: until it is closed.

    Raises InvalidInput for a theme that fails its checks, and for an end that is over or before the start.
    """
    check_times(starts_at, ends_at)
    check_look(theme, preset)
    with transaction.atomic():
        window = ThemeWindow.objects.create(
            site_id=site_id,
            theme=theme,
            preset=preset,
            starts_at=starts_at,
            ends_at=ends_at,
            priority=priority,
            note=note,
        )
    return int(window.pk)


def change_window(
    *,
    window_id: int,
    site_id: int,
    theme: str,
    preset: str = "",
    starts_at: datetime,
    ends_at: datetime | None = None,
    priority: int = 0,
    note: str = "",
) -> None:
    """Write a window anew. Raises as `open_window`, and WindowOfCampaign. Locks the window."""
    with transaction.atomic():
        window = lock_own(window_id)
        if ends_at != window.ends_at or starts_at != window.starts_at:
            check_times(starts_at, ends_at)
        if (theme, preset) != (window.theme, window.preset):
            check_look(theme, preset)
        window.site_id, window.theme, window.preset = site_id, theme, preset
        window.starts_at, window.ends_at = starts_at, ends_at
        window.priority, window.note = priority, note
        window.save()


def close_window(*, window_id: int) -> bool:
    """End a window that is open at this instant; one that has not begun is removed. False: it was over.

    Raises WindowOfCampaign. Locks the window.
    """
    now = timezone.now()
    with transaction.atomic():
        window = lock_own(window_id)
        if window.ends_at is not None and window.ends_at <= now:
            return False
        if window.starts_at >= now:
            window.delete()
        else:
            window.ends_at = now
            window.save()
    return True


def lock_own(window_id: int) -> ThemeWindow:
    """The locked window, unless a campaign keeps it."""
    window = ThemeWindow.objects.select_for_update().get(pk=window_id)
    campaign = Campaign.objects.filter(theme_window_id=window_id).first()
    if campaign is not None:
        raise WindowOfCampaign(
            _("The campaign “%(name)s” keeps this window; change it there.") % {"name": campaign.name}
        )
    return window


def check_look(theme: str, preset: str) -> None:
    if found := reasons(theme, preset):
        raise InvalidInput(fields={"theme": " ".join([_("This theme does not pass its checks:"), *found])})


def check_times(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is None:
        return
    if ends_at <= starts_at:
        raise InvalidInput(fields={"ends_at": _("The end must come after the start.")})
    if ends_at <= timezone.now():
        raise InvalidInput(fields={"ends_at": _("This end is over already.")})
