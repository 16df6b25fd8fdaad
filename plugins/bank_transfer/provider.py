"""Bank transfer: instructions now, money when staff sees it."""

from __future__ import annotations

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from commerce.core.money import Money
from commerce.payments.providers import BaseProvider
from commerce.payments.types import NextAction, PaymentRequest, Started


class BankTransfer(BaseProvider):
    code = "bank_transfer"
    name = _("Bank transfer")
    description = _("Transfer the amount to our account; we ship when it has arrived.")
    icon = "bank"

    def is_offered(self, *, amount: int, currency: str, country: str) -> bool:
        return bool(self.settings.get("account_name") and self.settings.get("account_number"))

    def create(self, request: PaymentRequest) -> Started:
        with override(request.language):
            rows = [
                (gettext("Account holder"), self.settings.get("account_name", "")),
                (gettext("Bank"), self.settings.get("bank_name", "")),
                (gettext("Account number or IBAN"), self.settings.get("account_number", "")),
                (gettext("BIC or bank code"), self.settings.get("bic", "")),
                (gettext("Amount"), _figure(request)),
                (gettext("Reference"), request.order_number),
            ]
        shown = [(label, str(value)) for label, value in rows if value]
        text = "\n".join(f"{label}: {value}" for label, value in shown)
        return Started(
            "awaiting_customer", action=NextAction("instructions", text=text, data={"rows": shown})
        )


def _figure(request: PaymentRequest) -> str:
    """`88.00 CNY`: the way banks ask for it, in every language."""
    return f"{Money(request.amount, request.currency).decimal} {request.currency}"
