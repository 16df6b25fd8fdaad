"""Forms of a product's variants and pictures, one row each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commerce.assets.models import ShopImage
from commerce.backoffice.forms import MajorUnitsField, per_language
from commerce.backoffice.widgets import PictureChooser
from commerce.core.money import Money
from commerce.inventory.services.counting import MOST_ON_HAND
from commerce.pricing.services import MAX_AMOUNT

from .prices import Shelf

MAX_WEIGHT_GRAMS = 10_000_000


class MoneyRow(forms.Form):
    """Price and price before, in major units, for every channel."""

    def __init__(self, *args: Any, shelves: list[Shelf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelves = shelves
        for shelf in shelves:
            self.fields[f"price_{shelf.code}"] = MajorUnitsField(
                label=_("Price in %(currency)s, %(channel)s")
                % {"currency": shelf.currency, "channel": shelf.name}
            )
            self.fields[f"was_{shelf.code}"] = MajorUnitsField(
                label=_("Before in %(currency)s, %(channel)s")
                % {"currency": shelf.currency, "channel": shelf.name}
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for shelf in self.shelves:
            for name in (f"price_{shelf.code}", f"was_{shelf.code}"):
                data[name] = self._minor(name, data.get(name), shelf.currency)
            price, was = data[f"price_{shelf.code}"], data[f"was_{shelf.code}"]
            if was is not None and (price is None or was <= price):
                self.add_error(f"was_{shelf.code}", gettext("The price before must be above the price."))
        return data

    def _minor(self, name: str, value: Decimal | None, currency: str) -> int | None:
        if value is None:
            return None
        amount = Money.of(value, currency)
        if amount.decimal != value:
            self.add_error(name, gettext("This currency has no such small parts."))
        elif amount.amount > MAX_AMOUNT:
            self.add_error(name, gettext("This is too much."))
        return amount.amount

    def prices(self) -> list[tuple[Shelf, int | None, int | None, bool]]:
        """(channel, price, price before, whether that is new) in minor units."""
        return [
            (
                shelf,
                self.cleaned_data.get(f"price_{shelf.code}"),
                self.cleaned_data.get(f"was_{shelf.code}"),
                bool({f"price_{shelf.code}", f"was_{shelf.code}"} & set(self.changed_data)),
            )
            for shelf in self.shelves
        ]

    @property
    def price_cells(self) -> list[tuple[Any, Any]]:
        return [(self[f"price_{shelf.code}"], self[f"was_{shelf.code}"]) for shelf in self.shelves]


class VariantRow(MoneyRow):
    """One variant. `on_hand` remembers what was shown, so that only the difference is posted."""

    id = forms.IntegerField(widget=forms.HiddenInput)
    sku = forms.CharField(label=_("SKU"), max_length=100, required=False)
    weight_grams = forms.IntegerField(
        label=_("Weight in grams"), min_value=0, max_value=MAX_WEIGHT_GRAMS, required=False
    )
    on_hand = forms.IntegerField(
        label=_("On hand"), min_value=0, max_value=MOST_ON_HAND, required=False, show_hidden_initial=True
    )
    is_active = forms.BooleanField(label=_("Active"), required=False)

    def stock_change(self) -> tuple[int | None, int | None] | None:
        """(shown, wanted) on hand if somebody changed it; `shown` None where nothing was kept yet."""
        if "on_hand" not in self.changed_data or self.cleaned_data.get("on_hand") is None:
            return None
        field = self.fields["on_hand"]
        shown = field.widget.value_from_datadict(self.data, self.files, self.add_initial_prefix("on_hand"))
        return (int(shown) if str(shown or "").isdigit() else None), self.cleaned_data["on_hand"]


class NewVariants(MoneyRow):
    """What variants start with that this save makes."""

    sku = forms.CharField(
        label=_("SKU"),
        max_length=60,
        required=False,
        help_text=_("Where there are options, their values follow it: SHIRT becomes SHIRT-S-RED."),
    )
    weight_grams = forms.IntegerField(
        label=_("Weight in grams"), min_value=0, max_value=MAX_WEIGHT_GRAMS, required=False
    )
    on_hand = forms.IntegerField(label=_("On hand"), min_value=0, max_value=MOST_ON_HAND, required=False)


class PictureRow(forms.Form):
    """One picture of the gallery. Rows without a picture say where an import could not fetch one."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    image = forms.ModelChoiceField(
        label=_("Picture"), queryset=ShopImage.objects.all(), required=False, widget=PictureChooser
    )
    position = forms.IntegerField(label=_("Position"), min_value=1, max_value=10_000, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= per_language("alt", _("Alternative text"), max_length=300)


VariantRows: type[BaseFormSet] = formset_factory(VariantRow, extra=0, max_num=1000, absolute_max=1000)
PictureRows: type[BaseFormSet] = formset_factory(PictureRow, extra=3, max_num=250, absolute_max=250)
