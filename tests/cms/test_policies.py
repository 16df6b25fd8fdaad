"""Where the shop's forms may lead: to the shop, and from the pages on which one pays to the providers."""

from __future__ import annotations

import pytest
from django.test import Client

from commerce.channels import services as channels
from tests.factories import make_channel, make_order, make_stock, make_variant

pytestmark = pytest.mark.django_db


def form_targets(client: Client, path: str) -> list[str]:
    """The sources of `form-action` in the policy of a page."""
    response = client.get(path)
    assert response.status_code == 200
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return next(sources for name, *sources in directives if name == "form-action")


def switch_on(url: str, channel: str = "cn") -> None:
    channels.set_plugin(channel=channel, plugin="test_pay", enabled=True, settings={"url": url, "key": "k"})


@pytest.fixture
def checkout(client: Client) -> str:
    """The checkout with something in the cart."""
    make_channel()
    variant = make_variant()
    make_stock(variant, 5)
    client.post("/en/cart/lines/add/", {"variant": variant.public_id, "quantity": "1"})
    return "/en/checkout/"


def test_forms_stay_in_the_shop_while_nobody_is_sent_away(client: Client, checkout: str) -> None:
    assert form_targets(client, checkout) == ["'self'"]


def test_the_checkout_leads_to_the_provider_of_the_settings(client: Client, checkout: str) -> None:
    switch_on("https://pay.example:8443/v1/?region=cn")
    assert form_targets(client, checkout) == ["'self'", "https://pay.example:8443"]


def test_paying_again_leads_to_the_providers_of_every_market(client: Client) -> None:
    order = make_order()
    make_channel("eu", currency="EUR")
    switch_on("https://pay.example")
    switch_on("https://pay.example.eu", "eu")
    assert form_targets(client, f"/en/checkout/result/{order.token}/") == [
        "'self'", "https://pay.example", "https://pay.example.eu",
    ]  # fmt: skip


def test_a_provider_that_is_switched_off_is_out_of_reach(client: Client, checkout: str) -> None:
    switch_on("https://pay.example")
    channels.set_plugin(channel="cn", plugin="test_pay", enabled=False)
    assert form_targets(client, checkout) == ["'self'"]


@pytest.mark.parametrize(
    "url",
    ["https://pay.example; script-src *", "https://*", "https:// x", "https://a,b", "https://pay.example'"],
)
def test_no_setting_adds_anything_but_an_address(client: Client, checkout: str, url: str) -> None:
    switch_on(url)
    assert form_targets(client, checkout) == ["'self'"]


@pytest.mark.parametrize("path", ["/en/cart/", "/en/account/login/", "/en/search/?q=a"])
def test_other_pages_know_no_provider(client: Client, path: str) -> None:
    make_channel()
    switch_on("https://pay.example")
    assert form_targets(client, path) == ["'self'"]
