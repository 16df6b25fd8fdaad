"""Story A: an editor writes about a product, is told what it lacks, looks at the page, and schedules it."""

from __future__ import annotations

from collections.abc import Iterator
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
WORDS = {
    "zh-hans": {
        "heading": "灯火初上", "text": "竹篾为骨，宣纸为肤，一盏点亮整个正月。", "block": "文字",
        "price": "有款式没有价格", "picture": "商品没有图片", "ready": "此页面可以发布", "scheduled": "预定发布时间",
    },
    "en": {
        "heading": "When the lamps are lit", "text": "Bamboo for bones and paper for skin.", "block": "Text",
        "price": "A variant has no price", "picture": "The product has no picture",
        "ready": "this page can be published", "scheduled": "has been scheduled for publishing",
    },
}  # fmt: skip


@pytest.fixture(params=LANGUAGES)
def editor(chromium: Browser, shop: Stack, request: pytest.FixtureRequest) -> Iterator[Shopper]:
    yield from someone(chromium, shop, "desktop", request.param)


def newcomer(shop: Stack, *arguments: str) -> str:
    return shop.manage(*arguments, module="tests.browser.newcomer")


def test_a_story_from_draft_to_the_shelf(editor: Shopper, shop: Stack) -> None:
    page, words = editor.page, WORDS[editor.language]
    editor.expected_statuses.add(400)  # the editor saves by itself, also what is not whole yet
    product, public_id = newcomer(shop).split()

    # It begins at the product, which the editor may describe but not price.
    sit_down(editor, "editor", f"product/edit/{product}/")
    expect(page.locator("#main")).to_contain_text(words["picture"])
    page.locator("#main a[href*='/pages/add/products/productpage/']").nth(
        LANGUAGES.index(editor.language)
    ).click()
    write(editor)
    press(editor, "button.action-save:not([name])")
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator(".q-checklist").first).to_contain_text(words["price"])
    is_in_order(editor, "story, draft")

    # Publishing refuses, says why, and loses nothing.
    draft = page.url
    press(editor, "[name=action-publish]")
    expect(page.locator(".w-panel", has=page.locator("#id_product")).first).to_contain_text(words["price"])
    expect(page.locator("[data-contentpath=story]").first).to_contain_text(words["text"])
    is_in_order(editor, "story, refused")

    # Priced and photographed by those who may; nothing stands in the way any more.
    newcomer(shop, product)
    page.goto(draft)
    expect(page.locator(".q-checklist").first).to_contain_text(words["ready"])

    # As shoppers will see it, in the theme.
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.locator("main")).to_contain_text(words["heading"])
    expect(shown.locator(".buy-bar")).to_be_attached()
    expect(shown.locator("link[href*='/themes/base/']").first).to_be_attached()
    page.locator("[data-side-panel-toggle=preview]").click()

    # For the day after tomorrow: until then shoppers see the product, and no story.
    schedule(editor, datetime.now(SHANGHAI) + timedelta(days=2))
    expect(page.locator(".messages")).to_contain_text(words["scheduled"])
    editor.visit(f"/{editor.language}/p/lantern-{public_id}/")
    expect(page.locator("main")).not_to_contain_text(words["heading"])

    newcomer(shop, "publish", "1")
    page.reload()
    expect(page.locator("main")).not_to_contain_text(words["heading"])

    newcomer(shop, "publish", "3")
    page.reload()
    expect(page.locator("main")).to_contain_text(words["heading"])
    editor.sees_whole("product with its story")


def write(editor: Shopper) -> None:
    """A section of text, with a heading, as one would type it."""
    page, words = editor.page, WORDS[editor.language]
    page.locator("[data-contentpath=story] .c-sf-add-button").first.click()
    page.get_by_role("option", name=words["block"], exact=True).first.click()
    page.locator("[name=story-0-value-heading]").fill(words["heading"])
    page.locator("[data-contentpath=story] [contenteditable=true]").first.click()
    page.keyboard.type(words["text"])


def press(editor: Shopper, button: str) -> None:
    """A button of the editor's foot, which may stand in its menu."""
    found = editor.page.locator(f"footer {button}").first
    if not found.is_visible():
        editor.page.locator("footer [data-controller='w-dropdown'] button").first.click()
    found.click()


def schedule(editor: Shopper, at: datetime) -> None:
    page = editor.page
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    write_time(page.locator("#id_go_live_at"), at)
    # By the keyboard: the calendar of the field below may lie over the button.
    page.locator("#schedule-publishing-dialog .action-save").press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()
    press(editor, "[name=action-publish]")
