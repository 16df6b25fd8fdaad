"""A guest buys, from the home page to following the parcel; with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import Shopper
from tests.browser.staff import Staff

pytestmark = pytest.mark.browser


def test_a_guest_buys_and_pays(shopper: Shopper, staff: Staff) -> None:
    page, t = shopper.page, shopper.t
    shopper.open("")
    shopper.sees("home")
    if shopper.device == "phone":
        page.locator(".menu-button").click()
        expect(page.locator("#menu")).to_be_visible()
        shopper.sees("menu")
        page.keyboard.press("Escape")
    shopper.open_first_category()
    page.wait_for_url(re.compile("/c/"))
    shopper.sees("category")

    page.locator(".card:not(.is-sold-out) .card-title a").first.click()
    page.wait_for_url(re.compile("/p/"))
    shopper.sees("product")
    shopper.button(t("product.add")).click()
    expect(page.locator("#mini-cart")).to_be_visible()
    expect(page.locator("#live")).not_to_be_empty()
    shopper.sees("product, added")
    expect(page.locator(".masthead .count")).to_have_text("1")

    page.locator("#mini-cart a.button.secondary").click()
    page.wait_for_url(re.compile("/cart/$"))
    before = shopper.total()
    shopper.sees("cart")
    shopper.button(t("quantity.more", name=page.locator(".line-title").first.inner_text().strip())).click()
    expect(page.locator(".totals .sum dd").first).not_to_have_text(before)
    expect(page.locator("#live")).to_contain_text(t("cart.updated"))
    shopper.sees("cart, two of it")

    shopper.link(t("cart.checkout")).click()
    page.wait_for_url(re.compile("/checkout/$"))
    shopper.sees("checkout")
    page.locator("#id_email").fill("lin.xiao@example.com")
    shopper.fill_address()
    shopper.pay_with("test_pay")
    shopper.agree()
    shopper.sees("checkout, filled in")
    total = shopper.total()
    shopper.place()

    shopper.pay_at_provider()
    page.wait_for_url(re.compile("/checkout/result/"))
    expect(page.locator("order-result.paid")).to_be_visible(timeout=30_000)
    assert shopper.total() == total
    shopper.sees("result, paid")

    shopper.link(t("result.view_order")).click()
    page.wait_for_url(re.compile("/orders/"))
    shopper.sees("tracking")
    assert shopper.total() == total

    staff.ask("ship", page.locator(".facts .number").first.inner_text(), "sf", "SF 1234 5678 90123")
    page.reload()
    parcel = page.locator(".parcel")
    expect(parcel).to_contain_text({"en": "SF Express", "zh-hans": "顺丰速运"}[shopper.language])
    expect(parcel).to_contain_text("SF1234567890123")
    shopper.sees("tracking, shipped")
    page.locator("form[action$='/deliver/'] button").click()
    expect(page.locator("form[action$='/deliver/']")).to_have_count(0)
    expect(page.locator(".timeline li").last).to_have_attribute("aria-current", "step")
    shopper.sees("tracking, delivered")


def test_a_guest_buys_without_scripts(without_scripts: Shopper) -> None:
    shopper = without_scripts
    page, t = shopper.page, shopper.t
    shopper.open("")
    shopper.sees("home")
    shopper.open_first_category()
    page.locator(".card:not(.is-sold-out) .card-title a").first.click()
    shopper.sees("product")
    shopper.button(t("product.add")).click()
    page.wait_for_url(re.compile("/cart/$"))
    page.locator(".quantity input").first.fill("2")
    shopper.button(t("cart.update")).click()
    expect(page.locator(".quantity input").first).to_have_value("2")
    shopper.sees("cart")

    shopper.link(t("cart.checkout")).click()
    page.locator("#id_email").fill("lin.xiao@example.com")
    shopper.fill_address()
    expect(page.locator("#id_email")).to_have_value("lin.xiao@example.com")
    shopper.pay_with("test_pay")
    shopper.agree()
    shopper.sees("checkout")
    shopper.place()
    shopper.pay_at_provider()
    page.wait_for_url(re.compile("/checkout/result/"))
    for _ in range(20):
        if page.locator("order-result.paid").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("order-result.paid")).to_have_count(1)
    shopper.sees("result, paid")


def test_a_guest_abroad(shopper: Shopper) -> None:
    """Each country asks for an address of its own kind."""
    page = shopper.page
    page.goto(shopper.url("c/").replace("127.0.0.1", "localhost"))
    shopper.add_card(page.locator(".card:has(.add-button)").first)
    page.goto(shopper.url("checkout/").replace("127.0.0.1", "localhost"))
    expect(page.locator("#id_region")).to_have_count(0)
    page.locator("#id_country").select_option("IT")
    expect(page.locator("#id_region option[value='RM']")).to_be_attached()
    for field, value in (
        ("email", "anna@example.com"), ("name", "Anna Rossi"), ("phone", "+39 06 1234 5678"),
        ("street", "Via del Corso 12"), ("postal_code", "00186"), ("city", "Roma"),
    ):  # fmt: skip
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_region").select_option("RM")
    shopper.pay_with("bank_transfer")
    shopper.agree()
    shopper.sees("checkout, abroad")
    shopper.place()
    expect(page.locator("order-result.transfer")).to_be_visible()
    expect(page.locator(".receipt address")).to_contain_text("Roma")


def test_a_payment_that_fails_can_be_tried_again(shopper: Shopper) -> None:
    page, t = shopper.page, shopper.t
    shopper.open("c/")
    page.locator(".card .add-button").first.click()
    expect(page.locator("#mini-cart")).to_be_visible()
    shopper.open("checkout/")
    page.locator("#id_email").fill("lin.xiao@example.com")
    shopper.fill_address()
    shopper.pay_with("test_pay")
    shopper.agree()
    shopper.place()
    page.wait_for_url(re.compile(str(shopper.shop.provider_port)))
    page.locator("button[value='decline'], form[action$='decline'] button").first.click()
    page.wait_for_url(re.compile("/checkout/result/"))
    expect(page.locator("order-result.failed")).to_be_visible(timeout=30_000)
    shopper.sees("result, failed")
    shopper.pay_with("bank_transfer")
    shopper.button(t("result.pay_again")).click()
    expect(page.locator("order-result.transfer")).to_be_visible()
    shopper.sees("result, transfer")


def test_wrong_fields_are_named_and_nothing_is_lost(shopper: Shopper) -> None:
    page = shopper.page
    shopper.open("c/")
    page.locator(".card .add-button").first.click()
    expect(page.locator("#mini-cart")).to_be_visible()
    shopper.open("checkout/")
    page.locator("form#checkout").evaluate("form => { form.noValidate = true; }")
    page.locator("#id_email").fill("lin@")
    page.locator("#id_name").fill("林晓")
    shopper.expected_statuses.add(422)
    shopper.place()
    expect(page.locator("#errors")).to_be_focused()
    shopper.sees("checkout, refused")
    expect(page.locator("#id_email")).to_have_value("lin@")
    expect(page.locator("#id_name")).to_have_value("林晓")
    page.locator("#errors a").first.click()
    expect(page.locator("#id_email")).to_be_focused()
