"""A shop that plans campaigns: the clock stands at noon of a day in China."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation
from wagtail.models import Locale, Site

from cms.campaigns import services
from cms.campaigns.models import Campaign, CampaignPage
from cms.home.models import HomePage
from tests import factories as make
from themes.engine import windows

NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)
START = NOW + timedelta(days=2)
END = NOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def shop(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Coordinates]:
    """In English. Drawing all pages of a theme takes seconds and has tests of its own."""
    monkeypatch.setattr("cms.campaigns.checks.passes", lambda slug, preset: True)
    with time_machine.travel(NOW, tick=False) as clock, translation.override("en"):
        make.make_channel(time_zone="Asia/Shanghai")
        windows.forget()
        yield clock
    windows.forget()


def make_campaign(**fields: Any) -> Campaign:
    """A draft with an announcement, from the day after tomorrow for three days."""
    site = Site.objects.get(is_default_site=True)
    given = {
        "name": "Lunar festival",
        "site_id": site.pk,
        "starts_at": START,
        "ends_at": END,
        "announcement_en": "Lanterns are lit",
        "announcement_zh_hans": "灯会开始啦",
    }
    return Campaign.objects.get(pk=services.create_campaign(**given | fields))


def sleeping(category: Any = None, **fields: Any) -> Any:
    """A promotion that waits to be scheduled."""
    return make.make_promotion(category or make.make_category(), is_active=False, **fields)


def make_page(
    slug: str = "lunar", *, live: bool = True, languages: tuple[str, ...] = ("zh-hans", "en")
) -> CampaignPage:
    """A landing page in these languages; the last one made."""
    page: CampaignPage | None = None
    for language in languages:
        locale = Locale.objects.get(language_code=language)
        home = HomePage.objects.get(locale=locale)
        new = CampaignPage(title=f"Lunar {language}", slug=slug, locale=locale, live=live)
        if page is not None:
            new.translation_key = page.translation_key
        for phase in ("teaser", "shelves", "thanks"):
            words = {"heading": f"{phase} {language}", "text": f"<p>{phase}</p>"}
            setattr(new, phase, [("rich_text", words)])
        home.add_child(instance=new)
        page = new
    assert page is not None
    return page


@pytest.fixture
def codes() -> Callable[[Campaign], list[str]]:
    from django.utils import timezone

    from cms.campaigns.checks import reasons

    return lambda campaign: [reason.code for reason in reasons(campaign, timezone.now())]
