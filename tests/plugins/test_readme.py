"""What the guide for plugin authors prints can be typed in and works."""

import re
import textwrap

import pytest
from django.apps import AppConfig

from cms.boot.places import ROOT
from commerce.core import listeners
from commerce.core.plugins import manifest_of
from commerce.payments.providers import BaseProvider
from commerce.payments.types import PaymentRequest
from plugins.test_pay.emulator.switches import ALL

README = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")
BLOCKS = [textwrap.dedent(block) for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL)]


def run(block: str) -> dict:
    namespace: dict = {"__name__": "plugins.wave.typed_in"}
    exec(compile(block, "README", "exec"), namespace)
    return namespace


def test_the_ten_lines_are_a_plugin():
    config = next(
        value for name, value in run(BLOCKS[0]).items() if name.endswith("Config") and value is not AppConfig
    )

    manifest = manifest_of(config)
    assert manifest is not None
    assert (manifest.code, manifest.api, manifest.enabled_by_default) == ("wave", 1, True)


def test_the_listener_listens(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listeners, "_after", {name: dict(found) for name, found in listeners._after.items()})

    run(BLOCKS[1])

    assert any("wave" in name for name in listeners.handlers_of("orders.OrderConfirmed"))


def test_the_smallest_provider_can_be_paid_with():
    provider = run(BLOCKS[2])["Cheque"]({})

    assert isinstance(provider, BaseProvider)
    started = provider.create(PaymentRequest("r", 1, "CNY", "Q1", "", "", "", "en"))
    assert (started.state, started.action.kind) == ("awaiting_customer", "instructions")


def test_the_registration_is_written_for_an_app_config():
    assert "register" in run(BLOCKS[3])


def test_every_switch_of_the_emulator_is_told():
    assert [switch.name for switch in ALL if f"`{switch.name}`" not in README] == []
