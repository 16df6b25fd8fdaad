"""All campaigns of a month, day by day."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from .models import Campaign
from .queries import campaigns_in, month_span

BLINK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A campaign on one day: what happens to it then, in words."""

    campaign: Campaign
    words: str


@dataclass(slots=True)
class Day:
    on: date
    is_in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; `before` and `later` are first days of the months around."""

    first: date
    before: date
    later: date
    weeks: tuple[tuple[Day, ...], ...]
    is_empty: bool


def month(year: int, number: int, now: datetime, zone: ZoneInfo) -> Month:
    """The month by the clock of `zone`. One query."""
    first = date(year, number, 1)
    today = now.astimezone(zone).date()
    weeks = tuple(
        tuple(Day(on, on.month == number, on == today) for on in week)
        for week in calendar.Calendar().monthdatescalendar(year, number)
    )
    campaigns = list(campaigns_in(*month_span(year, number, zone)))
    _enter(campaigns, (day for week in weeks for day in week if day.is_in_month), zone)
    return Month(
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        later=(first + timedelta(days=32)).replace(day=1),
        weeks=weeks,
        is_empty=not campaigns,
    )


def _enter(campaigns: list[Campaign], days: Iterable[Day], zone: ZoneInfo) -> None:
    spans = [
        (each, each.starts_at.astimezone(zone), max(each.starts_at, each.over_at - BLINK).astimezone(zone))
        for each in campaigns
    ]
    for day in days:
        for campaign, begins, ends in spans:
            if begins.date() <= day.on <= ends.date():
                day.entries.append(Entry(campaign, _words(day.on, begins, ends, campaign, zone)))


def _words(on: date, begins: datetime, ends: datetime, campaign: Campaign, zone: ZoneInfo) -> str:
    """What happens on that day: it begins at ten, it runs, it ends at noon."""
    parts = []
    if begins.date() == on:
        parts.append(_("begins %(time)s") % {"time": time_format(begins, "H:i")})
    if ends.date() == on:
        end = campaign.over_at.astimezone(zone)
        time = time_format(end, "H:i") if end.date() == on else "24:00"
        parts.append(_("ends %(time)s") % {"time": time})
    return ", ".join(parts) if parts else _("all day")
