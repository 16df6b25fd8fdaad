"""Story D: a marketer plans a campaign, sees the shop as it will be, and schedules it. At the hour nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import LANGUAGES, someone
from tests.browser.desk import is_in_order, sit_down, write_time
from tests.browser.shopper import Shopper
from tests.stack import Stack

pytestmark = pytest.mark.browser
SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
WORDS = {
    "zh-hans": {"said": "灯会开始啦", "scheduled": "活动已排期", "closed": "活动已关闭"},
    "en": {
        "said": "Lanterns are lit",
        "scheduled": "The campaign is scheduled",
        "closed": "The campaign is closed",
    },
}
#: Each language plans its own, far enough from the other's and from those of the sample shop.
BEGINS_IN_DAYS = {"en": 60, "zh-hans": 90}


@dataclass(frozen=True)
class Sight:
    """What somebody sees who comes by: theme, its red, the line above, the first price of the bags."""

    is_mall: bool
    is_red: bool
    announcement: str
    price: int


@pytest.fixture(params=LANGUAGES)
def marketer(chromium: Browser, shop: Stack, request: pytest.FixtureRequest) -> Iterator[Shopper]:
    """At a desktop; the admin speaks the language of the browser."""
    yield from someone(chromium, shop, "desktop", request.param)


def test_a_campaign_from_plan_to_rollback(marketer: Shopper) -> None:
    page, language = marketer.page, marketer.language
    words = WORDS[language]
    opens = datetime.now(SHANGHAI).replace(hour=0, minute=0) + timedelta(days=BEGINS_IN_DAYS[language])
    closes = opens + timedelta(days=3)
    sit_down(marketer, "marketer", "promotion/new/")
    offer, bags = plan_promotion(marketer)

    # Half of it is typed: the draft is kept, and the check says what is missing.
    page.goto(page.url.split("/admin/")[0] + "/admin/campaign/new/")
    page.locator("#id_name").fill("Lunar festival")
    write_time(page.locator("#id_starts_at"), opens)
    write_time(page.locator("#id_ends_at"), closes)
    page.locator("#id_look").select_option("mall/red")
    page.get_by_label(offer).first.check()
    field = "#id_announcement_{}"
    page.locator(field.format(language.replace("-", "_"))).fill(words["said"])
    is_in_order(marketer, "campaign, planned")
    page.locator("#w-editor-form button[type=submit]").first.click()
    page.wait_for_url("**/admin/campaign/edit/**")
    page.locator("#main a[href*='/campaign/show/']").first.click()
    expect(page.locator("[data-code=announcement_untranslated]")).to_have_count(1)
    expect(page.locator("form[action*='/campaign/schedule/'] button[type=submit]")).to_have_count(0)
    is_in_order(marketer, "campaign, not ready")
    page.locator(".q-buttons a[href*='/campaign/edit/']").click()
    for code, said in WORDS.items():
        page.locator(field.format(code.replace("-", "_"))).fill(said["said"])
    page.locator("#w-editor-form button[type=submit]").first.click()
    page.wait_for_url("**/admin/campaign/edit/**")
    page.locator("#main a[href*='/campaign/show/']").first.click()
    campaign = page.url

    # The shop as it will be, of a draft that nobody else knows of.
    link = link_to(marketer, campaign, opens, bags)
    during = sight(marketer, link)
    assert (during.is_mall, during.is_red, during.announcement) == (True, True, words["said"])
    marketer.sees_whole("campaign, preview")
    marketer.expected_statuses.add(403)
    assert page.request.post(f"{marketer.shop.environment['BASE_URL']}/api/v1/cart/lines/").status == 403
    page.locator(".preview-banner a").click()
    expect(page.locator(".preview-banner")).to_have_count(0)
    expect(page.locator(".announcement")).not_to_have_text(words["said"])
    before = sight(marketer, link_to(marketer, None, opens, bags))
    assert not before.is_mall, "only its own preview shows a draft"

    # Scheduled: whatever instant one looks at, look, words and price go together.
    page.goto(campaign)
    page.locator("form[action*='/campaign/schedule/'] button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text(words["scheduled"])
    is_in_order(marketer, "campaign, scheduled")
    assert during.price == round(before.price * 0.8)
    for at, seen in (
        (opens - MINUTE, before),
        (opens, during),
        (closes - MINUTE, during),
        (closes, before),
    ):
        assert sight(marketer, link_to(marketer, None, at, bags)) == seen, at
    page.locator(".preview-banner a").click()

    # It stands in the calendar, and is taken back.
    page.goto(campaign)
    page.locator("#main a[href*='/campaign/calendar/']").last.click()
    expect(page.locator(".q-month")).to_contain_text("Lunar festival")
    is_in_order(marketer, "calendar")
    page.goto(campaign)
    page.locator("#main a[href*='/campaign/close/']").click()
    page.locator(".q-action button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text(words["closed"])
    assert sight(marketer, link_to(marketer, None, opens, bags)) == before


def plan_promotion(marketer: Shopper) -> tuple[str, str]:
    """Twenty percent off the bags, asleep until the campaign wakes it; its name, and the bags' address."""
    page = marketer.page
    marketer.open("c/")
    bags = page.locator("a[href*='/c/bags-']").first.get_attribute("href")
    assert bags
    name = f"Lantern offer {marketer.language}"
    marketer.visit("/admin/promotion/new/")
    for code in WORDS:
        page.locator(f"#id_name_{code.replace('-', '_')}").fill(name)
    page.locator("#id_percent").fill("20")
    category = {"zh-hans": "包袋", "en": "Bags"}[marketer.language]
    page.locator("#id_category").select_option(
        page.locator("#id_category option", has_text=category).first.get_attribute("value")
    )
    page.locator("#id_is_active").uncheck()
    is_in_order(marketer, "promotion, planned")
    page.locator("#w-editor-form button[type=submit]").first.click()
    page.wait_for_url("**/admin/promotion/")
    return name, bags


def link_to(marketer: Shopper, campaign: str | None, at: datetime, path: str) -> str:
    """The signed link to `path` as of an instant, made on its screen; of a draft as if it were scheduled."""
    page = marketer.page
    if campaign is None:
        marketer.visit("/admin/campaign/preview/")
    else:
        page.goto(campaign)
        page.locator("#main a[href*='/campaign/preview/']").click()
    write_time(page.locator("#id_at"), at)
    page.locator("#id_path").fill(path)
    page.locator(".q-action form button[type=submit]").click()
    link = page.locator("#preview-link").input_value()
    if campaign is not None:
        is_in_order(marketer, "preview, link made")
    return link


def sight(marketer: Shopper, link: str) -> Sight:
    page = marketer.page
    page.goto(link)
    expect(page.locator(".preview-banner")).to_be_visible()
    announcement = page.locator(".announcement")
    sheets = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(one => one.href).join(' ')")
    brand = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()")
    price = page.locator(".card .price .now").first.inner_text()
    return Sight(
        is_mall="/themes/mall/" in sheets,
        is_red=brand == "#c8102e",
        announcement=announcement.inner_text().strip() if announcement.count() else "",
        price=int("".join(each for each in price if each.isdigit())),
    )
