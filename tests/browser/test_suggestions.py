"""Suggestions while one types in the header: by keyboard, by pointer, out of the way, and not needed."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.shopper import Shopper

pytestmark = pytest.mark.browser

TYPED = {"en": "tea", "zh-hans": "茶"}


def search_box(shopper: Shopper) -> Locator:
    return shopper.page.locator("#q")


def options(shopper: Shopper) -> Locator:
    return shopper.page.get_by_role("option")


def type_words(shopper: Shopper) -> None:
    """Opens the first page and types until suggestions are there."""
    shopper.open("")
    search_box(shopper).click()
    search_box(shopper).press_sequentially(TYPED[shopper.language])
    expect(options(shopper).first).to_be_visible()


def test_suggestions_lead_to_products_and_categories(shopper: Shopper) -> None:
    page, t = shopper.page, shopper.t
    type_words(shopper)
    box = search_box(shopper)
    expect(box).to_have_attribute("aria-expanded", "true")
    groups = page.get_by_role("listbox").get_by_role("group")
    expect(groups.filter(has_text=t("search.categories"))).to_have_count(1)
    expect(groups.filter(has_text=t("search.products"))).to_have_count(1)
    expect(page.locator("#live")).to_have_text(re.compile(r"\d"))
    shopper.sees("suggestions")
    list_ = page.get_by_role("listbox").bounding_box()
    viewport = page.viewport_size
    assert list_ and viewport
    assert list_["x"] >= 0 and list_["x"] + list_["width"] <= viewport["width"]
    assert min(each.bounding_box()["height"] for each in options(shopper).all()) >= 40  # type: ignore[index]
    name = page.locator("[id^=suggest-product-]").first.inner_text()
    page.locator("[id^=suggest-product-]").first.click()
    page.wait_for_url(re.compile("/p/"))
    expect(page.locator("h1")).to_have_text(name)


def test_the_keyboard_walks_through_suggestions(shopper: Shopper) -> None:
    page, box = shopper.page, search_box(shopper)
    type_words(shopper)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowDown")
    first = options(shopper).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    expect(box).to_be_focused()
    shopper.sees("suggestions, one marked")
    box.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowUp")
    expect(options(shopper).last).to_have_attribute("aria-selected", "true")
    address = options(shopper).last.get_attribute("href") or ""
    box.press("Enter")
    page.wait_for_url(f"**{address}")


def test_suggestions_get_out_of_the_way(shopper: Shopper) -> None:
    page, box = shopper.page, search_box(shopper)
    type_words(shopper)
    box.press("Escape")
    expect(options(shopper)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value(TYPED[shopper.language])
    box.press("ArrowDown")
    expect(options(shopper).first).to_be_visible()
    box.press("Tab")
    expect(options(shopper)).to_have_count(0)
    box.click()
    expect(options(shopper).first).to_be_visible()
    box.fill("")
    expect(options(shopper)).to_have_count(0)
    with page.expect_response(re.compile(r"\?q=zzzz$")):
        box.press_sequentially("zzzz")
    expect(options(shopper)).to_have_count(0)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=zzzz"))


def test_one_question_is_asked_for_words_typed_in_one_go(shopper: Shopper) -> None:
    page, box = shopper.page, search_box(shopper)
    page.clock.install(time=0)
    shopper.open("")
    page.clock.pause_at(60_000)
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "x-fragment" in each.headers else None)
    for letter in "teapot":
        box.press_sequentially(letter)
        page.clock.run_for(100)
    assert asked == []
    page.clock.run_for(100)
    expect(options(shopper).first).to_be_visible()
    assert [url.partition("?")[2] for url in asked] == ["q=teapot"]


def test_an_answer_that_comes_late_is_not_shown(shopper: Shopper) -> None:
    page, box = shopper.page, search_box(shopper)
    shopper.open("")
    late: list[Route] = []
    page.route(re.compile(r"\?q=tea$"), lambda route: late.append(route))
    with page.expect_request(re.compile(r"\?q=tea$")) as first:
        box.press_sequentially("tea")
    with page.expect_response(re.compile(r"\?q=teapot$")):
        box.press_sequentially("pot")
    expect(options(shopper).first).to_be_visible()
    assert len(late) == 1
    assert first.value.failure == "net::ERR_ABORTED"  # nobody waits for it any more


def test_without_scripts_it_is_a_form(without_scripts: Shopper) -> None:
    shopper = without_scripts
    shopper.open("")
    box = search_box(shopper)
    assert box.get_attribute("role") is None
    box.fill(TYPED[shopper.language])
    box.press("Enter")
    shopper.page.wait_for_url(re.compile(r"/search/\?q="))
    expect(shopper.page.locator(".card")).not_to_have_count(0)
