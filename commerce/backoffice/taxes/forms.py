"""A tax category, a tax zone with its table of rates, and a place to try them with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.forms import (
    CodedForm,
    InstantField,
    spread,
    texts,
    zone_note,
)
from commerce.backoffice.places import PlaceForm, countries_field, offer_countries, offer_regions
from commerce.core.errors import CommerceError
from commerce.tax import services as tax
from commerce.tax.models import TaxCategory, TaxZone

from .rows import rate_rows

CODE_HELP = _("Empty: made of the name. Imports know it by this; it never changes.")


def code_field() -> forms.SlugField:
    return forms.SlugField(
        label=pgettext_lazy("short name", "Code"), max_length=40, required=False, help_text=CODE_HELP
    )


class CategoryForm(CodedForm):
    """What kind of goods, for tax. One category is the default."""

    code = code_field()
    is_default = forms.BooleanField(
        label=_("Default"),
        required=False,
        help_text=_("For products and fees without a category of their own. There is always exactly one."),
    )

    def initial_of(self, category: TaxCategory) -> dict[str, Any]:
        return {**spread("name", category.name), "code": category.code, "is_default": category.is_default}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.instance is not None and self.instance.is_default and not data.get("is_default"):
            self.add_error(
                "is_default", gettext("Make another category the default; this one then steps back.")
            )
        return data

    def save(self, actor_id: str) -> TaxCategory:
        data = self.cleaned_data
        written = {"name": texts(data, "name"), "is_default": data["is_default"]}
        if self.instance is None:
            return TaxCategory.objects.get(pk=tax.create_category(code=data["code"], **written))
        tax.update_category(category_id=self.instance.pk, **written)
        return TaxCategory.objects.get(pk=self.instance.pk)


class ZoneForm(CodedForm):
    """Where a set of rates applies. `rates` is its table, one row each."""

    code = code_field()
    countries = countries_field(label=_("Countries"), required=True)
    regions = countries_field(
        label=_("Only these provinces or states"),
        help_text=_(
            "None: the whole countries. The lists are those of the chosen countries; save to see new ones."
        ),
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        initial=0,
        min_value=-1000,
        max_value=1000,
        help_text=_("Where zones overlap, the highest counts; of equals, the one that names the region."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_countries(self)
        offer_regions(self, "regions")
        known = list(self.instance.rates.order_by("category_id", "valid_from", "pk")) if self.instance else []
        self.rates = rate_rows(self.data if self.is_bound else None, known)
        self.clock = zone_note()

    @property
    def media(self) -> forms.Media:
        return super().media + self.rates.empty_form.media

    def initial_of(self, zone: TaxZone) -> dict[str, Any]:
        return {
            **spread("name", zone.name),
            **{name: getattr(zone, name) for name in ("code", "countries", "regions", "priority")},
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rates.is_valid()])

    def has_changed(self) -> bool:
        return super().has_changed() or self.rates.has_changed()

    def refuse(self, refusal: CommerceError) -> None:
        """What is wrong with the table stands at the row."""
        for name in [name for name in refusal.fields if name.startswith("rates.")]:
            message = str(refusal.fields.pop(name))
            self.rates.filled[int(name.partition(".")[2])].add_error(None, message)
            self.add_error(None, message)
        if refusal.fields or not self.non_field_errors():
            super().refuse(refusal)

    def changes(self) -> list[Any]:
        return [*super().changes(), *self.rates.changes()]

    def save(self, actor_id: str) -> TaxZone:
        data = self.cleaned_data
        pk = tax.save_zone(
            zone_id=self.instance.pk if self.instance else None,
            code=data["code"],
            name=texts(data, "name"),
            rates=self.rates.drafts(),
            **{name: data[name] for name in ("countries", "regions", "priority")},
        )
        return TaxZone.objects.get(pk=pk)


class WhereForm(PlaceForm):
    """Goods sent somewhere on a day: which rate applies?"""

    at = InstantField(label=_("When"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = zone_note()
        self.fields["at"].initial = timezone.now().replace(second=0, microsecond=0)
