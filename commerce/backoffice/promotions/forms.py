"""One promotion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.forms import (
    InstantField,
    ServiceForm,
    indented,
    per_language,
    require_one,
    spread,
    texts,
    zone_note,
)
from commerce.backoffice.views import admin_language
from commerce.catalog.models import Category
from commerce.channels.models import Channel
from commerce.promotions import services as promotions
from commerce.promotions.models import Promotion

PPM_PER_PERCENT = 10_000


class PromotionForm(ServiceForm):
    """The best promotion of a lane wins each line; lanes add up."""

    percent = forms.DecimalField(
        label=_("Percent off"), min_value=Decimal("0.01"), max_value=100, max_digits=5, decimal_places=2
    )
    category = forms.ChoiceField(label=_("Category"), help_text=_("With everything below it."))
    channel = forms.ModelChoiceField(
        label=_("Channel"), queryset=Channel.objects.all(), required=False, empty_label=_("all channels")
    )
    starts_at = InstantField(label=_("Starts"))
    ends_at = InstantField(label=_("Ends"), required=False, help_text=_("Empty: until it is ended."))
    lane = forms.SlugField(
        label=_("Lane"),
        max_length=40,
        initial="sale",
        help_text=_("Of the promotions in one lane, one applies; promotions of different lanes add up."),
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        initial=0,
        min_value=-1000,
        max_value=1000,
        help_text=_("The highest in a lane applies; of equals, the one that takes off more."),
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = per_language("name", _("Name"), max_length=100)
        self.fields = {**names, **self.fields}
        rows = Category.objects.order_by("tree_id", "lft")
        cast(forms.ChoiceField, self.fields["category"]).choices = indented(
            rows, admin_language(), _("Choose a category")
        )
        self.fields["starts_at"].help_text = zone_note()
        ends = self.fields["ends_at"]
        ends.help_text = format_lazy("{} {}", ends.help_text, zone_note())

    def initial_of_new(self) -> dict[str, Any]:
        return {"starts_at": timezone.now().replace(second=0, microsecond=0)}

    def initial_of(self, promotion: Promotion) -> dict[str, Any]:
        return {
            **spread("name", promotion.name),
            "percent": f"{(Decimal(promotion.percent_ppm) / PPM_PER_PERCENT).normalize():f}",
            "category": promotion.category_id,
            "channel": promotion.channel_id,
            "starts_at": promotion.starts_at,
            "ends_at": promotion.ends_at,
            "lane": promotion.lane,
            "priority": promotion.priority,
            "is_active": promotion.is_active,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        require_one(self, "name")
        return data

    def field_of(self, name: str) -> str | None:
        known = {"percent_ppm": "percent", "name": "name_zh_hans", "category_id": "category"}
        return super().field_of(known.get(name, name))

    def save(self, actor_id: str) -> Promotion:
        data = self.cleaned_data
        written = {
            "name": texts(data, "name"),
            "percent_ppm": int(data["percent"] * PPM_PER_PERCENT),
            "category_id": int(data["category"]),
            "channel_id": data["channel"].pk if data["channel"] else None,
            **{name: data[name] for name in ("lane", "priority", "is_active")},
            **{name: self.instant(name) for name in ("starts_at", "ends_at")},
        }
        if self.instance is None:
            return Promotion.objects.get(pk=promotions.create_promotion(**written))
        promotions.update_promotion(promotion_id=self.instance.pk, **written)
        return Promotion.objects.get(pk=self.instance.pk)
