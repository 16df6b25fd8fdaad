"""The emulator as a provider: its API, its pages, its trouble, and what survives a kill."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cms.boot.places import ROOT
from commerce.payments.errors import ProviderRefused, ProviderUnavailable
from plugins.test_pay.client import Client
from plugins.test_pay.emulator import pages
from tests.payments import KEY, SECRET, Door, Remote


def charge(remote: Remote, ref: str = "r1", *, amount: int = 8_800, url: str = "", **fields) -> dict:
    return remote.call(
        "/v1/charges",
        {
            "merchant_ref": ref, "amount": amount, "currency": "CNY", "return_url": "http://shop.test/back",
            "notify_url": url or "http://127.0.0.1:9/", "language": "en", **fields,
        },
    )  # fmt: skip


def client(remote: Remote, key: str = KEY, timeout: float = 5) -> Client:
    return Client(remote.address, key, timeout)


def page(address: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, text and `Location` of a page, without following it."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    data = urllib.parse.urlencode(fields).encode() if fields is not None else None
    try:
        with urllib.request.build_opener(Stay).open(address, data=data, timeout=5) as response:
            return response.status, response.read().decode(), ""
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, "", answer.headers.get("Location", "")


def test_a_wrong_key_opens_nothing(emulator):
    charge(emulator)

    for key in ("", "wrong", "test-kez", "é"):
        with pytest.raises((ProviderRefused, ProviderUnavailable)):
            client(emulator, key).get("/v1/charges")


def test_one_reference_is_one_charge(emulator):
    assert charge(emulator)["id"] == charge(emulator)["id"]

    with pytest.raises(urllib.error.HTTPError) as refusal:
        charge(emulator, amount=1)
    assert refusal.value.code == 409


@pytest.mark.parametrize("amount", [0, -1, "88", 1.5, True, None])
def test_amounts_are_whole_and_above_zero(emulator, amount):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        charge(emulator, amount=amount)
    assert refusal.value.code == 422


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"merchant_ref": 1e400}'])
def test_nonsense_is_refused_and_the_emulator_lives(emulator, body):
    request = urllib.request.Request(
        f"{emulator.address}/v1/refunds", data=body, headers={"Authorization": f"Bearer {KEY}"}
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=5)

    refusal.value.close()
    assert 400 <= refusal.value.code < 500
    assert emulator.call("/healthz") == {"status": "ok"}


def test_refunds_stay_below_what_was_captured(emulator):
    charge(emulator)
    ask = {"merchant_ref": "r1", "currency": "CNY"}
    with pytest.raises(ProviderRefused, match="provider_refused"):
        client(emulator).post("/v1/refunds", {**ask, "refund_ref": "a", "amount": 1})
    emulator.decide("r1")

    client(emulator).post("/v1/refunds", {**ask, "refund_ref": "a", "amount": 8_000})
    with pytest.raises(ProviderRefused) as refusal:
        client(emulator).post("/v1/refunds", {**ask, "refund_ref": "b", "amount": 801})

    assert refusal.value.reason == "more_than_captured"
    assert emulator.charges()[0]["refunded"] == 8_000


def test_a_charge_canceled_before_it_came_is_never_made(emulator):
    client(emulator).post("/v1/charges/cancel", {"merchant_ref": "r1"})

    with pytest.raises(urllib.error.HTTPError) as refusal:
        charge(emulator)
    assert refusal.value.code == 409


@pytest.mark.parametrize(
    ("switch", "error"),
    [
        ({"error": True}, ProviderUnavailable),
        ({"error_after": True}, ProviderUnavailable),
        ({"reset": True}, ProviderUnavailable),
        ({"slow": 2}, ProviderUnavailable),
    ],
)
def test_trouble_leaves_the_outcome_unknown(emulator, switch, error):
    charge(emulator)
    emulator.decide("r1")
    emulator.switch(operations="refund", **switch)
    ask = {"merchant_ref": "r1", "refund_ref": "a", "amount": 100, "currency": "CNY"}

    with pytest.raises(error):
        client(emulator, timeout=0.3).post("/v1/refunds", ask)
    assert client(emulator).get("/v1/charges", {"merchant_ref": "r1"})["state"] == "captured"

    emulator.switch()
    client(emulator).post("/v1/refunds", ask)
    assert emulator.charges()[0]["refunded"] == 100


def test_nobody_at_home_is_an_unknown_outcome():
    with pytest.raises(ProviderUnavailable):
        Client("http://127.0.0.1:9", KEY, 1).get("/v1/charges")


def test_without_an_address_nothing_was_done():
    with pytest.raises(ProviderRefused):
        Client("", KEY).get("/v1/charges")


def test_the_pay_page_pays_and_leads_back(emulator, door: Door):
    made = charge(emulator, url=f"{door.address}/hooks/")
    status, text, _ = page(made["pay_url"])
    assert status == 200 and "CNY 88.00" in text and 'lang="en"' in text
    assert re.search(r'<button name=decision value="pay" class=primary>Pay now</button>', text)

    status, _, location = page(made["pay_url"], {"decision": "pay"})

    assert (status, location) == (303, "http://shop.test/back")
    assert door.wait(1, "charge.captured")[0].event["amount"] == 8_800
    assert "captured" in page(made["pay_url"])[1]


@pytest.mark.parametrize(("decision", "state"), [("decline", "declined"), ("cancel", "open")])
def test_the_pay_page_declines_and_cancels(emulator, decision, state):
    made = charge(emulator)

    assert page(made["pay_url"], {"decision": decision})[0] == 303
    assert emulator.charges()[0]["state"] == state


def test_trouble_can_be_chosen_on_the_pay_page(emulator, door: Door):
    made = charge(emulator, url=f"{door.address}/hooks/")

    page(made["pay_url"], {"decision": "pay", "duplicate": "3", "lost": ""})

    assert len(door.wait(3, "charge.captured")) == 3


def test_the_pages_speak_both_languages(emulator):
    made = charge(emulator, language="zh-hans", description="订单 <1>")
    text = page(made["pay_url"])[1]

    assert 'lang="zh-Hans"' in text and "立即支付" in text and "订单 &lt;1&gt;" in text
    assert "Pay now" in page(made["pay_url"].replace("zh-hans", "en"))[1]
    assert "Test payment provider" in page(f"{emulator.address}/?lang=en")[1]
    assert set(pages.TEXTS["en"]) == set(pages.TEXTS["zh-hans"])


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [(8800, "CNY", "CNY 88.00"), (5, "EUR", "EUR 0.05"), (1200, "JPY", "JPY 1200"), (1, "KWD", "KWD 0.001")],
)
def test_sums_have_the_decimals_of_their_currency(amount, currency, text):
    assert pages.money(amount, currency) == text


def test_what_is_not_acknowledged_is_sent_again(emulator, door: Door, monkeypatch):
    answers = iter([500, 503])
    handler = door.RequestHandlerClass
    send = handler.send_response
    monkeypatch.setattr(handler, "send_response", lambda self, code: send(self, next(answers, code)))
    charge(emulator, url=f"{door.address}/hooks/")

    emulator.decide("r1", "decline")

    first, second, third = door.wait(3)
    assert first.body == second.body == third.body


@contextmanager
def process(state: Path) -> Iterator[tuple[subprocess.Popen, Remote]]:
    """The emulator in a process of its own, as `manage.py payment_emulator` runs it."""
    command = [sys.executable, "-m", "plugins.test_pay.emulator", "--port", "0", "--state-file", str(state)]
    environment = {**os.environ, "TEST_PROVIDER_KEY": KEY, "TEST_PROVIDER_SECRET": SECRET}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = re.search(r"http://[\d.:]+", running.stdout.readline())
        assert address is not None
        try:
            yield running, Remote(address.group())
        finally:
            running.kill()


def test_charges_and_unsent_messages_survive_a_kill(tmp_path, door: Door):
    state = tmp_path / "emulator.sqlite3"
    with process(state) as (running, remote):
        remote.switch(late=1)
        charge(remote, url=f"{door.address}/hooks/")
        remote.decide("r1")
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert door.messages == []

    with process(state) as (_, remote):
        (kept,) = remote.charges()
        assert (kept["state"], kept["amount"], kept["merchant_ref"]) == ("captured", 8_800, "r1")
        assert door.wait(1, "charge.captured")[0].event["charge"] == kept["id"]


def test_it_ends_in_peace_when_it_is_told_to(tmp_path):
    with process(tmp_path / "state.sqlite3") as (running, remote):
        remote.call("/healthz")
        running.send_signal(signal.SIGTERM)

        assert running.wait(10) == 0


def test_without_key_and_secret_it_does_not_start():
    command = [sys.executable, "-m", "plugins.test_pay.emulator", "--port", "0"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TEST_PROVIDER")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=20)

    assert done.returncode == 2
    assert "TEST_PROVIDER_KEY" in done.stderr


def test_the_emulator_imports_nothing_of_the_shop():
    code = "import plugins.test_pay.emulator.__main__, sys; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=20)

    assert done.returncode == 0, done.stderr
    assert "'django'" not in done.stdout and "'commerce'" not in done.stdout
