"""A zone, a method with its table of fees, and a parcel to try them with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.forms import (
    CodedForm,
    MajorUnitsField,
    TextField,
    major_units,
    minor_units,
    per_language,
    spread,
    texts,
)
from commerce.backoffice.places import PlaceForm, countries_field, offer_countries, offer_regions
from commerce.backoffice.views import admin_language
from commerce.channels.models import Channel
from commerce.core.errors import CommerceError
from commerce.core.i18n import pick
from commerce.shipping import services as shipping
from commerce.shipping.models import ShippingMethod, ShippingZone
from commerce.tax.models import TaxCategory

from .rows import RateRows, row_of

CODE_HELP = _("Empty: made of the name. Orders and imports know it by this; it never changes.")


class ZoneForm(CodedForm):
    """Where a set of methods delivers. The zone that knows a place best serves it."""

    code = forms.SlugField(
        label=pgettext_lazy("short name", "Code"), max_length=40, required=False, help_text=CODE_HELP
    )
    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.all())
    countries = countries_field(
        label=_("Countries"), help_text=_("None: everywhere that no other zone of the channel reaches.")
    )
    regions = countries_field(
        label=_("Only these provinces or states"),
        help_text=_(
            "None: the whole countries. The lists are those of the chosen countries; save to see new ones."
        ),
    )
    excluded_regions = countries_field(
        label=_("Except these provinces or states"), help_text=_("For what costs more in a zone of its own.")
    )
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        initial=True,
        help_text=_("Off: as if the zone were not there. Orders already placed keep their delivery."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_countries(self)
        offer_regions(self, "regions", "excluded_regions")
        if self.instance is not None:
            self.fields["channel"].disabled = True
            self.fields["channel"].help_text = _("Fixed: the fees are in this channel's currency.")
        else:
            self.fields["channel"].initial = Channel.objects.filter(is_default=True).first()

    def initial_of(self, zone: ShippingZone) -> dict[str, Any]:
        return {
            **spread("name", zone.name),
            "channel": zone.channel_id,
            **{name: getattr(zone, name) for name in ("code", "countries", "regions", "excluded_regions")},
            "is_active": zone.is_active,
        }

    def save(self, actor_id: str) -> ShippingZone:
        data = self.cleaned_data
        written = {
            "name": texts(data, "name"),
            **{name: data[name] for name in ("countries", "regions", "excluded_regions", "is_active")},
        }
        if self.instance is None:
            pk = shipping.create_zone(code=data["code"], channel_id=data["channel"].pk, **written)
            return ShippingZone.objects.get(pk=pk)
        shipping.update_zone(zone_id=self.instance.pk, **written)
        return ShippingZone.objects.get(pk=self.instance.pk)


class MethodForm(CodedForm):
    """A way to deliver in a zone. `rates` is its table, one row each."""

    zone = forms.ChoiceField(label=_("Zone"))
    code = forms.SlugField(
        label=pgettext_lazy("short name", "Code"), max_length=60, required=False, help_text=CODE_HELP
    )
    carrier = forms.CharField(
        label=_("Carrier"), max_length=60, required=False, help_text=_("For the parcel's slip, e.g. sf.")
    )
    min_days = forms.IntegerField(label=_("Days at least"), min_value=0, max_value=365, initial=1)
    max_days = forms.IntegerField(label=_("Days at most"), min_value=0, max_value=365, initial=3)
    free_over = MajorUnitsField(label=_("Free from"))
    tax_category = forms.ModelChoiceField(
        label=_("Tax category of the fee"),
        queryset=TaxCategory.objects.order_by("-is_default", "code"),
        required=False,
        empty_label=_("the default category"),
    )
    position = forms.IntegerField(
        label=_("Position"), initial=0, min_value=0, max_value=10_000, help_text=_("The lowest comes first.")
    )
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        initial=True,
        help_text=_("Off: no longer offered. Orders already placed keep it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= per_language("description", _("Description"), make=TextField, rows=2, max_length=300)
        self.fields["tax_category"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: pick(row.name, admin_language()) or row.code
        )
        rows = ShippingZone.objects.select_related("channel").order_by("channel_id", "code")
        self.zones = {str(row.pk): row for row in rows}
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            (pk, f"{pick(row.name, admin_language()) or row.code} · {row.channel.name}")
            for pk, row in self.zones.items()
        ]
        if self.instance is not None:
            self.fields["zone"].disabled = True
        self.fields["free_over"].help_text = gettext(
            "In %(currency)s, what the goods cost after discounts. Empty: never free."
        ) % {"currency": self.currency or gettext("the channel's currency")}
        known = [row_of(rate, self.currency) for rate in self.instance.rates.all()] if self.instance else []
        self.rates = RateRows(self.data if self.is_bound else None, initial=known, prefix="rates")

    @property
    def currency(self) -> str:
        """Of the zone's channel; empty while no zone is chosen."""
        if self.instance is not None:
            return self.instance.zone.channel.currency
        chosen = self.data.get("zone") if self.is_bound else self.initial.get("zone")
        zone = self.zones.get(str(chosen)) or next(iter(self.zones.values()), None)
        return zone.channel.currency if zone else ""

    def initial_of(self, method: ShippingMethod) -> dict[str, Any]:
        return {
            **spread("name", method.name),
            **spread("description", method.description),
            "zone": str(method.zone_id),
            "free_over": major_units(method.free_over_amount, method.zone.channel.currency),
            "tax_category": method.tax_category_id,
            **{
                name: getattr(method, name)
                for name in ("code", "carrier", "min_days", "max_days", "position", "is_active")
            },
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rates.is_valid()])

    def has_changed(self) -> bool:
        return super().has_changed() or self.rates.has_changed()

    def clean_free_over(self) -> int | None:
        return minor_units(self.cleaned_data["free_over"], self.currency or "CNY")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for row in self.rates.forms if self.rates.is_valid() else ():
            row.convert(self.currency or "CNY")
        return data

    def refuse(self, refusal: CommerceError) -> None:
        """What is wrong with the table stands at the row."""
        for name in [name for name in refusal.fields if name.startswith("rates")]:
            message = str(refusal.fields.pop(name))
            number = name.partition(".")[2]
            if number:
                self.rates.filled[int(number)].add_error(None, message)
            self.add_error(None, message)
        if refusal.fields or not self.non_field_errors():
            super().refuse(refusal)

    def changes(self) -> list[Any]:
        return [*super().changes(), *self.rates.changes()]

    def save(self, actor_id: str) -> ShippingMethod:
        data = self.cleaned_data
        category = data["tax_category"]
        written = {
            "name": texts(data, "name"),
            "description": texts(data, "description"),
            "rates": self.rates.table(),
            "free_over_amount": data["free_over"],
            "tax_category_id": category.pk if category else None,
            **{name: data[name] for name in ("carrier", "min_days", "max_days", "position", "is_active")},
        }
        if self.instance is None:
            pk = shipping.create_method(zone_id=int(data["zone"]), code=data["code"], **written)
            return ShippingMethod.objects.get(pk=pk)
        shipping.update_method(method_id=self.instance.pk, **written)
        return ShippingMethod.objects.get(pk=self.instance.pk)


class ParcelForm(PlaceForm):
    """A parcel that nobody sends: which methods would take it, and at what fee?"""

    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.filter(is_active=True))
    weight_grams = forms.IntegerField(label=_("Weight in grams"), min_value=0, max_value=10_000_000)
    total = MajorUnitsField(label=_("Goods after discounts"), required=True)
    field_order = ("channel", "country", "region", "weight_grams", "total")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        channel, total = data.get("channel"), data.get("total")
        if channel is not None and isinstance(total, Decimal):
            try:
                data["total"] = minor_units(total, channel.currency)
            except forms.ValidationError as problem:
                self.add_error("total", problem)
        return data


def grams(least: int, most: int | None) -> str:
    """`0–1000 g`, `from 3001 g`."""
    if most is None:
        return pgettext("weight", "from %(least)d g") % {"least": least}
    return f"{least}–{most} g"
