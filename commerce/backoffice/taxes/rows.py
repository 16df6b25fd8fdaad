"""The table of a zone's rates, one row each; rows without a rate are no rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.changes import Change, change, plain
from commerce.backoffice.forms import InstantField, spread, suffix, texts
from commerce.backoffice.views import admin_language
from commerce.core.i18n import pick
from commerce.tax.models import TaxCategory, TaxRate
from commerce.tax.types import RateDraft

PPM_PER_PERCENT = 10_000
#: Field names of the rate's name, one per language.
NAMES = tuple(f"name_{suffix(code)}" for code, _language in settings.LANGUAGES)


class RateRow(forms.Form):
    """One category's rate. Typed as a percentage: 13 or 8.875."""

    category = forms.ChoiceField(label=_("Tax category"), required=False)
    percent = forms.DecimalField(
        label=_("Percent"), min_value=0, max_value=100, max_digits=7, decimal_places=4, required=False
    )
    valid_from = InstantField(label=_("Valid from"), required=False)
    valid_until = InstantField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        for name, (_code, language) in zip(NAMES, settings.LANGUAGES, strict=True):
            label = format_lazy("{} ({})", _("Name"), language)
            self.fields[name] = forms.CharField(label=label, required=False, max_length=60)

    @property
    def is_filled(self) -> bool:
        return getattr(self, "cleaned_data", {}).get("percent") is not None

    @property
    def name_cells(self) -> list[Any]:
        return [self[name] for name in NAMES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        others = any(data.get(name) for name in (*NAMES, "valid_from", "valid_until"))
        if data.get("percent") is None and others and not self.initial and "percent" not in self.errors:
            self.add_error("percent", gettext("Please fill this in."))
        return data

    def draft(self) -> RateDraft:
        data = self.cleaned_data
        return RateDraft(
            category_id=int(data["category"]),
            rate_ppm=int(data["percent"] * PPM_PER_PERCENT),
            name=texts(data, "name"),
            valid_from=self.instant("valid_from"),
            valid_until=self.instant("valid_until"),
        )

    def instant(self, name: str) -> Any:
        """What was typed; an instant that nobody touched keeps the seconds the screen does not show."""
        return self.cleaned_data[name] if name in self.changed_data else self.initial.get(name)

    def written(self, data: Any) -> str:
        """The row for the log."""
        names = dict(self.fields["category"].choices)  # type: ignore[attr-defined]
        window = " – ".join(plain(data.get(name)) or "…" for name in ("valid_from", "valid_until"))
        return f"{names.get(str(data.get('category')), '')} {plain(data.get('percent'))}% ({window})"


class BaseRateRows(BaseFormSet):
    """`drafts()` is what the service takes; `filled` are the forms behind its rows."""

    @property
    def filled(self) -> list[RateRow]:
        return [form for form in self.forms if form.is_filled]

    def drafts(self) -> list[RateDraft]:
        return [form.draft() for form in self.filled]

    def changes(self) -> list[Change]:
        """The table before and after."""
        if not self.has_changed():
            return []
        before = "; ".join(form.written(form.initial) for form in self.forms if form.initial)
        after = "; ".join(form.written(form.cleaned_data) for form in self.filled)
        return [change(_("Rates"), before, after)]


_Rows: type[BaseRateRows] = formset_factory(  # type: ignore[assignment]
    RateRow, formset=BaseRateRows, extra=2, max_num=200, absolute_max=200
)


def rate_rows(data: Any, rates: list[TaxRate]) -> BaseRateRows:
    """The table's forms, bound to `data` unless that is None."""
    language = admin_language()
    rows = TaxCategory.objects.order_by("-is_default", "code")
    choices = [(str(row.pk), pick(row.name, language) or row.code) for row in rows]
    initial = [row_of(rate) for rate in rates]
    return _Rows(data, initial=initial, prefix="rates", form_kwargs={"categories": choices})


def row_of(rate: TaxRate) -> dict[str, Any]:
    """What the row's form shows."""
    return {
        "category": str(rate.category_id),
        "percent": percent_of(rate.rate_ppm),
        "valid_from": rate.valid_from,
        "valid_until": rate.valid_until,
        **spread("name", rate.name),
    }


def percent_of(ppm: int) -> str:
    """Parts per million as typed: `13`, `8.875`."""
    return f"{(Decimal(ppm) / PPM_PER_PERCENT).normalize():f}"
