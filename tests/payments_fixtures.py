"""Fixtures of everything that is paid: import what you need into a conftest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import factories as make
from tests.payments import KEY, SECRET, Door, Remote, open_door, running_emulator


@pytest.fixture
def emulator() -> Iterator[Remote]:
    with running_emulator() as remote:
        yield remote


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


@pytest.fixture
def shop_with_test_pay(db: None, settings, emulator: Remote, door: Door) -> Remote:  # type: ignore[no-untyped-def]
    """The shop charges at the emulator and hears of it through the door."""
    settings.TEST_PROVIDER_URL = emulator.address
    settings.TEST_PROVIDER_KEY = KEY
    settings.TEST_PROVIDER_SECRET = SECRET
    settings.BASE_URL = door.address
    make.make_payment_method("test_pay")
    return emulator
