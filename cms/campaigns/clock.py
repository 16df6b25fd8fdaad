"""The shop's clock on the wall: what staff types, and what UTC makes of it. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput


class NoSuchTime(InvalidInput):
    code = "time_does_not_exist"
    message = _(
        "This time does not exist in %(zone)s: on that day the clocks go forward over it. Choose a time "
        "outside the hour that is left out."
    )


class TwoSuchTimes(InvalidInput):
    code = "time_exists_twice"
    message = _(
        "This time comes twice in %(zone)s: on that day the clocks go back over it. Choose a time outside "
        "the hour that is repeated."
    )


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The one instant (UTC) at which the clocks of `zone` show `wall` (without zone).

    Raises NoSuchTime or TwoSuchTimes where a change of clocks leaves none or two.

    >>> instant_of(datetime(2026, 11, 11), ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-11-10T16:00:00+00:00'
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    comes_back = first.astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0)
    refusal = TwoSuchTimes if comes_back else NoSuchTime
    raise refusal(str(refusal.message) % {"zone": zone.key})


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of `zone` show at `instant`, without zone."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def shifts(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of `zone` change between the two."""
    return starts_at.astimezone(zone).utcoffset() != ends_at.astimezone(zone).utcoffset()
