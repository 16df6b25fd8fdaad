"""The test provider behind the shop's payment protocol. Read it as an example: nothing here is special."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings as shop_settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.payments.errors import ForgedNotification, ProviderRefused
from commerce.payments.providers import BaseProvider
from commerce.payments.types import NextAction, PaymentRequest, ProviderFact, Started, VerifiedMessage

from .client import Client
from .signing import check

# Their event types and states, and what they mean to us. What is not here is information.
KINDS = {
    "charge.authorized": "authorized",
    "charge.captured": "captured",
    "charge.declined": "failed",
    "charge.voided": "voided",
    "refund.done": "refunded",
}
STATES = {"open": "awaiting_customer", "authorized": "authorized", "captured": "captured"}


class TestPay(BaseProvider):
    """Charges at the emulator. Amounts cross unchanged: both sides count minor units."""

    __test__ = False  # its name looks like a test's

    code = "test_pay"
    name = _("Test payment")
    description = _("Pays at a test provider. No money moves.")
    icon = "card"
    is_online = True
    refunds_by_hand = False

    @property
    def account(self) -> str:
        key = self._setting("key")
        return "acct_" + hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""

    @property
    def redirects_to(self) -> Sequence[str]:
        return [self._setting("url")]

    def is_offered(self, *, amount: int, currency: str, country: str) -> bool:
        return bool(self._setting("url") and self._setting("key"))

    def create(self, request: PaymentRequest) -> Started:
        charge = self._client.post(
            "/v1/charges",
            {
                "merchant_ref": request.merchant_ref,
                "amount": request.amount,
                "currency": request.currency,
                "description": request.description,
                "return_url": request.return_url,
                "notify_url": request.notify_url,
                "language": request.language,
                "capture": self.settings.get("capture") or "automatic",
            },
        )
        state = STATES.get(charge["state"], "processing")
        return Started(state, charge["id"], NextAction("redirect", url=charge["pay_url"]))

    def query(self, merchant_ref: str) -> Sequence[ProviderFact]:
        try:
            charge = self._client.get("/v1/charges", {"merchant_ref": merchant_ref})
        except ProviderRefused as refusal:
            if refusal.reason == "no_such_charge":
                return ()
            raise
        return _facts(charge)

    def capture(self, *, merchant_ref: str, amount: int, currency: str) -> ProviderFact:
        charge = self._client.post(
            "/v1/charges/capture", {"merchant_ref": merchant_ref, "amount": amount, "currency": currency}
        )
        return _fact(charge, "captured", charge["payment"], charge["amount"])

    def cancel(self, merchant_ref: str) -> None:
        self._client.post("/v1/charges/cancel", {"merchant_ref": merchant_ref})

    def refund(self, *, merchant_ref: str, refund_ref: str, amount: int, currency: str) -> ProviderFact:
        refund = self._client.post(
            "/v1/refunds",
            {
                "merchant_ref": merchant_ref,
                "refund_ref": refund_ref,
                "amount": amount,
                "currency": currency,
            },
        )
        return ProviderFact(
            merchant_ref=merchant_ref,
            kind="refunded" if refund["state"] == "done" else "info",
            amount=refund["amount"],
            currency=refund["currency"],
            effect_ref=refund["id"],
            refund_ref=refund_ref,
        )

    def bill(self) -> Sequence[ProviderFact]:
        return [fact for charge in self._client.get("/v1/charges")["charges"] for fact in _facts(charge)]

    def ping(self) -> None:
        self.query("ping")

    def verify(self, body: bytes, headers: Mapping[str, str]) -> VerifiedMessage:
        check(
            body,
            headers,
            secret=self._setting("secret"),
            now=timezone.now().timestamp(),
            tolerance_seconds=self._tolerance_seconds(),
        )
        try:
            event = json.loads(body)
            if event["account"] != self.account:
                raise ForgedNotification("foreign_account")
            return VerifiedMessage(str(event["id"]), str(event["type"]), _told(event))
        except (ValueError, KeyError, TypeError) as exc:  # signed, and yet not what was agreed
            raise ForgedNotification("malformed") from exc

    @property
    def _client(self) -> Client:
        return Client(
            self._setting("url"), self._setting("key"), timeout=float(self.settings.get("timeout") or 8)
        )

    def _setting(self, name: str) -> str:
        """The channel's own setting, else the environment's."""
        return str(self.settings.get(name) or getattr(shop_settings, f"TEST_PROVIDER_{name.upper()}", ""))

    def _tolerance_seconds(self) -> float:
        return float(self.settings.get("tolerance") or shop_settings.WEBHOOK_TOLERANCE_SECONDS)


def _told(event: Mapping[str, Any]) -> ProviderFact:
    """The fact of an event. Raises KeyError, TypeError or ValueError where it is not one."""
    amount = event["amount"]
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError("amount")
    return ProviderFact(
        merchant_ref=str(event["merchant_ref"]),
        kind=KINDS.get(event["type"], "info"),
        amount=amount,
        currency=str(event["currency"]),
        effect_ref=str(event["effect"]),
        provider_ref=str(event["charge"]),
        refund_ref=str(event.get("refund_ref", "")),
        occurred_at=datetime.fromtimestamp(float(event["at"]), UTC),
    )


def _facts(charge: Mapping[str, Any]) -> list[ProviderFact]:
    """Everything a charge tells: how it stands, and what was given back."""
    facts = []
    if charge["state"] in ("authorized", "captured"):
        facts.append(_fact(charge, charge["state"], charge["payment"], charge["amount"]))
    elif charge["state"] == "declined":
        facts.append(_fact(charge, "failed", "declined", charge["amount"]))
    elif charge["state"] in ("canceled", "voided"):
        facts.append(_fact(charge, "voided", charge["payment"] or "canceled", charge["amount"]))
    for refund in charge["refunds"]:
        if refund["state"] == "done":
            facts.append(
                _fact(charge, "refunded", refund["id"], refund["amount"], refund_ref=refund["refund_ref"])
            )
    return facts


def _fact(
    charge: Mapping[str, Any], kind: str, effect_ref: str, amount: int, *, refund_ref: str = ""
) -> ProviderFact:
    return ProviderFact(
        merchant_ref=charge["merchant_ref"],
        kind=kind,
        amount=amount,
        currency=charge["currency"],
        effect_ref=effect_ref,
        provider_ref=charge["id"],
        refund_ref=refund_ref,
    )
