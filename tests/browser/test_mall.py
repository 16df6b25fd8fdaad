"""The mall, worn by the same shop: as quick to the goods as it promises, and in order at every step of buying.

Its words are tested without a browser in tests/themes, states that take long to reach in test_states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import someone
from tests.browser.shopper import Shopper
from tests.browser.wardrobe import worn
from tests.stack import Stack

pytestmark = pytest.mark.browser

PAGES = {
    "home": ("", 200),
    "listing": ("c/", 200),
    "search, nothing": ("search/?q=zzzzqqq", 200),
    "cart, empty": ("cart/", 200),
    "register": ("account/register/", 200),
    "campaign": ("tea-season/", 200),
    "journal": ("journal/", 200),
    "not found": ("nothing/here/", 404),
}


@pytest.fixture(scope="module", autouse=True)
def mall(shop: Stack) -> Iterator[None]:
    with worn(shop, "mall", "red"):
        yield


@pytest.fixture(params=[("phone", "zh-hans"), ("desktop", "en")], ids=lambda it: it[0])
def reader(request: pytest.FixtureRequest, chromium: Browser, shop: Stack) -> Iterator[Shopper]:
    device, language = request.param
    yield from someone(chromium, shop, device, language)


def in_order(reader: Shopper, name: str) -> None:
    """The page is the mall's own, and nothing is wrong with it: one that broke would come in the parent's dress."""
    expect(reader.page.locator("link[href*='/themes/mall/tokens']")).to_have_count(1)
    reader.sees_whole(f"mall, {name}")


def test_every_page_is_in_order(reader: Shopper) -> None:
    for name, (path, status) in PAGES.items():
        reader.open(path, status)
        in_order(reader, name)


def test_one_buys_and_looks_back(reader: Shopper) -> None:
    page, t = reader.page, reader.t
    reader.open_variants()
    other = page.locator("a.value[data-variant]:not([aria-current])").first
    name = other.inner_text().strip()
    other.click()
    expect(page.locator("a.value[aria-current]", has_text=name).first).to_be_visible()
    in_order(reader, "product")
    reader.button(t("product.add")).click()
    expect(page.locator("#mini-cart")).to_be_visible()
    in_order(reader, "mini cart")
    reader.open("cart/")
    in_order(reader, "cart")
    page.locator(".action-bar a.button").click()
    page.locator("#id_email").fill("lin.xiao@example.com")
    reader.fill_address()
    reader.pay_with("cash_on_delivery")
    reader.agree()
    in_order(reader, "checkout")
    reader.place()
    expect(page.locator("order-result.confirmed")).to_be_visible()
    in_order(reader, "result")
    reader.link(t("result.view_order")).click()
    page.wait_for_url(re.compile("/orders/"))
    in_order(reader, "order")


def test_filters_and_ways_to_order_work_together(reader: Shopper) -> None:
    page = reader.page
    reader.open("c/?sort=-price")
    if reader.device == "phone":
        page.locator(".filter-button").click()
        expect(page.locator("#filters")).to_be_visible()
        in_order(reader, "filters")
    page.locator("#listing-form .pill:not(.is-disabled) input").first.check()
    expect(page.locator(".active-filters a.chip").first).to_be_attached()
    assert "sort=-price" in page.url
    expect(page.locator(".order-bar a[aria-current]")).to_have_count(1)


def test_the_phone_shows_goods_at_once(chromium: Browser, shop: Stack) -> None:
    for shopper in someone(chromium, shop, "phone", "en", viewport={"width": 412, "height": 823}):
        page = shopper.page
        shopper.open("c/")
        assert page.locator("#q").is_visible()
        tops = page.locator(".card").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert tops[0] <= 300, tops[0]
        assert sum(top < 2 * 823 - 100 for top in tops) >= 6, tops
        page.locator(".card .card-title a").first.click()
        page.wait_for_url("**/p/**")
        price, bar = page.locator(".price-band .now").bounding_box(), page.locator(".buy-bar").bounding_box()
        assert price is not None and price["y"] + price["height"] <= 600, price
        assert bar is not None and bar["y"] + bar["height"] <= 823, bar


def test_the_smallest_screen_never_scrolls_sideways(chromium: Browser, shop: Stack) -> None:
    for shopper in someone(chromium, shop, "phone", "en", viewport={"width": 320, "height": 640}):
        for path, status in [*PAGES.values(), ("account/login/", 200), ("c/?f_brand=x", 200)]:
            shopper.open(path, status)
            assert shopper.excess_width() <= 0, path
        shopper.open_variants()
        assert shopper.excess_width() <= 0, "product"


def test_an_offer_says_until_when(reader: Shopper) -> None:
    """What is on promotion counts down; without an end there is nothing to count."""
    page = reader.page
    reader.open("c/")
    page.locator(".card:has(.price s) .card-title a").first.click()
    page.wait_for_url("**/p/**")
    expect(page.locator(".price-band .offer-time time")).to_be_visible()
    seconds = page.locator(".price-band campaign-clock [data-unit='1']")
    before = seconds.inner_text()
    expect(seconds).not_to_have_text(before)
    in_order(reader, "offer")


def test_buying_needs_no_script(chromium: Browser, shop: Stack) -> None:
    for shopper in someone(chromium, shop, "phone", "zh-hans", java_script_enabled=False):
        page = shopper.page
        page.goto(shopper.url(""))
        page.locator(".tab-bar .menu-button").click()
        page.locator(".menu-list > li > a").first.click()
        page.locator(".card .add-button").first.click()
        expect(page.locator(".cart-line")).to_have_count(1)
        page.locator(".action-bar a.button").click()
        expect(page.locator("form#checkout")).to_be_visible()
