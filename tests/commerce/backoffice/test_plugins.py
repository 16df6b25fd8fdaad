"""The owner switches ways to pay on and sets them up, channel by channel; secrets stay secret."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commerce.channels import services as channels
from commerce.channels.models import PluginActivation
from commerce.channels.queries import is_plugin_enabled, plugin_settings
from commerce.payments import queries as payments
from tests.factories import make_channel, make_context
from tests.payments import KEY, running_emulator

pytestmark = pytest.mark.django_db
BANK = {"is_enabled": "on", "account_name": "Qilou Ltd.", "account_number": "DE00 1234"}


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    make_channel()


def screen(plugin: str, channel: str = "cn") -> str:
    return f"/admin/plugin/{plugin}/{channel}/"


def typed(client: Client, path: str) -> dict[str, Any]:
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {name: "on" if value is True else value for name, value in shown.items()}


def ways_to_pay() -> list[str]:
    return [way.code for way in payments.options(make_context(), 10_000, "CN")]


def test_a_bank_account_is_typed_in_and_shoppers_can_pay_into_it(owner: Client) -> None:
    make_channel("eu", currency="EUR")
    assert ways_to_pay() == []
    assert owner.post(screen("bank_transfer"), BANK).status_code == 302
    assert ways_to_pay() == ["bank_transfer"]
    assert not is_plugin_enabled("bank_transfer", "eu")
    body = owner.get("/admin/plugin/").content.decode()
    assert "Bank transfer" in body
    assert body.count(">on</span>") == 1


def test_switching_off_keeps_the_account(owner: Client) -> None:
    owner.post(screen("bank_transfer"), BANK)
    data = typed(owner, screen("bank_transfer"))
    data.pop("is_enabled")
    assert owner.post(screen("bank_transfer"), data).status_code == 302
    assert ways_to_pay() == []
    assert plugin_settings("bank_transfer", "cn")["account_number"] == "DE00 1234"


@pytest.mark.parametrize(
    ("plugin", "change", "says"),
    [
        ("bank_transfer", {"account_name": ""}, "This field is required"),
        ("bank_transfer", {"account_number": "x" * 2001}, "at most 2000 characters"),
        ("test_pay", {"url": "not an address"}, "valid URL"),
        ("test_pay", {"url": "javascript:alert(1)"}, "valid URL"),
        ("test_pay", {"timeout": "-1"}, "greater than or equal to 0"),
        ("test_pay", {"timeout": "NaN"}, "Enter a number"),
        ("test_pay", {"capture": "never"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_switched(
    owner: Client, plugin: str, change: dict[str, str], says: str
) -> None:
    answer = owner.post(screen(plugin), typed(owner, screen(plugin)) | BANK | change)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not PluginActivation.objects.exists()


def test_secrets_are_kept_never_shown_and_forgotten_when_asked(owner: Client) -> None:
    data = typed(owner, screen("test_pay")) | {"is_enabled": "on", "key": "sk_live_7", "secret": "whsec_9"}
    assert owner.post(screen("test_pay"), data).status_code == 302
    body = owner.get(screen("test_pay")).content.decode()
    assert "sk_live_7" not in body
    assert "whsec_9" not in body
    assert "Stored and not shown" in body
    owner.post(screen("test_pay"), typed(owner, screen("test_pay")) | {"timeout": "5"})
    kept = plugin_settings("test_pay", "cn")
    assert (kept["key"], kept["secret"], kept["timeout"]) == ("sk_live_7", "whsec_9", 5)
    owner.post(screen("test_pay"), typed(owner, screen("test_pay")) | {"forget_key": "on", "secret": "new"})
    kept = plugin_settings("test_pay", "cn")
    assert (kept["key"], kept["secret"]) == ("", "new")


def test_what_is_not_there_is_not_found(owner: Client) -> None:
    for path in (screen("bitcoin"), screen("bank_transfer", "mars")):
        assert owner.get(path).status_code == 404
        assert owner.post(path, BANK).status_code == 404


def test_only_the_owner_sets_plugins_up(editor: Client, staff: Client) -> None:
    channels.set_plugin(channel="cn", plugin="cash_on_delivery", enabled=True)
    for client in (editor, staff):
        for path in ("/admin/plugin/", screen("cash_on_delivery")):
            assert client.get(path)["Location"] == "/admin/"
        client.post(screen("cash_on_delivery"), {})
        assert '"/admin/plugin/"' not in client.get("/admin/").content.decode()
    assert is_plugin_enabled("cash_on_delivery", "cn")


def test_the_log_says_who_set_what_up_and_no_secret(owner: Client) -> None:
    owner.post(screen("bank_transfer"), BANK)
    body = owner.get("/admin/reports/site-history/").content.decode()
    assert "Bank transfer · cn" in body
    assert "DE00 1234" not in body


def test_a_connection_is_tested_and_the_answer_is_clear(owner: Client) -> None:
    def told(**settings: str) -> str:
        data = typed(owner, screen("test_pay")) | settings | {"test": "1"}
        return owner.post(screen("test_pay"), data, follow=True).content.decode()

    with running_emulator() as emulator:
        assert "answers and accepts these settings" in told(url=emulator.address, key=KEY)
        assert "does not accept these settings" in told(key="wrong")
    assert "does not answer" in told(timeout="1")
    assert "Save and test the connection" not in owner.get(screen("bank_transfer")).content.decode()
