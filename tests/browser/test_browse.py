"""Story B: browsing a listing, filtering, sorting, going back; and the same price wherever it is told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import Shopper

pytestmark = pytest.mark.browser


def price_in(text: str) -> str:
    found = re.search(r"[¥€$]\s?[\d,]+(?:\.\d+)?", text)
    assert found, text
    return found.group(0)


def test_filters_and_sorting_have_addresses(shopper: Shopper) -> None:
    page, t = shopper.page, shopper.t
    shopper.open("c/")
    shopper.sees("all products")
    everything = page.locator('[data-swap="listing-total"]').inner_text()
    if shopper.device == "phone":
        shopper.button(t("listing.filter")).click()
        expect(page.locator("#filters")).to_be_visible()
        shopper.sees("filters")
    page.locator("#filters .check:not(.is-disabled)").first.click()
    expect(page).to_have_url(re.compile(r"\?f_"))
    expect(page.locator('[data-swap="listing-total"]')).not_to_have_text(everything)
    if shopper.device == "phone":
        page.locator("#filters .show-results").click()
    expect(page.locator(".active-filters")).to_be_visible()
    shopper.sees("filtered")
    page.locator("#sort").select_option("price")
    expect(page).to_have_url(re.compile("sort=price"))
    prices = [
        float(re.sub(r"[^\d.]", "", text)) for text in page.locator(".card .price .now").all_inner_texts()
    ]
    assert prices == sorted(prices)
    page.go_back()
    expect(page).not_to_have_url(re.compile("sort=price"))
    page.go_back()
    expect(page.locator('[data-swap="listing-total"]')).to_have_text(everything)


def test_filters_work_without_scripts(without_scripts: Shopper) -> None:
    shopper = without_scripts
    page = shopper.page
    shopper.open("c/?f_brand=nothing")
    shopper.sees("nothing matches")
    shopper.open("c/")
    page.locator("#sort").select_option("-price")
    shopper.button(shopper.t("listing.apply")).click()
    expect(page).to_have_url(re.compile("sort=-price"))


def test_one_price_in_listing_product_cart_and_checkout(shopper: Shopper) -> None:
    page, t = shopper.page, shopper.t
    shopper.open("c/?sort=-price")
    card = page.locator(".card", has=page.locator(".add-button")).first
    listed = price_in(card.locator(".price .now").inner_text())
    card.locator(".card-title a").click()
    page.wait_for_url(re.compile("/p/"))
    assert price_in(page.locator(".price-block .now").inner_text()) == listed
    shopper.button(t("product.buy_now")).click()
    page.wait_for_url(re.compile("/checkout/$"))
    assert listed in page.locator(".mini-line .amount").first.inner_text()
    shopper.open("cart/")
    assert listed in page.locator(".cart-line").first.inner_text()


def test_variants_change_in_place_with_addresses_of_their_own(shopper: Shopper) -> None:
    page = shopper.page
    shopper.open_variants()
    other = page.locator("a.value[data-variant]:not([aria-current])")
    label = other.first.inner_text()
    other.first.click()
    expect(page).to_have_url(re.compile(r"\?variant="))
    expect(page.locator("a.value[aria-current]", has_text=label)).to_be_visible()
    shopper.sees("product, another variant")
    page.reload()
    expect(page.locator("a.value[aria-current]", has_text=label)).to_be_visible()


def test_the_phone_shows_goods_at_once(usual_phone: Shopper) -> None:
    page = usual_phone.page
    usual_phone.open("c/")
    assert page.locator("#q").is_visible()
    tops = page.locator(".card").evaluate_all("cards => cards.map(card => card.getBoundingClientRect().top)")
    assert tops[0] <= 300, tops[0]
    assert sum(top < 2 * 823 - 100 for top in tops) >= 6, tops
    page.locator(".card .card-title a").first.click()
    page.wait_for_url(re.compile("/p/"))
    price, bar = page.locator(".price-block .now").bounding_box(), page.locator(".buy-bar").bounding_box()
    assert price is not None and price["y"] + price["height"] <= 600, price
    assert bar is not None and bar["y"] + bar["height"] <= 823, bar
