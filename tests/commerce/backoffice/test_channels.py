"""Channels set up by the owner: one default, always active; a currency that money is kept in stays."""

from typing import Any

import pytest
from django.test import Client

from commerce.channels.models import Channel
from commerce.channels.queries import channel_for_host, default_channel
from commerce.pricing.models import PriceList
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "/admin/channels/"
NEW = {
    "name": "Europe",
    "code": "eu",
    "currency": "EUR",
    "languages": ["en"],
    "default_language": "en",
    "countries": ["DE", "FR"],
    "hostname": "eu.example.com",
    "time_zone": "Europe/Berlin",
    "price_floor_percent": "10",
    "prices_include_tax": "on",
    "is_active": "on",
}


def edit(code: str) -> str:
    return f"{LIST}edit/{Channel.objects.get(code=code).pk}/"


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


def test_the_first_channel_opens_the_shop_and_is_the_default(owner: Client) -> None:
    assert "No channels yet" in owner.get(LIST).content.decode()
    assert owner.post(f"{LIST}new/", NEW).status_code == 302
    channel = Channel.objects.get()
    assert (channel.currency, channel.countries, channel.is_default) == ("EUR", ["DE", "FR"], True)
    assert default_channel().code == channel_for_host("eu.example.com").code == "eu"
    assert PriceList.objects.get().currency == "EUR"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hostname": "https://eu.example.com/"}, "without https://"),
        ({"hostname": "-.example"}, "without https://"),
        ({"hostname": "cn.example.com"}, "Another channel has this host name."),
        ({"code": "cn"}, "This code is in use."),
        ({"currency": "XXX"}, "Select a valid choice"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"default_language": "zh-hans"}, "Choose one of the channel"),
        ({"languages": []}, "This field is required."),
        ({"is_default": "on", "is_active": ""}, "The default channel stays active."),
    ],
)
def test_a_channel_that_cannot_be_is_refused(owner: Client, change: dict[str, Any], says: str) -> None:
    make.make_channel(hostname="cn.example.com")
    answer = owner.post(f"{LIST}new/", {name: value for name, value in {**NEW, **change}.items() if value})
    assert says in answer.content.decode()
    assert "Europe" in answer.content.decode()
    assert Channel.objects.count() == 1
    assert default_channel().code == "cn"


def test_saving_untouched_changes_nothing(owner: Client) -> None:
    make.make_channel(hostname="cn.example.com", countries=["CN"])
    make.make_variant()
    before = Channel.objects.values().get()
    assert owner.post(edit("cn"), typed(owner, edit("cn"))).status_code == 302
    assert Channel.objects.values().get() == before


def test_a_currency_that_prices_are_in_stays_and_the_reason_is_said(owner: Client) -> None:
    make.make_channel()
    owner.post(edit("cn"), typed(owner, edit("cn")) | {"currency": "HKD"})
    assert Channel.objects.get().currency == "HKD"
    assert PriceList.objects.filter(currency="HKD").exists()
    owner.post(edit("cn"), typed(owner, edit("cn")) | {"currency": "CNY"})
    make.make_variant(price=100)
    assert "Prices are set in this currency." in owner.get(edit("cn")).content.decode()
    owner.post(edit("cn"), typed(owner, edit("cn")) | {"currency": "HKD"})
    assert Channel.objects.get().currency == "CNY"


def test_there_is_always_one_default_and_it_is_active(owner: Client) -> None:
    make.make_channel()
    make.make_channel("eu", currency="EUR")
    owner.post(
        edit("cn"), {name: value for name, value in typed(owner, edit("cn")).items() if name != "is_active"}
    )
    assert Channel.objects.get(code="cn").is_active
    owner.post(edit("eu"), typed(owner, edit("eu")) | {"is_default": "on"})
    assert [row.code for row in Channel.objects.filter(is_default=True)] == ["eu"]
    assert default_channel().code == "eu"
    assert owner.get(f"{LIST}delete/{Channel.objects.first().pk}/").status_code == 404


@pytest.mark.parametrize("knocks", ["editor", "staff"])
def test_others_than_the_owner_have_no_business_here(knocks: str, request: pytest.FixtureRequest) -> None:
    make.make_channel()
    client = request.getfixturevalue(knocks)
    for path in (LIST, f"{LIST}new/", edit("cn")):
        assert client.get(path)["Location"] == "/admin/"
