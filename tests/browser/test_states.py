"""States that no journey comes to, in both themes, as the themes' own examples have them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import someone
from tests.browser.shopper import Shopper
from tests.stack import Stack
from tests.themes.drawn import THEMES, html_of

pytestmark = pytest.mark.browser
# fmt: off
EXAMPLES = (
    "home-member", "home-empty", "home-sections", "home-sections-crowded", "page-typical",
    "articles-typical", "article-typical", "campaign-before", "campaign-during", "campaign-after",
    "listing-filtered", "listing-landing", "search-typical", "search-nothing",
    "product-long", "product-bare", "product-sold-out", "cart-changed", "checkout-member", "checkout-refused",
    "result-transfer", "tracking-shipped", "order-canceled", "orders-typical", "overview", "addresses", "maintenance",
)
# One column on every screen: the phone's says all.
NARROW = (
    "articles-empty", "result-paid", "result-waiting", "result-failed", "result-canceled", "tracking-unpaid",
    "orders-empty", "addresses-empty", "address-form-refused", "profile", "login-refused", "reset-set",
    "message", "form-page", "error-403",
)
# fmt: on


# The phone reads Chinese, the desk English; the words of both are tested in tests/themes.
@pytest.fixture(params=[("phone", "zh-hans"), ("desktop", "en")], ids=lambda it: it[0])
def reader(request: pytest.FixtureRequest, chromium: Browser, shop: Stack) -> Iterator[Shopper]:
    device, language = request.param
    yield from someone(chromium, shop, device, language)


@pytest.mark.parametrize("theme", THEMES)
def test_rare_states_are_in_order(reader: Shopper, theme: str) -> None:
    """All of them are looked at, whatever is wrong with some."""
    wrong: list[str] = []
    for name in EXAMPLES + (NARROW if reader.device == "phone" else ()):
        reader.open_instead("example/", 200, html_of(reader.language, name, theme))
        try:
            reader.sees_whole(f"{theme} {name}")
        except AssertionError as problem:
            wrong.append(str(problem))
    assert not wrong, "\n".join(wrong)
