"""The test provider keeps the contract, against an emulator that really runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.contracts.payment_provider import NotifyingContract
from tests.payments import Remote, signed_capture


class EmulatedGateway:
    """The emulator, as the contract asks for it."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def pay(self, merchant_ref: str) -> None:
        self.remote.decide(merchant_ref, "pay")

    def number_of_charges(self, merchant_ref: str) -> int:
        return sum(charge["merchant_ref"] == merchant_ref for charge in self.remote.charges())

    def refunded(self, merchant_ref: str) -> int:
        return sum(c["refunded"] for c in self.remote.charges() if c["merchant_ref"] == merchant_ref)

    @contextmanager
    def silent(self, merchant_ref: str = "") -> Iterator[None]:
        self.remote.switch(merchant_ref, reset=True)
        yield
        self.remote.switch(merchant_ref)

    def notification(self, merchant_ref: str, **fields: Any) -> tuple[bytes, Mapping[str, str]]:
        return signed_capture(merchant_ref, **fields)


class TestTestPay(NotifyingContract):
    method = "test_pay"

    @pytest.fixture
    def gateway(self, shop_with_test_pay: Remote) -> EmulatedGateway:
        return EmulatedGateway(shop_with_test_pay)
