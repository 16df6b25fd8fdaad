"""What the shop's people do while somebody shops: prices rise, shelves empty, parcels leave, the shop breaks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import Shopper
from tests.browser.staff import Staff

pytestmark = pytest.mark.browser
# One variant and no offer, so that one price is the whole price.
PLAIN = ".card:has(.add-button):not(:has(.price s))"


def test_goods_change_while_they_lie_in_the_cart(shopper: Shopper, staff: Staff) -> None:
    page = shopper.page
    shopper.open("c/?sort=-price")
    cards = page.locator(PLAIN)
    dearer, fewer, gone = (
        str(cards.nth(at).locator(".add-button").get_attribute("value")) for at in range(3)
    )
    price = round(float(re.sub(r"[^\d.]", "", cards.first.locator(".now").inner_text())) * 100)
    gone_path = str(cards.nth(2).locator(".card-title a").get_attribute("href"))
    for at in range(3):
        shopper.add_card(cards.nth(at))
    shopper.open("cart/")
    page.locator(".quantity input").nth(1).fill("4")
    page.locator(".quantity input").nth(1).press("Enter")
    expect(page.locator(".masthead .count")).to_have_text("6")

    staff.ask("charge", dearer, price + 1_100)
    with staff.leaving(fewer, 2), staff.leaving(gone, 0):
        shopper.open("cart/")
        expect(page.locator(".cart-line .line-notice.warning")).to_have_count(2)
        expect(page.locator(".quantity input").nth(1)).to_have_value("2")
        expect(page.locator(".invalid .cart-line")).to_have_count(1)
        shopper.sees("cart, changed")
        # More than there is cannot be asked for.
        page.locator(".quantity input").nth(1).fill("99")
        page.locator(".quantity input").nth(1).press("Tab")
        expect(page.locator(".quantity input").nth(1)).to_have_value("2")
        shopper.open("checkout/")
        expect(page.locator(".mini-lines .mini-line")).to_have_count(2)
        shopper.sees("checkout, changed")
        shopper.visit(gone_path)
        expect(page.locator(".buy-bar button")).to_have_count(0)
        shopper.sees("product, sold out")
    staff.ask("charge", dearer, price)


def test_a_variant_sells_out(shopper: Shopper, staff: Staff) -> None:
    page = shopper.page
    shopper.open_variants()
    variant = page.locator("form[data-add] [name=variant]").input_value()
    with staff.leaving(variant, 0):
        page.goto(f"{page.url}?variant={variant}")
        expect(page.locator("a.value[aria-current][data-unavailable]")).to_have_count(1)
        expect(page.locator(".stock.out")).to_be_visible()
        shopper.sees("variant, sold out")


@pytest.mark.parametrize(("page_of", "status"), [("error_page", 500), ("closed_page", 503)])
def test_the_shop_breaks(shopper: Shopper, staff: Staff, page_of: str, status: int) -> None:
    shopper.open_instead("c/", status, staff.ask(page_of, f"/{shopper.language}/c/"))
    shopper.sees(f"answer {status}")
