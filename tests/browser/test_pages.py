"""Every other page and state: nothing for axe to find, no script error, nothing too wide."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import Shopper

pytestmark = pytest.mark.browser

PAGES = {
    "search": ("search/?q=%E8%8C%B6", 200),
    "search, nothing": ("search/?q=zzzzqqq", 200),
    "search, empty": ("search/", 200),
    "listing, last page": ("c/?page=2", 200),
    "cart, empty": ("cart/", 200),
    "reset, ask": ("account/password/reset/", 200),
    "reset, invalid": ("account/password/reset/x/y/", 410),
    "registration expired": ("account/register/x/", 410),
    "not found": ("nothing/here/", 404),
}


def test_every_page_is_in_order(shopper: Shopper) -> None:
    for name, (path, status) in PAGES.items():
        shopper.open(path, status)
        shopper.sees(name)


def test_the_smallest_screen_never_scrolls_sideways(small_phone: Shopper) -> None:
    shopper = small_phone
    page = shopper.page
    shopper.open("c/?sort=-price")
    shopper.add_card(page.locator(".card:has(.add-button)").first)
    assert shopper.excess_width() <= 0, "mini cart"
    paths = ["", "c/", "c/?f_brand=x", "cart/", "checkout/", "account/login/", "account/register/"]
    for path in [*paths, *(path for path, status in PAGES.values() if status == 200)]:
        shopper.open(path)
        assert shopper.excess_width() <= 0, path
    shopper.open_variants()
    assert shopper.excess_width() <= 0, "product"
    shopper.sees("product on a small screen")


def test_standard_pages_are_in_order(shopper: Shopper) -> None:
    page = shopper.page
    shopper.open("")
    links = page.locator("footer a").evaluate_all("links => links.map(link => link.href)")
    mine = sorted(
        {link for link in links if re.search(rf"/{shopper.language}/(?!c/|cart|search|account)[a-z]", link)}
    )
    assert mine, links
    for link in mine:
        page.goto(link)
        shopper.sees(f"page {link.rstrip('/').rsplit('/', 1)[1]}")


def test_a_forgotten_password(shopper: Shopper) -> None:
    page = shopper.page
    shopper.open("account/password/reset/")
    page.locator("#id_email").fill("shopper@example.com")
    page.locator("#reset button").click()
    shopper.sees("reset, sent")
    page.goto(shopper.mail_with("/account/password/reset/", to="shopper@example.com"))
    shopper.sees("reset, set")
    page.locator("#id_password").fill("12345")
    shopper.expected_statuses.add(422)
    page.locator("#reset button").click()
    expect(page.locator("#errors")).to_be_focused()
    shopper.sees("reset, weak password")
    page.locator("#id_password").fill("quite another phrase")
    page.locator("#reset button").click()
    shopper.sees("reset, done")


def test_the_other_language_is_one_link_away(shopper: Shopper) -> None:
    page = shopper.page
    shopper.open("c/")
    other = {"zh-hans": "en", "en": "zh-hans"}[shopper.language]
    page.locator(f"footer a[hreflang][href^='/{other}/']").first.click()
    expect(page).to_have_url(re.compile(f"/{other}/c/"))


def test_removing_from_the_cart_and_undoing(shopper: Shopper) -> None:
    page, t = shopper.page, shopper.t
    shopper.open("c/")
    page.locator(".card .add-button").first.click()
    expect(page.locator("#mini-cart")).to_be_visible()
    shopper.open("cart/")
    name = page.locator(".line-title").first.inner_text().strip()
    shopper.button(t("cart.remove_named", name=name)).click()
    expect(page.locator(".cart-line")).to_have_count(0)
    shopper.sees("cart, removed")
    page.locator("form[action$='/restore/'] button").click()
    expect(page.locator(".cart-line")).to_have_count(1)


def test_keyboard_users_skip_to_the_content(shopper: Shopper) -> None:
    shopper.open("c/")
    shopper.page.keyboard.press("Tab")
    expect(shopper.page.locator(".skip-link")).to_be_focused()
    shopper.page.keyboard.press("Enter")
    expect(shopper.page.locator("#main")).to_be_focused()
