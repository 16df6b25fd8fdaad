"""The payment emulator's pages are as accessible as the shop's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.shopper import DEVICES, Shopper
from tests.payments import Remote, running_emulator
from tests.stack import Stack

pytestmark = pytest.mark.browser


@pytest.fixture
def remote() -> Iterator[Remote]:
    with running_emulator() as running:
        yield running


@pytest.fixture
def payer(chromium: Browser, device: str, language: str) -> Iterator[Shopper]:
    context = chromium.new_context(**DEVICES[device], locale=language)
    shopper = Shopper(context.new_page(), cast(Stack, None), language, device, has_scripts=True)
    yield shopper
    shopper.had_no_trouble()
    context.close()


def charge(remote: Remote, language: str) -> dict[str, Any]:
    return remote.call(
        "/v1/charges",
        {
            "merchant_ref": "26112312345678-abcdefghjkmn", "amount": 12_800, "currency": "CNY",
            "description": "Order 26112312345678", "return_url": f"{remote.address}/?lang={language}",
            "notify_url": "http://127.0.0.1:9/api/v1/payments/notifications/test_pay/?channel=cn",
            "language": language,
        },
    )  # fmt: skip


def test_the_pay_page_and_the_console(payer: Shopper, remote: Remote, language: str):
    page = payer.page
    page.goto(f"{remote.address}/?lang={language}")
    payer.sees("an empty console")
    page.goto(charge(remote, language)["pay_url"])
    payer.sees("the pay page")
    page.locator("summary").click()
    payer.sees("the pay page with its switches")

    page.get_by_role("button", name={"en": "Pay now", "zh-hans": "立即支付"}[language]).click()

    expect(page).to_have_url(f"{remote.address}/?lang={language}")
    payer.sees("the console with a charge")
    page.goto(charge(remote, language)["pay_url"])
    payer.sees("a paid charge")
