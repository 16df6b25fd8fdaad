"""The table of fees by weight, one row each; rows left empty are no rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.changes import Change, change
from commerce.backoffice.forms import MajorUnitsField, major_units, minor_units
from commerce.shipping.models import ShippingRate
from commerce.shipping.rates import Rate

MOST_GRAMS = 10_000_000


class RateRow(forms.Form):
    """From a weight up to a weight, for a fee."""

    least = forms.IntegerField(label=_("From (g)"), min_value=0, max_value=MOST_GRAMS, required=False)
    most = forms.IntegerField(label=_("Up to (g)"), min_value=0, max_value=MOST_GRAMS, required=False)
    fee = MajorUnitsField(label=_("Fee"))

    @property
    def is_filled(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name) is not None for name in ("least", "most", "fee"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.is_filled and data.get("fee") is None and "fee" not in self.errors:
            self.add_error("fee", gettext("Please fill this in."))
        return data

    def convert(self, currency: str) -> None:
        """The fee in minor units, or a message at it."""
        try:
            self.cleaned_data["amount"] = minor_units(self.cleaned_data.get("fee"), currency)
        except forms.ValidationError as problem:
            self.add_error("fee", problem)


class BaseRateRows(BaseFormSet):
    """`table()` is what services take; `filled` are the forms behind its rows."""

    @property
    def filled(self) -> list[RateRow]:
        return [form for form in self.forms if form.is_filled]

    def table(self) -> list[Rate]:
        rows = [form.cleaned_data for form in self.filled]
        return [(row.get("least") or 0, row.get("most"), row["amount"]) for row in rows]

    def changes(self) -> list[Change]:
        """Row by row, before and after."""
        if not self.has_changed():
            return []
        before = "; ".join(_written(form.initial) for form in self.forms if form.initial)
        after = "; ".join(_written(form.cleaned_data) for form in self.filled)
        return [change(_("Fees by weight"), before, after)]


RateRows: type[BaseRateRows] = formset_factory(  # type: ignore[assignment]
    RateRow, formset=BaseRateRows, extra=3, max_num=100, absolute_max=100
)


def row_of(rate: ShippingRate, currency: str) -> dict[str, Any]:
    """What the row's form shows."""
    fee = major_units(rate.amount, currency)
    return {"least": rate.min_weight_grams, "most": rate.max_weight_grams, "fee": fee}


def _written(row: Any) -> str:
    most = "…" if row.get("most") is None else row["most"]
    return f"{row.get('least') or 0}–{most} g: {row.get('fee')}"
