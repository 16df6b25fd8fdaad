"""The test provider keeps the contract, against an emulator that really runs."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from plugins.test_pay.emulator.__main__ import account_of
from tests.contracts.payment_provider import NotifyingContract
from tests.payments import KEY, SECRET, Remote


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

    def notification(
        self,
        merchant_ref: str,
        *,
        amount: int,
        currency: str,
        event_id: str = "evt-1",
        effect: str = "charge-1",
        seconds_old: int = 0,
        secret: str | None = None,
    ) -> tuple[bytes, Mapping[str, str]]:
        event = {
            "id": event_id, "type": "charge.captured", "account": account_of(KEY), "charge": "ch_1",
            "merchant_ref": merchant_ref, "refund_ref": "", "effect": effect, "amount": amount,
            "currency": currency, "at": timezone.now().timestamp(),
        }  # fmt: skip
        body = json.dumps(event).encode()
        timestamp = str(int((timezone.now() - timedelta(seconds=seconds_old)).timestamp()))
        key = (secret or SECRET).encode()
        digest = hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return body, {"X-Test-Pay-Timestamp": timestamp, "X-Test-Pay-Signature": f"v1={digest}"}


class TestTestPay(NotifyingContract):
    method = "test_pay"

    @pytest.fixture
    def gateway(self, shop_with_test_pay: Remote) -> EmulatedGateway:
        return EmulatedGateway(shop_with_test_pay)
