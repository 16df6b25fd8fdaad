"""Payments are tested with the test provider and its running emulator."""

from tests.payments_fixtures import door, emulator, shop_with_test_pay

__all__ = ["door", "emulator", "shop_with_test_pay"]
