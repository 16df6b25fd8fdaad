"""Where the shop sells, and which plugins act there."""

import pytest
from django.apps import apps

from commerce.channels import queries, services
from commerce.channels.errors import NoChannel, UnknownChannel, UnknownPlugin
from commerce.channels.models import PluginActivation
from commerce.core import registry
from commerce.core.errors import InvalidInput
from commerce.core.plugins import Manifest, Setting

pytestmark = pytest.mark.django_db

BANK = Manifest(
    code="bank",
    name="Bank transfer",
    version="1",
    enabled_by_default=True,
    settings=(
        Setting("iban", "IBAN", required=True),
        Setting("days", "Days to pay", kind="number", default=5),
        Setting("key", "Key", kind="secret"),
        Setting("mode", "Mode", kind="choice", default="live", choices=(("live", "Live"), ("test", "Test"))),
    ),
)


@pytest.fixture
def bank(monkeypatch):
    """An installed plugin that is enabled unless a channel says otherwise."""
    monkeypatch.setattr(apps.get_app_config("core"), "plugin", BANK, raising=False)


def test_the_first_channel_is_the_default_until_another_is_chosen():
    services.create_channel(code="cn", currency="CNY")
    services.create_channel(code="eu", currency="EUR", prices_include_tax=False)
    assert queries.default_channel().code == "cn"

    services.make_default(code="eu")

    assert queries.default_channel().code == "eu"
    assert [channel.code for channel in queries.active_channels()] == ["eu", "cn"]


def test_a_shop_without_channels_says_it_is_not_open():
    with pytest.raises(NoChannel):
        queries.default_channel()


def test_requests_find_their_channel_by_host_name():
    services.create_channel(code="cn", currency="CNY")
    services.create_channel(code="eu", currency="EUR", hostname="Shop.example.EU")

    assert queries.channel_for_host("shop.example.eu:8000").code == "eu"
    assert queries.channel_for_host("SHOP.EXAMPLE.EU").code == "eu"
    assert queries.channel_for_host("elsewhere.example").code == "cn"
    assert queries.channel_for_host("[::1]").code == "cn"
    assert queries.channel_for_host("").code == "cn"


def test_a_closed_channel_is_unknown():
    services.create_channel(code="cn", currency="CNY")
    services.create_channel(code="jp", currency="JPY")
    services.update_channel(code="jp", is_active=False)

    with pytest.raises(UnknownChannel):
        queries.get_channel("jp")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "yuan"),
        ("languages", ["tlh"]),
        ("time_zone", "Mars/Olympus"),
        ("countries", ["China"]),
        ("default_language", "de"),
    ],
)
def test_a_channel_is_refused_with_what_nobody_knows(field, value):
    fields = {"code": "cn", "currency": "CNY", field: value}

    with pytest.raises(InvalidInput) as refused:
        services.create_channel(**fields)

    assert field in refused.value.fields


def test_a_code_is_used_once():
    services.create_channel(code="cn", currency="CNY")
    with pytest.raises(InvalidInput):
        services.create_channel(code="cn", currency="EUR")


def test_channels_cost_one_query_then_none(django_assert_num_queries):
    services.create_channel(code="cn", currency="CNY")
    with django_assert_num_queries(1):
        for _ in range(5):
            queries.get_channel("cn")
            queries.default_channel()


def test_a_plugin_acts_where_its_manifest_or_the_channel_says_so(bank):
    services.create_channel(code="cn", currency="CNY")
    services.create_channel(code="eu", currency="EUR")
    assert registry.is_enabled("bank", "cn")

    services.set_plugin(channel="cn", plugin="bank", enabled=False)

    assert not registry.is_enabled("bank", "cn")
    assert registry.is_enabled("bank", "eu")
    assert not registry.is_enabled("nobody", "cn")


def test_plugin_settings_are_kept_per_channel_over_the_defaults_and_encrypted_at_rest(bank):
    services.create_channel(code="cn", currency="CNY")
    services.set_plugin(channel="cn", plugin="bank", enabled=True, settings={"iban": "DE02", "key": "hush"})
    services.set_plugin(channel="cn", plugin="bank", enabled=True)

    assert queries.plugin_settings("bank", "cn") == {"iban": "DE02", "key": "hush", "days": 5, "mode": "live"}
    stored = PluginActivation.objects.extra(select={"raw": "settings_json"}).values_list("raw", flat=True)
    assert "hush" not in stored[0]


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({}, "iban"),
        ({"iban": "DE02", "days": "five"}, "days"),
        ({"iban": "DE02", "mode": "dream"}, "mode"),
        ({"iban": "DE02", "color": "red"}, "color"),
    ],
)
def test_plugin_settings_that_do_not_fit_are_refused(bank, settings, field):
    services.create_channel(code="cn", currency="CNY")

    with pytest.raises(InvalidInput) as refused:
        services.set_plugin(channel="cn", plugin="bank", enabled=True, settings=settings)

    assert field in refused.value.fields


def test_settings_of_an_unknown_plugin_are_refused():
    services.create_channel(code="cn", currency="CNY")
    with pytest.raises(UnknownPlugin):
        services.set_plugin(channel="cn", plugin="nobody", enabled=True)
