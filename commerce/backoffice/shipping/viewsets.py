"""The lists of delivery zones and methods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Count, Max, Min, Q, QuerySet, prefetch_related_objects
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from commerce.backoffice.columns import EditColumn, LinkedColumn, ToneColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.places import reach
from commerce.backoffice.searching import named_like
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.channels.models import Channel
from commerce.core.formats import format_money
from commerce.core.money import Money
from commerce.shipping.models import ShippingMethod, ShippingRate, ShippingZone

from .forms import MethodForm, ZoneForm
from .views import (
    MethodCreateView,
    MethodDeleteView,
    MethodEditView,
    TryButton,
    TryView,
    ZoneCreateView,
    ZoneDeleteView,
    ZoneEditView,
    method_name,
    zone_name,
)

IN_USE = {"on": _("In use"), "off": _("Switched off")}
TONES = {"on": "good", "off": "neutral"}


def in_use_column() -> ToneColumn:
    return ToneColumn(
        "is_active",
        label=_("State"),
        accessor=lambda row: "on" if row.is_active else "off",
        words=IN_USE.__getitem__,
        tone=TONES.__getitem__,
    )


def fees(method: ShippingMethod) -> str:
    """The fee, or the span of fees."""
    language = translation.get_language() or "en"
    ends = dict.fromkeys((method.least_fee, method.most_fee))  # type: ignore[attr-defined]
    currency = method.zone.channel.currency
    return " – ".join(format_money(Money(end, currency), language) for end in ends if end is not None)


def in_major_units(amount: int | None, method: ShippingMethod) -> Decimal | None:
    return None if amount is None else Money(amount, method.zone.channel.currency).decimal


def days(method: ShippingMethod) -> str:
    ends = dict.fromkeys((method.min_days, method.max_days))
    return "–".join(str(end) for end in ends)


class ZoneFilterSet(WagtailFilterSet):
    channel = django_filters.ModelChoiceFilter(label=_("Channel"), queryset=Channel.objects.all())

    class Meta:
        model = ShippingZone
        fields: list[str] = []


class ZoneIndexView(TryButton, GuidedList, SafeExport, IndexView):
    default_ordering = "pk"
    nothing_yet = _("No delivery zones yet")
    add_first = _("Add the first zone.")
    how_to_begin = _(
        "Without one, nothing can be delivered and nobody can order. Then add methods with fees."
    )
    nothing_found = _("No zone matches. Search by name or code, or clear the filters.")
    export_columns = {
        "code": (pgettext_lazy("short name", "Code"), lambda row: row.code),
        "name": (_("Name"), zone_name),
        "channel": (_("Channel"), lambda row: row.channel.name),
        "countries": (_("Countries"), lambda row: ", ".join(row.countries)),
        "regions": (_("Only these provinces or states"), lambda row: ", ".join(row.regions)),
        "except": (_("Except these provinces or states"), lambda row: ", ".join(row.excluded_regions)),
        "methods": (_("Methods in use"), lambda row: row.method_count),
        "is_active": (_("Active"), lambda row: row.is_active),
    }

    def get_base_queryset(self) -> QuerySet[ShippingZone]:
        rows = super().get_base_queryset().select_related("channel")
        return rows.annotate(method_count=Count("methods", filter=Q(methods__is_active=True)))

    def search_queryset(self, queryset: QuerySet[ShippingZone]) -> QuerySet[ShippingZone]:
        return queryset.filter(named_like(self.search_query, "code"))


class MethodFilterSet(WagtailFilterSet):
    zone = django_filters.ModelChoiceFilter(label=_("Zone"), queryset=ShippingZone.objects.all())

    class Meta:
        model = ShippingMethod
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["zone"].field.label_from_instance = zone_name


class MethodIndexView(TryButton, GuidedList, SafeExport, IndexView):
    """In the order in which shoppers see them; a spreadsheet has one row per fee."""

    default_ordering = ("position", "pk")
    nothing_yet = _("No delivery methods yet")
    add_first = _("Add the first method.")
    how_to_begin = _("A way to deliver in a zone: a name, a promise in days, and fees by weight.")
    nothing_found = _("No method matches. Search by name or code, or clear the filters.")
    export_columns = {
        "code": (pgettext_lazy("short name", "Code"), lambda rate: rate.method.code),
        "name": (_("Name"), lambda rate: method_name(rate.method)),
        "zone": (_("Zone"), lambda rate: zone_name(rate.method.zone)),
        "carrier": (_("Carrier"), lambda rate: rate.method.carrier),
        "min_days": (_("Days at least"), lambda rate: rate.method.min_days),
        "max_days": (_("Days at most"), lambda rate: rate.method.max_days),
        "least": (_("From (g)"), lambda rate: rate.min_weight_grams),
        "most": (_("Up to (g)"), lambda rate: rate.max_weight_grams),
        "fee": (_("Fee"), lambda rate: in_major_units(rate.amount, rate.method)),
        "free_over": (_("Free from"), lambda rate: in_major_units(rate.method.free_over_amount, rate.method)),
        "currency": (_("Currency"), lambda rate: rate.method.zone.channel.currency),
        "is_active": (_("Active"), lambda rate: rate.method.is_active),
    }

    def get_base_queryset(self) -> QuerySet[ShippingMethod]:
        rows = super().get_base_queryset().select_related("zone__channel")
        return rows.annotate(least_fee=Min("rates__amount"), most_fee=Max("rates__amount"))

    def prepared(self, rows: list[ShippingMethod]) -> list[ShippingRate]:
        """The rates of each method, which brings its zone along. One query."""
        prefetch_related_objects(rows, "rates")
        return [rate for method in rows for rate in method.rates.all()]

    def search_queryset(self, queryset: QuerySet[ShippingMethod]) -> QuerySet[ShippingMethod]:
        return queryset.filter(named_like(self.search_query, "code"))


class ZoneViewSet(ServiceViewSet):
    model = ShippingZone
    name = "delivery_zone"
    url_prefix = "delivery/zones"
    icon = "globe"
    menu_label = _("Delivery zones")
    menu_order = 10
    can_delete = True
    form_class = ZoneForm
    index_view_class = ZoneIndexView
    add_view_class = ZoneCreateView
    edit_view_class = ZoneEditView
    delete_view_class = ZoneDeleteView
    filterset_class = ZoneFilterSet
    export_filename = "delivery-zones"
    search_fields = ["code"]
    list_display = [
        EditColumn("name", label=_("Name"), accessor=zone_name, url_name="delivery_zone:edit"),
        Column("channel", label=_("Channel"), sort_key="channel", classname="q-wide"),
        Column("where", label=_("Delivers to"), accessor=reach),
        LinkedColumn(
            "method_count",
            label=_("Methods in use"),
            classname="q-number",
            list_name="delivery_method:index",
            filter_name="zone",
        ),
        in_use_column(),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("try/", TryView.as_view(), name="try")]


class MethodViewSet(ServiceViewSet):
    model = ShippingMethod
    name = "delivery_method"
    url_prefix = "delivery/methods"
    icon = "tasks"
    menu_label = _("Delivery methods")
    menu_order = 20
    can_delete = True
    form_class = MethodForm
    index_view_class = MethodIndexView
    add_view_class = MethodCreateView
    edit_view_class = MethodEditView
    delete_view_class = MethodDeleteView
    filterset_class = MethodFilterSet
    export_filename = "delivery-methods"
    search_fields = ["code"]
    list_display = [
        EditColumn("name", label=_("Name"), accessor=method_name, url_name="delivery_method:edit"),
        Column("zone", label=_("Zone"), accessor=lambda row: zone_name(row.zone)),
        Column("days", label=_("Days"), accessor=days, classname="q-wide q-number"),
        Column("fees", label=_("Fee"), accessor=fees, classname="q-number"),
        in_use_column(),
    ]
