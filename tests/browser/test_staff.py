"""The admin on the owner's phone and on the desk: whole on the screen, and nothing for axe to find.

And a working day of the clerk who sends parcels, by clicks alone.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import someone
from tests.browser.desk import is_in_order, sit_down
from tests.browser.shopper import Shopper
from tests.browser.staff import Staff
from tests.commerce.documents import pdf
from tests.stack import Stack

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 30

# The phone reads English, the desk Chinese; between them most kinds of screens are seen.
LOOKS = {
    ("phone", "en"): ["order/", "product/", "stock/"],
    ("desktop", "zh-hans"): ["", "product/new/", "users/new/"],
}


@pytest.mark.parametrize(("device", "language"), LOOKS)
def test_the_admin_is_in_order(
    chromium: Browser, shop: Stack, staff: Staff, device: str, language: str
) -> None:
    order = f"order/{staff.ask('order')}/"
    for owner in someone(chromium, shop, device, language):
        sit_down(owner, "owner", "")
        for path in [*LOOKS[device, language], order, f"{order}ship/"]:
            owner.visit(f"/admin/{path}")
            is_in_order(owner, f"admin {path}")
        forget_something(owner)
        is_in_order(owner, "admin, a brand without a name")


def test_a_clerk_ships_in_two_parcels_prints_and_cancels_with_the_money_back(
    chromium: Browser, shop: Stack, staff: Staff
) -> None:
    sold, regretted = staff.ask("paid_order"), staff.ask("paid_order")
    for clerk in someone(chromium, shop, "desktop", "en"):
        sit_down(clerk, "staff", "")
        is_in_order(clerk, "a clerk's day begins")
        take(clerk, sold)
        send(clerk, "SF1000000000001", pieces=1)
        stands(clerk, "Partly shipped", "Paid")
        send(clerk, "SF1000000000002")
        stands(clerk, "Shipped", "Paid")
        is_in_order(clerk, "the order, sent in two parcels")

        slips = prints(clerk, "/slips/")
        assert len(slips) == 2
        for parcel, slip in enumerate(slips, 1):
            for words in (sold["number"], f"SF100000000000{parcel}", f"{parcel} / 2"):
                assert slip.says(words), words
        (invoice,) = prints(clerk, "/documents/")
        assert invoice.says(sold["number"]) and invoice.says("Invoice") and invoice.says("Paid in full")

        take(clerk, regretted)
        cancel(clerk, "ordered twice")
        stands(clerk, "Canceled", "Refunded")
        is_in_order(clerk, "the order, canceled and paid back")


def take(clerk: Shopper, order: dict[str, Any]) -> None:
    """Out of the queue, by its number."""
    page = clerk.page
    page.get_by_role("link", name="Orders", exact=True).first.click()
    page.wait_for_url("**/admin/order/")
    is_in_order(clerk, "the queue of orders")
    page.locator("#id_q").fill(order["number"])
    expect(page.locator("#listing-results tbody tr")).to_have_count(1)
    page.get_by_role("link", name=order["number"]).click()
    page.wait_for_url(f"**/admin/order/{order['id']}/")


def send(clerk: Shopper, number: str, pieces: int | None = None) -> None:
    """A parcel with `pieces` of the line, or all that is left."""
    page = clerk.page
    page.get_by_role("link", name="Ship", exact=True).click()
    is_in_order(clerk, f"what goes into parcel {number}")
    page.locator("#id_carrier").select_option("sf")
    page.locator("#id_tracking_number").fill(number)
    if pieces:
        page.locator("input[name^=line-]").fill(str(pieces))
    page.get_by_role("button", name="Ship", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("The parcel is on its way")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()


def cancel(clerk: Shopper, why: str) -> None:
    page = clerk.page
    page.get_by_role("link", name="Cancel the order", exact=True).click()
    is_in_order(clerk, "whether to cancel")
    page.locator("#id_reason").fill(why)
    page.get_by_role("button", name="Cancel the order", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("The order is canceled")


def stands(clerk: Shopper, *words: str) -> None:
    """How the order and its money stand; the worker may still be at it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := clerk.page.locator(".q-states .q-tone").all_inner_texts()) != list(words):
        assert time.monotonic() < deadline, f"{words} wanted, the order says {found}"
        clerk.page.wait_for_timeout(300)
        clerk.page.reload()


def prints(clerk: Shopper, part: str) -> list[pdf.Pdf]:
    """The papers in English whose addresses contain `part`: each opens in a tab of its own, as a PDF."""
    links = clerk.page.locator(f"a[href*='{part}'][href$='lang=en']")
    found = []
    for link in links.all():
        with clerk.page.context.expect_page() as opened:
            link.click()
        opened.value.close()
        answer = clerk.page.context.request.get(str(link.evaluate("link => link.href")))
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        found.append(pdf.read(answer.body()))
    return found


def forget_something(owner: Shopper) -> None:
    owner.visit("/admin/brand/new/")
    owner.page.locator("main form [type=submit]").first.click()
    expect(owner.page.locator(".w-field__errors").first).to_be_visible()
