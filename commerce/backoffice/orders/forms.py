"""Forms of an order's actions. Each knows its order and what it proposes."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.forms import TextField
from commerce.core.errors import Text
from commerce.core.formats import format_money
from commerce.core.money import Money
from commerce.fulfillment.carriers import CARRIERS
from commerce.orders.types import OrderLineView, OrderView
from commerce.payments.types import PaymentSummary
from commerce.shipping.models import ShippingMethod

INTERNAL = _("For your own records; customers do not see it.")


class ActionForm(forms.Form):
    """Carries a key made when the form was shown, so that sending it twice does the thing once."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, order: OrderView, money: PaymentSummary, **kwargs: Any) -> None:
        self.order, self.money = order, money
        kwargs["initial"] = {"key": uuid.uuid4().hex, **self.proposal(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def proposal(self) -> dict[str, Any]:
        return {}

    def to_log(self) -> dict[str, Any] | None:
        """What the admin's log keeps of a valid form: `amount` in minor units, `words`."""
        return None


def proposed_carrier(order: OrderView) -> dict[str, Any]:
    """The carrier of the way to deliver that the customer chose, where it has one."""
    method = ShippingMethod.objects.filter(code=order.facts.shipping_method_code)
    carrier = method.values_list("carrier", flat=True).first() or ""
    return {"carrier": carrier} if carrier in CARRIERS else {}


class ShipForm(ActionForm):
    """Carrier, number, and how many of each line go into the parcel (all that is left, at first)."""

    carrier = forms.ChoiceField(label=_("Carrier"))
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=80)

    def proposal(self) -> dict[str, Any]:
        return proposed_carrier(self.order)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carriers = [(code, carrier.name) for code, carrier in CARRIERS.items()]
        self.fields["carrier"].choices = [("", _("Choose a carrier")), *carriers]  # type: ignore[attr-defined]
        for line in self.open_lines:
            left = line.quantity - line.shipped_quantity
            self.fields[f"line-{line.id}"] = forms.IntegerField(
                label=" · ".join(part for part in (line.name, line.option_label, line.sku) if part),
                help_text=_("%(left)d of %(quantity)d are still to be shipped.")
                % {"left": left, "quantity": line.quantity},
                min_value=0,
                max_value=left,
                initial=left,
            )

    @property
    def open_lines(self) -> list[OrderLineView]:
        return [
            line
            for line in self.order.lines
            if line.requires_shipping and line.shipped_quantity < line.quantity
        ]

    def quantities(self) -> dict[int, int]:
        """Units by order line id; lines left out of the parcel are absent."""
        chosen = {line.id: self.cleaned_data[f"line-{line.id}"] for line in self.open_lines}
        return {line_id: quantity for line_id, quantity in chosen.items() if quantity}


class ReasonForm(ActionForm):
    """Why it is canceled; goes into the order's history."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=INTERNAL)


class MoneyForm(ActionForm):
    """A sum in major units of the order's currency; `most` minor units are expected at most."""

    limit: Text = "%(currency)s"
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=14, decimal_places=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {"currency": self.order.facts.currency, "amount": self.shown(self.most)}
        self.fields["amount"].help_text = self.limit % known

    @property
    def most(self) -> int:
        return self.order.facts.total_amount

    def proposal(self) -> dict[str, Any]:
        return {"amount": Money(self.most, self.order.facts.currency).decimal}

    def to_log(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"amount": data["amount"], "words": data.get("reference") or data.get("reason")}

    def shown(self, amount: int) -> str:
        return format_money(Money(amount, self.order.facts.currency), translation.get_language() or "en")

    def clean_amount(self) -> int:
        """In minor units."""
        value, currency = self.cleaned_data["amount"], self.order.facts.currency
        amount = Money.of(value, currency)
        if amount.decimal != value:
            raise forms.ValidationError(gettext("This currency has no such small parts."))
        if not amount:
            raise forms.ValidationError(gettext("Enter an amount above zero."))
        return amount.amount


class PaidForm(MoneyForm):
    """Money that arrived; the reference names the transfer, so that it counts once."""

    limit = _("In %(currency)s. %(amount)s is still owed.")
    reference = forms.CharField(
        label=_("Reference number"),
        max_length=120,
        help_text=_("What names this payment on the statement or receipt. The same reference counts once."),
    )

    surplus = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def most(self) -> int:
        return max(self.order.facts.total_amount - self.money.captured_amount, 0)

    def clean(self) -> dict[str, Any]:
        """More than is owed is asked about once: it would go back to the customer."""
        data = super().clean() or self.cleaned_data
        surplus = (data.get("amount") or 0) - self.most
        if surplus > 0 and data.get("surplus") != surplus:
            question = gettext(
                "This is %(surplus)s more than is owed. If so much has really arrived, send this again: what "
                "is too much then goes back to the customer."
            )
            self.add_error("amount", question % {"surplus": self.shown(surplus)})
            asked = cast(QueryDict, self.data).copy()
            asked["surplus"] = str(surplus)
            self.data = asked
        return data


class RefundForm(MoneyForm):
    """Money to give back."""

    limit = _("In %(currency)s. At most %(amount)s can be given back.")
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=INTERNAL)

    @property
    def most(self) -> int:
        return self.money.kept_amount


class NoteForm(ActionForm):
    """Words among staff."""

    note = TextField(label=_("Note"), max_length=2000, rows=4)


class RefundSentForm(ActionForm):
    """A refund that staff has sent by hand."""

    reference = forms.CharField(label=_("Reference of the transfer"), max_length=120)

    def to_log(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["reference"]}
