"""The sample shop's campaigns: one that begins right away, and one that is planned."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from cms.campaigns import services
from cms.campaigns.models import CampaignPage
from cms.home.models import HomePage
from commerce.promotions import services as promotions
from themes.engine.check import check_wearable

from .goods import Stocked
from .pages import LANGUAGES, WORDS, link, stream

#: The look of the planned one: the first of these that may be worn.
LOOKS = (("mall", "red"), ("base", "pine"))
PERCENT = 12
#: What is scheduled lies ahead, on slow machines too.
BEGINS = timedelta(seconds=15)


def plan_campaigns(stocked: Stocked) -> None:
    """The tea season with its landing page, from now on; the New Year, in a month, in another look."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))["campaigns"]
    tea = _landing(words["tea-season"], "tea-season", stocked, "teaware")
    now = timezone.now()
    site = Site.objects.get(is_default_site=True)
    season = services.create_campaign(
        name="Tea season 品茶季",
        site_id=site.pk,
        starts_at=now + BEGINS,
        ends_at=now + timedelta(days=21),
        page_id=tea.pk,
        **_announced(words["tea-season"]),
    )
    services.schedule(campaign_id=season)
    start = (now + timedelta(days=30)).replace(hour=16, minute=0, second=0, microsecond=0)
    offer = promotions.create_promotion(
        name={"en": f"New Year, {PERCENT}% off", "zh-hans": f"新春 {100 - PERCENT} 折"},
        category_id=stocked.categories["wear"],
        percent_ppm=PERCENT * 10_000,
        starts_at=start,
        is_active=False,
    )
    theme, preset = next((look for look in LOOKS if not check_wearable(*look)), ("", ""))
    festival = services.create_campaign(
        name="New Year 新春",
        site_id=site.pk,
        starts_at=start,
        ends_at=start + timedelta(days=15),
        theme=theme,
        preset=preset,
        promotion_ids=[offer],
        page_id=_landing(words["new-year"], "new-year", stocked, "wear").pk,
        **_announced(words["new-year"]),
    )
    services.schedule(campaign_id=festival)


def _announced(words: Mapping[str, Any]) -> dict[str, Any]:
    return {f"announcement_{code.replace('-', '_')}": words[code]["announcement"] for code in LANGUAGES}


def _landing(words: Mapping[str, Any], slug: str, stocked: Stocked, category: str) -> CampaignPage:
    """The landing page in both languages, published; the last one made."""
    made: list[CampaignPage] = []
    for code in LANGUAGES:
        text, home = words[code], HomePage.objects.get(locale__language_code=code)
        page = CampaignPage(
            title=text["title"],
            slug=slug,
            intro=text["intro"],
            search_description=text["intro"],
            locale=home.locale,
        )
        if made:
            page.translation_key = made[0].translation_key
        goods = {
            "heading": text["rail"], "text": "", "products": [], "limit": 8,
            "category": stocked.categories[category], "link": link(""),
        }  # fmt: skip
        page.teaser = stream(page, [("rich_text", {"heading": "", "text": text["teaser"]})], "teaser")
        page.shelves = stream(page, [("product_rail", goods)], "shelves")
        page.thanks = stream(page, [("rich_text", {"heading": "", "text": text["thanks"]})], "thanks")
        home.add_child(instance=page)
        page.save_revision().publish()
        made.append(page)
    return made[-1]
