"""Words for stored codes of payments and prices, as staff reads them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.core.errors import Text
from commerce.payments.providers import provider_behind

ATTEMPTS: Mapping[str, Text] = {
    "created": pgettext_lazy("payment attempt", "begun"),
    "awaiting_customer": pgettext_lazy("payment attempt", "waiting for the customer"),
    "processing": pgettext_lazy("payment attempt", "being processed"),
    "unknown": pgettext_lazy("payment attempt", "no answer yet; we keep asking"),
    "authorized": pgettext_lazy("payment attempt", "authorized"),
    "captured": pgettext_lazy("payment attempt", "paid"),
    "collect": pgettext_lazy("payment attempt", "to be collected on delivery"),
    "failed": pgettext_lazy("payment attempt", "refused"),
    "expired": pgettext_lazy("payment attempt", "expired"),
    "canceled": pgettext_lazy("payment attempt", "canceled"),
    "voided": pgettext_lazy("payment attempt", "released"),
}
PAYMENT_TONES: Mapping[str, str] = {"paid": "good", "unpaid": "waiting", "partially_paid": "waiting"}
SOURCES: Mapping[str, Text] = {
    "webhook": _("the provider told us"),
    "return": _("asked when the customer came back"),
    "query": _("we asked the provider"),
    "bill": _("from the provider's bill"),
    "manual": _("recorded by hand"),
}
REFUNDS: Mapping[str, Text] = {
    "pending": pgettext_lazy("refund", "on its way"),
    "unknown": pgettext_lazy("refund", "no answer yet; we keep asking"),
    "done": pgettext_lazy("refund", "done"),
    "failed": pgettext_lazy("refund", "failed"),
}
REFUND_REASONS: Mapping[str, Text] = {
    "paid_twice": _("paid twice"),
    "late_payment": _("paid after the order was canceled"),
    "canceled": _("order canceled"),
}
ACTORS: Mapping[str, Text] = {
    "shopper": _("customer"),
    "staff": _("staff"),
    "provider": _("payment provider"),
    "system": _("the shop itself"),
}
POLICIES: Mapping[str, Text] = {
    "terms": _("terms of sale"),
    "privacy": _("privacy"),
    "returns": _("returns"),
}
REFUSALS: Mapping[str, Text] = {
    "not_yet": _("did not apply yet"),
    "over": _("was over"),
    "quantity_too_low": _("only from %(min_quantity)s pieces"),
    "lower_priority": _("another price list came first"),
    "not_the_lowest": _("was not the lowest price"),
    "no_price": _("there was no price in this channel"),
    "better_in_lane": _("a better offer applied"),
    "no_effect": _("had nothing to deduct"),
    "nothing_to_ship": _("nothing had to be shipped"),
    "unknown_method": _("did not reach the destination"),
    "no_rate": _("could not carry the weight"),
}


def payment_tone(status: str, payment_status: str) -> str:
    """How a payment status is colored; nobody waits for the money of an order that is off."""
    is_off = status in ("canceled", "refunded")
    return "neutral" if is_off else PAYMENT_TONES.get(payment_status, "neutral")


def word(words: Mapping[str, Text], code: str) -> str:
    """The word for `code`, or the code where there is none."""
    return str(words.get(code, code))


def provider_name(code: str, channel: str = "") -> str:
    """How shoppers know the way to pay; its code if the plugin is gone."""
    provider = provider_behind(code, channel)
    return str(provider.name) if provider else code
