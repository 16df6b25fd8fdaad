"""Becoming a member by a link in a mail, buying with the address book, and one's own pages."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import Shopper

pytestmark = pytest.mark.browser
PASSWORD = "a long walk home"


def register(shopper: Shopper) -> str:
    page = shopper.page
    email = f"{uuid.uuid4().hex[:10]}@example.com"
    shopper.open("account/register/")
    shopper.sees("register")
    # What is missing or wrong is said in the shop's words, where it is.
    page.locator("#id_email").fill("lin@")
    page.locator("#register button").click()
    expect(page.locator("#id_email-error")).to_have_text(shopper.t("form.email"))
    expect(page.locator("#id_terms-error")).to_have_text(shopper.t("form.tick"))
    expect(page.locator("#id_email")).to_be_focused()
    shopper.sees("register, incomplete")
    # The message goes when the field is left, and takes no click with it.
    page.locator("#id_email").fill(email)
    page.locator("#id_terms").check()
    page.locator("#register button").click()
    expect(page.locator("main")).to_contain_text(email)
    shopper.sees("register, check your inbox")
    page.goto(shopper.mail_with("/account/register/", to=email))
    shopper.sees("register, choose a password")
    page.locator("#id_name").fill("林晓")
    page.locator("#id_password").fill("12345")
    shopper.expected_statuses.add(422)
    page.locator("#finish button").click()
    expect(page.locator("#errors")).to_be_focused()
    shopper.sees("register, weak password")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#finish button").click()
    page.wait_for_url(re.compile("/account/$"))
    return email


def test_a_member_registers_buys_and_looks_back(shopper: Shopper) -> None:
    page, t = shopper.page, shopper.t
    shopper.open("c/")
    page.locator(".card .add-button").first.click()
    expect(page.locator("#mini-cart")).to_be_visible()
    email = register(shopper)
    shopper.sees("account, new")
    shopper.link(t("account.add_address")).click()
    shopper.sees("address, new")
    shopper.fill_address()
    page.locator("main form button.button:not(.secondary)").last.click()
    page.wait_for_url(re.compile("/account/addresses/$"))
    shopper.sees("addresses")

    shopper.open("cart/")
    expect(page.locator(".cart-line")).to_have_count(1)
    shopper.link(t("cart.checkout")).click()
    shopper.sees("checkout, member")
    expect(page.locator("#id_email")).to_have_count(0)
    shopper.pay_with("cash_on_delivery")
    shopper.agree()
    shopper.place()
    page.wait_for_url(re.compile("/checkout/result/"))
    expect(page.locator("order-result.confirmed")).to_be_visible()
    shopper.sees("result, confirmed")

    shopper.open("account/")
    shopper.sees("account")
    shopper.open("account/orders/")
    shopper.sees("account, orders")
    page.locator("main a[href*='/account/orders/']").last.click()
    shopper.sees("account, order")
    shopper.open("account/profile/")
    shopper.sees("profile")

    shopper.open("account/")
    page.locator("form[action$='/account/logout/'] button").first.click()
    page.wait_for_url(re.compile(f"/{shopper.language}/$"))
    shopper.open("account/login/")
    shopper.sees("login")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill("wrong")
    shopper.expected_statuses.add(422)
    page.locator("#login button").click()
    shopper.sees("login, refused")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#login button").click()
    page.wait_for_url(re.compile("/account/$"))
