"""The mall, worn by the same shop: in order on phones and desktops, and as quick to the goods as it promises.

Its words and states are tested without a browser in tests/themes; each device reads one language here.
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import someone
from tests.browser.shopper import Shopper
from tests.stack import Stack

pytestmark = pytest.mark.browser

WEAR = """
from themes.engine.models import SiteTheme
from wagtail.models import Site
for site in Site.objects.all():
    SiteTheme.objects.update_or_create(site=site, defaults={{"theme": "{theme}", "preset": "{preset}"}})
"""
PAGES = {
    "home": ("", 200),
    "listing": ("c/", 200),
    "listing, filtered": ("c/?sort=-price&min=1", 200),
    "search": ("search/?q=%E8%8C%B6", 200),
    "search, nothing": ("search/?q=zzzzqqq", 200),
    "cart, empty": ("cart/", 200),
    "login": ("account/login/", 200),
    "register": ("account/register/", 200),
    "reset, invalid": ("account/password/reset/x/y/", 410),
    "not found": ("nothing/here/", 404),
}


def wear(shop: Stack, theme: str, preset: str = "") -> None:
    """Put a theme on all sites, and wait until the shop has noticed."""
    shop.manage("shell", "-v", "0", "-c", WEAR.format(theme=theme, preset=preset))
    deadline = time.monotonic() + 20
    while f"/themes/{theme}/tokens" not in _front_page(shop):
        assert time.monotonic() < deadline, f"{theme} is not worn"
        time.sleep(0.3)


def _front_page(shop: Stack) -> str:
    with urllib.request.urlopen(f"{shop.environment['BASE_URL']}/en/", timeout=20) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module", autouse=True)
def mall(shop: Stack) -> Iterator[None]:
    wear(shop, "mall", "red")
    yield
    wear(shop, "base")


@pytest.fixture(params=[("phone", "zh-hans"), ("desktop", "en")], ids=lambda it: it[0])
def reader(request: pytest.FixtureRequest, chromium: Browser, shop: Stack) -> Iterator[Shopper]:
    device, language = request.param
    yield from someone(chromium, shop, device, language)


def whole(shopper: Shopper, name: str) -> None:
    """Checks the page at its full height: a bar that stays covers what one scrolls past."""
    page = shopper.page
    size = page.viewport_size
    assert size is not None
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    shopper.sees(f"mall, {name}")
    page.set_viewport_size(size)


def test_every_page_is_in_order(reader: Shopper) -> None:
    for name, (path, status) in PAGES.items():
        reader.open(path, status)
        whole(reader, name)


def test_from_a_card_to_the_checkout(reader: Shopper) -> None:
    page = reader.page
    reader.open("c/")
    page.locator(".card .add-button").first.click()
    expect(page.locator("#mini-cart")).to_be_visible()
    whole(reader, "mini cart")
    reader.open("cart/")
    whole(reader, "cart")
    page.locator(".action-bar a.button").click()
    expect(page.locator("form#checkout")).to_be_visible()
    whole(reader, "checkout")


def test_a_product_changes_its_variant_in_place(reader: Shopper) -> None:
    reader.open_variants()
    whole(reader, "product")
    other = reader.page.locator("a.value[data-variant]:not([aria-current])").first
    name = other.inner_text()
    other.click()
    expect(reader.page.locator("a.value[aria-current]", has_text=name.strip()).first).to_be_visible()


def test_filters_and_ways_to_order_work_together(reader: Shopper) -> None:
    page = reader.page
    reader.open("c/?sort=-price")
    if reader.device == "phone":
        page.locator(".filter-button").click()
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
        for path, status in PAGES.values():
            shopper.open(path, status)
            assert shopper.excess_width() <= 0, path
        shopper.open_variants()
        assert shopper.excess_width() <= 0, "product"


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
