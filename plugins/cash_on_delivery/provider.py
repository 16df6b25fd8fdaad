"""Cash on delivery: nothing happens now, and the order need not wait."""

from __future__ import annotations

from decimal import InvalidOperation

from django.utils.translation import gettext_lazy as _

from commerce.core.money import Money
from commerce.payments.providers import BaseProvider
from commerce.payments.types import PaymentRequest, Started


class CashOnDelivery(BaseProvider):
    code = "cash_on_delivery"
    name = _("Cash on delivery")
    description = _("Pay the courier when the parcel arrives.")
    icon = "cash"
    collects_on_delivery = True

    def is_offered(self, *, amount: int, currency: str, country: str) -> bool:
        served = {code.strip().upper() for code in str(self.settings.get("countries") or "").split(",")} - {
            ""
        }
        return (not served or country in served) and amount <= self._maximum(currency, amount)

    def create(self, request: PaymentRequest) -> Started:
        return Started("collect")

    def _maximum(self, currency: str, otherwise: int) -> int:
        """The ceiling in minor units; without one, `otherwise`. One that cannot be read lets nothing pass."""
        text = str(self.settings.get("maximum") or "").strip()
        if not text:
            return otherwise
        try:
            return Money.of(text, currency).amount
        except InvalidOperation:
            return 0
