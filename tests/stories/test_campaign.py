"""Story D: a campaign with another look, as the shop tells it. Only the clock moves; no job runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Site

from cms.campaigns import services
from cms.campaigns.errors import CampaignNotReady
from cms.campaigns.models import Campaign, CampaignPage
from cms.home.models import HomePage
from commerce.catalog.models import Category, Product, Variant
from commerce.orders.models import Order
from commerce.search.services import reindex
from tests import factories as make
from themes.engine import windows

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 11, 1, 4, tzinfo=UTC)
OPENS = datetime(2026, 11, 10, 16, tzinfo=UTC)  # midnight in China
CLOSES = OPENS + timedelta(days=1)
BLINK = timedelta(seconds=1)


@dataclass(frozen=True)
class Shop:
    """The shop on a day, and what is in it."""

    clock: time_machine.Coordinates
    lamps: Category
    lamp: Variant

    def at(self, instant: datetime) -> Shop:
        self.clock.move_to(instant)
        return self


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Sells a lamp for ¥100, delivers for ¥10 and takes bank transfers; in English."""
    with time_machine.travel(TODAY, tick=False) as clock, translation.override("en"):
        make.make_channel(time_zone="Asia/Shanghai")
        make.make_shipping_method(fee=1_000)
        make.make_payment_method()
        lamps = make.make_category("Lamps", slug="lamps")
        lamp = make.make_variant(name="Paper lamp", price=10_000, categories=[lamps])
        make.make_stock(lamp, 10)
        reindex()
        windows.forget()
        yield Shop(clock, lamps, lamp)
    windows.forget()


@dataclass(frozen=True)
class Sight:
    """What somebody sees who comes by: price of the lamp, colors, the line above, the landing page."""

    price: str
    is_pine: bool
    announcement: bool
    landing: str


BEFORE = Sight("¥100.00", False, False, "teaser")
DURING = Sight("¥80.00", True, True, "shelves")
AFTER = Sight("¥100.00", False, False, "thanks")


def somebody_sees(language: str = "en") -> Sight:
    visitor = Client()
    listing = visitor.get(f"/{language}/c/").content.decode()
    landing = visitor.get(f"/{language}/lunar/").content.decode()
    return Sight(
        price=next(each for each in ("¥80.00", "¥100.00") if each in listing),
        is_pine="html:root{" in listing,
        announcement="Lanterns" in listing or "灯会" in listing,
        landing=next(
            (phase for phase in ("teaser", "shelves", "thanks") if f"<p>{phase}</p>" in landing), ""
        ),
    )


def landing_page() -> CampaignPage:
    """In both languages, published: it answers by the clock."""
    page: CampaignPage | None = None
    for language in ("zh-hans", "en"):
        locale = Locale.objects.get(language_code=language)
        new = CampaignPage(title="Lunar festival", slug="lunar", locale=locale)
        for phase in ("teaser", "shelves", "thanks"):
            setattr(new, phase, [("rich_text", {"heading": "", "text": f"<p>{phase}</p>"})])
        if page is not None:
            new.translation_key = page.translation_key
        HomePage.objects.get(locale=locale).add_child(instance=new)
        new.save_revision().publish()
        page = new
    assert page is not None
    return page


def given_a_campaign(shop: Shop, **fields: object) -> Campaign:
    promotion = make.make_promotion(shop.lamps, percent=20, is_active=False)
    given = {
        "name": "Lunar festival",
        "site_id": Site.objects.get(is_default_site=True).pk,
        "starts_at": OPENS,
        "ends_at": CLOSES,
        "theme": "base",
        "preset": "pine",
        "announcement_en": "Lanterns are lit",
        "announcement_zh_hans": "灯会开始啦",
        "page_id": landing_page().pk,
        "promotion_ids": [promotion.pk],
    }
    return Campaign.objects.get(pk=services.create_campaign(**{**given, **fields}))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_look_price_and_words_begin_and_end_together(shop: Shop, language: str) -> None:
    # Given a campaign that was scheduled days ahead,
    services.schedule(campaign_id=given_a_campaign(shop).pk)

    # a shopper sees nothing of it but the teaser until the last second,
    shop.at(OPENS - BLINK)
    assert somebody_sees(language) == BEFORE

    # all of it from midnight on, until the last second,
    shop.at(OPENS)
    assert somebody_sees(language) == DURING
    shop.at(CLOSES - BLINK)
    assert somebody_sees(language) == DURING

    # and then nothing but thanks.
    shop.at(CLOSES)
    assert somebody_sees(language) == AFTER


def test_what_was_bought_during_the_campaign_keeps_its_price(shop: Shop) -> None:
    services.schedule(campaign_id=given_a_campaign(shop).pk)
    shop.at(OPENS)
    shopper = make.make_context(now=OPENS)
    cart = make.make_cart({shop.lamp: 1}, shopper)

    placed = make.place_cart(cart, shopper, shown_total=9_000)

    shop.at(CLOSES)
    assert Order.objects.get(pk=placed.order_id).total_amount == 9_000


def test_a_campaign_that_goes_wrong_is_taken_back_at_once(shop: Shop) -> None:
    # Given a campaign that runs,
    campaign = given_a_campaign(shop)
    services.schedule(campaign_id=campaign.pk)
    shop.at(OPENS + timedelta(hours=2))
    assert somebody_sees() == DURING

    # when the marketer closes it,
    services.close(campaign_id=campaign.pk)

    # then the shop is at once what it was, and stays so.
    assert somebody_sees() == AFTER
    shop.at(CLOSES + timedelta(days=1))
    assert somebody_sees() == AFTER


def test_a_campaign_that_lacks_something_is_not_scheduled_by_halves(shop: Shop) -> None:
    # Given a campaign whose landing page nobody has published in Chinese,
    campaign = given_a_campaign(shop)
    CampaignPage.objects.get(locale__language_code="zh-hans").unpublish()

    # scheduling says so, and at the hour nothing happens.
    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk)
    assert [reason.code for reason in refusal.value.reasons] == ["page_not_published"]
    shop.at(OPENS)
    assert somebody_sees() == Sight("¥100.00", False, False, "")
    assert Product.objects.count() == 1
