"""Changing what is on hand, always with a reason and a line in the ledger."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commerce.catalog.models import Variant
from commerce.core.errors import CommerceError
from commerce.inventory import services as inventory
from commerce.inventory.models import Location, StockItem
from commerce.inventory.services.counting import MOST_ON_HAND

from .locations import LocationField


class KeyedForm(forms.Form):
    """Carries a key made when the form was shown, so that sending it twice posts once."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: CommerceError) -> None:
        for name, message in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(message))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))


class AdjustForm(KeyedForm):
    """More, fewer, or a count of what really lies there."""

    RECEIVE, REMOVE, COUNT = "receive", "remove", "count"

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (RECEIVE, _("Goods came in: add to what is there")),
            (REMOVE, _("Goods are gone (broken, lost, given away): take off")),
            (COUNT, _("Counted: exactly this many lie there")),
        ],
        initial=RECEIVE,
        widget=forms.RadioSelect,
    )
    quantity = forms.IntegerField(label=_("Quantity"), min_value=0, max_value=MOST_ON_HAND)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For the ledger, e.g. the delivery note's number.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("quantity") == 0 and data.get("kind") != self.COUNT:
            self.add_error("quantity", gettext("Enter a quantity of at least 1."))
        return data

    def save(self, item: StockItem, actor_id: str) -> bool:
        """Post it; False if nothing changed. Raises InvalidInput, BelowPromised."""
        data = self.cleaned_data
        post: dict[str, Any] = {
            "variant_id": item.variant_id,
            "location_id": item.location_id,
            "actor_id": actor_id,
        }
        post |= {"key": f"staff:{data['key']}", "reason": data["reason"]}
        if data["kind"] == self.COUNT:
            return inventory.set_on_hand(quantity=data["quantity"], **post)
        if data["kind"] == self.RECEIVE:
            return inventory.receive(quantity=data["quantity"], **post)
        return inventory.adjust(quantity=-data["quantity"], **post)


class LevelForm(forms.Form):
    """From how many free units on the shop says "only a few left"."""

    level = forms.IntegerField(
        label=_("Low stock level"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("From this many free units on the shop says “only a few left”."),
    )


class ReceiveForm(KeyedForm):
    """Goods of a variant come in at a location, also where it was never kept before. Where there is but one
    location, it is chosen already."""

    sku = forms.CharField(label=_("SKU"), max_length=100)
    location = LocationField(label=pgettext_lazy("stock", "Location"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST_ON_HAND)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(Location.objects.filter(is_active=True)[:2])
        if len(places) == 1:
            self.initial.setdefault("location", places[0].pk)

    def clean_sku(self) -> Variant:
        typed = self.cleaned_data["sku"].strip()
        variant = Variant.objects.filter(sku__iexact=typed).order_by("id").first()
        if variant is None:
            raise forms.ValidationError(gettext("There is no variant with this SKU."))
        return variant

    def save(self, actor_id: str) -> StockItem:
        """The stock row afterwards. Raises InvalidInput."""
        data = self.cleaned_data
        inventory.receive(
            variant_id=data["sku"].pk,
            location_id=data["location"].pk,
            quantity=data["quantity"],
            key=f"staff:{data['key']}",
            reason=data["reason"],
            actor_id=actor_id,
        )
        return StockItem.objects.get(variant=data["sku"], location=data["location"])
