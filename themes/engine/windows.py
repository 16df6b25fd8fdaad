"""Which theme, in which preset, a site wears at an instant.

The rows that decide are few, so the whole of them is kept in memory and asked per request. The table is
read again after `settings.THEMES_TABLE_SECONDS` (5) and at once in the process that changed a row;
the windows in it are judged by the instant asked about, so an hour strikes without anything being read.
"""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from commerce.core import clock
from themes.engine import discovery
from themes.engine.active import Look
from themes.engine.models import SiteTheme, ThemeTrip, ThemeWindow

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Window:
    site_id: int
    look: Look
    starts_at: datetime
    ends_at: datetime | None
    priority: int
    id: int

    def holds(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that decides about themes. `sites` are (id, host, port, is default)."""

    sites: tuple[tuple[int, str, int, bool], ...] = ()
    chosen: tuple[tuple[int, Look], ...] = ()
    windows: tuple[Window, ...] = ()
    taken_off: frozenset[str] = frozenset()
    good_until: float = 0.0


class _Kept:
    """The table of this process, and the hashes it took off itself until the table says so."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table: Table | None = None
        self.taken_off_here: dict[str, float] = {}


_kept = _Kept()


def resolve(site_id: int | None, now: datetime) -> Look:
    """The theme a site wears at `now`, and its preset.

    The best window in force, else the site's own choice, else the default; themes that are not
    installed or were taken off are passed over, and a preset that is not there is not put on.
    """
    table = current_table()
    in_force = [window for window in table.windows if window.site_id == site_id and window.holds(now)]
    in_force.sort(key=lambda window: (window.priority, window.starts_at, window.id), reverse=True)
    wishes = [window.look for window in in_force]
    wishes += [look for chosen_for, look in table.chosen if chosen_for == site_id]
    for look in wishes:
        if is_wearable(look.theme, table):
            return look if look.preset in discovery.get(look.theme).presets else Look(look.theme)
    return Look(discovery.default_slug())


def resolve_for_mail() -> Look:
    """The look of what is drawn without a request (mails): the default site's, now."""
    sites = current_table().sites
    return resolve(next((id_ for id_, _host, _port, is_default in sites if is_default), None), clock.now())


def resolve_for(request: HttpRequest) -> Look:
    """The look for a request, now or as of what a preview assumes. Never fails: where something else does,
    the default is worn."""
    try:
        return resolve(site_of(request), clock.now())
    except DisallowedHost:  # the answer to a forged host is a page too
        return Look(discovery.default_slug())
    except Exception:
        logger.exception("The theme could not be looked up.")
        return Look(discovery.default_slug())


def is_wearable(slug: str, table: Table | None = None) -> bool:
    """Whether a theme is installed and was not taken off."""
    if not discovery.exists(slug):
        return False
    chain_hash = discovery.get(slug).chain_hash
    if chain_hash in (table or current_table()).taken_off:
        return False
    return time.monotonic() >= _kept.taken_off_here.get(chain_hash, 0.0)


def site_of(request: HttpRequest) -> int | None:
    """The id of the site a request is for, by host and port as Wagtail decides it, without a query."""
    host, port_text = split_domain_port(request.get_host())
    port = int(port_text) if port_text.isdigit() else int(request.get_port() or 80)

    def rank(site: tuple[int, str, int, bool]) -> int | None:
        _, its_host, its_port, is_default = site
        if its_host == host:
            return 0 if its_port == port else 1 if is_default else 3
        return 2 if is_default else None

    ranked = [(found, site[0]) for site in current_table().sites if (found := rank(site)) is not None]
    return min(ranked)[1] if ranked else None


def current_table() -> Table:
    """The table, read again when it is old."""
    table = _kept.table
    if table is not None and time.monotonic() < table.good_until:
        return table
    with _kept.lock:
        table = _kept.table
        if table is None or time.monotonic() >= table.good_until:
            table = _kept.table = read_table()
        return table


def read_table() -> Table:
    """The table as the database has it; four small queries."""
    return Table(
        sites=tuple(Site.objects.values_list("id", "hostname", "port", "is_default_site")),
        chosen=tuple(
            (site_id, Look(theme, preset))
            for site_id, theme, preset in SiteTheme.objects.values_list("site_id", "theme", "preset")
        ),
        windows=tuple(
            Window(site_id, Look(theme, preset), starts_at, ends_at, priority, id_)
            for site_id, theme, preset, starts_at, ends_at, priority, id_ in ThemeWindow.objects.values_list(
                "site_id", "theme", "preset", "starts_at", "ends_at", "priority", "id"
            )
        ),
        taken_off=frozenset(ThemeTrip.objects.filter(cleared_at=None).values_list("chain_hash", flat=True)),
        good_until=time.monotonic() + _seconds(),
    )


def forget(**_signal: object) -> None:
    """Read the table again when next asked (also a signal receiver)."""
    _kept.table = None


def take_off_here(chain_hash: str) -> None:
    """Stop wearing a theme in this process at once; after a while the row decides."""
    _kept.taken_off_here[chain_hash] = time.monotonic() + _seconds()
    forget()


def put_back_here(chain_hash: str) -> None:
    """Undo `take_off_here`."""
    _kept.taken_off_here.pop(chain_hash, None)
    forget()


def _seconds() -> float:
    return float(getattr(settings, "THEMES_TABLE_SECONDS", 5))
