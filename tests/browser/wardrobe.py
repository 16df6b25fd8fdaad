"""What the running shop wears: put a theme on, and see that it has noticed."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.stack import Stack

WEAR = """
from themes.engine.models import SiteTheme
from wagtail.models import Site
for site in Site.objects.all():
    SiteTheme.objects.update_or_create(site=site, defaults={{"theme": "{theme}", "preset": "{preset}"}})
"""
OWN = "base"
NOTICED_WITHIN_SECONDS = 30


@contextmanager
def worn(shop: Stack, theme: str, preset: str = "") -> Iterator[None]:
    """All sites in this theme meanwhile, and in their own again afterwards."""
    if theme != OWN:
        wear(shop, theme, preset)
    yield
    if theme != OWN:
        wear(shop, OWN)


def wear(shop: Stack, theme: str, preset: str = "") -> None:
    shop.manage("shell", "-v", "0", "-c", WEAR.format(theme=theme, preset=preset))
    deadline = time.monotonic() + NOTICED_WITHIN_SECONDS
    while f"/themes/{theme}/tokens" not in _front_page(shop):
        assert time.monotonic() < deadline, f"{theme} is not worn"
        time.sleep(0.2)


def _front_page(shop: Stack) -> str:
    with urllib.request.urlopen(f"{shop.environment['BASE_URL']}/en/", timeout=30) as answer:
        return str(answer.read().decode())
