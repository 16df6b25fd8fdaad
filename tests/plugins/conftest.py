"""Plugins are tested against what they talk to, running."""

from tests.payments_fixtures import door, emulator, shop_with_test_pay

__all__ = ["door", "emulator", "shop_with_test_pay"]
