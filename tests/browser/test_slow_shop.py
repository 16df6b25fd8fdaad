"""What was chosen stays chosen, however slowly the shop answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import APIResponse, Browser, Error, Route, expect

from tests.browser.conftest import someone
from tests.browser.shopper import Shopper
from tests.stack import Stack

pytestmark = pytest.mark.browser
MOMENT_MS = 50


@pytest.fixture
def reader(chromium: Browser, shop: Stack) -> Iterator[Shopper]:
    yield from someone(chromium, shop, "phone", "zh-hans")


def test_an_answer_on_its_way_takes_no_choice_back(reader: Shopper) -> None:
    page = reader.page
    reader.open("c/")
    reader.add_card(page.locator(".card:has(.add-button)").first)
    reader.open("checkout/")
    on_its_way: list[tuple[Route, APIResponse]] = []
    page.route("**/checkout/", lambda route: on_its_way.append((route, route.fetch())), times=1)
    page.locator("[name=delivery]:not(:checked)").first.check()
    while not on_its_way:
        page.wait_for_timeout(MOMENT_MS)

    reader.pay_with("bank_transfer")
    route, answer = on_its_way[0]
    with suppress(Error):  # nobody waits for it any more
        route.fulfill(response=answer)
    expect(page.locator(".summary")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#id_payment_bank_transfer")).to_be_checked()
