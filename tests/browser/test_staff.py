"""The admin on the owner's phone and on the desk: whole on the screen, and nothing for axe to find."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from cms.demo.shop import LOGINS
from tests.browser.conftest import someone
from tests.browser.shopper import Shopper
from tests.browser.staff import Staff
from tests.stack import Stack

pytestmark = pytest.mark.browser
OWNER = LOGINS[0]

# The phone reads English, the desk Chinese; between them most kinds of screens are seen.
LOOKS = {
    ("phone", "en"): ["order/", "product/", "stock/"],
    ("desktop", "zh-hans"): ["", "product/new/", "users/new/"],
}
# What fades in has other colors while it does.
SETTLED = """async () => {
    const ends = each => each.effect.getComputedTiming().endTime !== Infinity
    await Promise.allSettled(document.getAnimations().filter(ends).map(each => each.finished))
}"""


@pytest.mark.parametrize(("device", "language"), LOOKS)
def test_the_admin_is_in_order(
    chromium: Browser, shop: Stack, staff: Staff, device: str, language: str
) -> None:
    order = f"order/{staff.ask('order')}/"
    for owner in someone(chromium, shop, device, language):
        enter(owner)
        for path in [*LOOKS[device, language], order, f"{order}ship/"]:
            owner.visit(f"/admin/{path}")
            is_in_order(owner, f"admin {path}")
        forget_something(owner)
        is_in_order(owner, "admin, a brand without a name")


def is_in_order(owner: Shopper, name: str) -> None:
    owner.page.evaluate(SETTLED)
    assert owner.excess_width() <= 0, name
    owner.is_accessible(name)


def enter(owner: Shopper) -> None:
    """By the shop's own door."""
    owner.open("account/login/?next=/admin/")
    owner.page.locator("#id_login").fill(OWNER.email)
    owner.page.locator("#id_password").fill(OWNER.password)
    owner.page.locator("#login button").click()
    owner.page.wait_for_url("**/admin/")


def forget_something(owner: Shopper) -> None:
    owner.visit("/admin/brand/new/")
    owner.page.locator("main form [type=submit]").first.click()
    expect(owner.page.locator(".w-field__errors").first).to_be_visible()
