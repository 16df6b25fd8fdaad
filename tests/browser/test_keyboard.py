"""One buys without a mouse, in both themes: every stop of the focus is shown, and no bar lies over it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import someone
from tests.browser.keyboard import Keyboard
from tests.browser.shopper import Shopper
from tests.browser.wardrobe import worn
from tests.stack import Stack
from tests.themes.drawn import THEMES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=THEMES)
def theme(request: pytest.FixtureRequest, shop: Stack) -> Iterator[str]:
    with worn(shop, request.param):
        yield request.param


@pytest.fixture(params=[("phone", "zh-hans"), ("desktop", "en")], ids=lambda it: it[0])
def reader(request: pytest.FixtureRequest, chromium: Browser, shop: Stack) -> Iterator[Shopper]:
    device, language = request.param
    yield from someone(chromium, shop, device, language)


def test_one_buys_without_a_mouse(theme: str, reader: Shopper) -> None:
    page = reader.page
    keyboard = Keyboard(page)
    reader.open("")
    if reader.device == "phone":
        keyboard.enter(page.locator(".menu-button"))
        expect(page.locator("#menu")).to_be_visible()
        keyboard.enter(page.locator(".menu-list > li > a").first)
    else:
        keyboard.enter(page.locator("nav.primary ul a").first)
    page.wait_for_url(re.compile("/c/."))

    # Down to the last link of the page, and back up to a product that is made in several variants.
    several = page.locator(".card:not(.is-sold-out):not(:has(.add-button)) .card-title a").first
    keyboard.walk(page.locator("footer a").last)
    keyboard.walk(several, "Shift+Tab")
    keyboard.press("Enter")
    page.wait_for_url(re.compile("/p/"))

    other = page.locator("a.value[data-variant]:not([aria-current])").first
    place = str(other.get_attribute("id"))
    keyboard.enter(other)
    expect(page.locator(f"#{place}[aria-current]")).to_be_focused()

    keyboard.enter(page.locator("form[data-add] .buy-bar button").first)
    expect(page.locator("#mini-cart")).to_be_visible()
    # What came up is the next stop.
    keyboard.press("Tab")
    assert page.evaluate("document.getElementById('mini-cart').contains(document.activeElement)")
    keyboard.enter(page.locator("#mini-cart a[href$='/cart/']"))
    page.wait_for_url(re.compile("/cart/$"))

    keyboard.enter(page.locator(".action-bar a.button"))
    page.wait_for_url(re.compile("/checkout/$"))
    fill_in(page, keyboard)
    keyboard.enter(page.locator("form#checkout .action-bar button"))
    expect(page.locator("order-result.confirmed")).to_be_visible()
    keyboard.enter(page.locator("order-result a.button").first)
    page.wait_for_url(re.compile("/orders/"))
    keyboard.walk(page.locator("footer a").last)


def fill_in(page: Page, keyboard: Keyboard) -> None:
    """An address in the first city of the list, paid at the door."""
    keyboard.write(page.locator("#id_email"), "lin.xiao@example.com")
    keyboard.write(page.locator("#id_name"), "林晓")
    keyboard.write(page.locator("#id_phone"), "13800138000")
    for field in ("region", "city", "district"):
        keyboard.walk(page.locator(f"#id_{field}"))
        keyboard.press("ArrowDown")
        expect(page.locator(f"#id_{field}")).not_to_have_value("")
        expect(page.locator("address-fields")).not_to_have_attribute("aria-busy", "true")
    keyboard.write(page.locator("#id_street"), "龙井路 1 号")
    expect(page.locator(".summary")).not_to_have_attribute("aria-busy", "true")
    at_the_door = page.locator("#id_payment_cash_on_delivery")
    keyboard.walk(page.locator("[name=payment]:checked").or_(page.locator("[name=payment]").first).first)
    for _ in range(page.locator("[name=payment]").count()):
        if at_the_door.is_checked():
            break
        keyboard.press("ArrowDown")
    expect(at_the_door).to_be_checked()
    terms = page.locator("#id_terms")
    if terms.count():
        keyboard.walk(terms)
        keyboard.press("Space")
