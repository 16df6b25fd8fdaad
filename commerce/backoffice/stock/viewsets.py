"""What lies where, and the whole ledger."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.people import staff_names
from commerce.backoffice.products.names import variant_names
from commerce.backoffice.reasons import in_words, reason_like
from commerce.backoffice.views import admin_language
from commerce.backoffice.viewsets import RecordViewSet
from commerce.inventory.models import StockItem, StockMovement

from .locations import location_choices, location_name
from .views import ReceiveView, StockPage

LEVELS = [
    ("out", pgettext_lazy("stock", "Nothing left")),
    ("low", pgettext_lazy("stock", "Only a few left")),
    ("reserved", pgettext_lazy("stock", "Something reserved")),
]


class LocationFilter(django_filters.ChoiceFilter):
    """Locations by their names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=pgettext_lazy("stock", "Location"), choices=location_choices, **options)


class StockFilterSet(WagtailFilterSet):
    location = LocationFilter()
    level = django_filters.ChoiceFilter(label=_("Level"), choices=LEVELS, method="at_level")

    class Meta:
        model = StockItem
        fields: list[str] = []

    def at_level(self, queryset: QuerySet[StockItem], name: str, value: str) -> QuerySet[StockItem]:
        free = F("on_hand") - F("reserved")
        rows = queryset.annotate(free_units=free)
        if value == "out":
            return rows.filter(free_units__lte=0)
        if value == "low":
            return rows.filter(free_units__gt=0, free_units__lte=F("low_stock_level"))
        return rows.filter(reserved__gt=0)


class NamedRows:
    """Gives each row of a page the name of its variant; one batch of queries per page."""

    def get_table(self, object_list: Any) -> Any:
        rows = self.named(object_list)
        return super().get_table(rows)  # type: ignore[misc]

    def named(self, rows: Any) -> list[Any]:
        found = list(rows)
        names = variant_names((self.variant_id(row) for row in found), admin_language())
        for row in found:
            row.name = names.get(self.variant_id(row))
        return found

    def variant_id(self, row: Any) -> int:
        return row.variant_id

    def prepared(self, rows: list[Any]) -> list[Any]:
        return self.named(rows)


def _found(prefix: str, wanted: str) -> Q:
    product = f"{prefix}variant__product__"
    return (
        Q(**{f"{prefix}variant__sku__icontains": wanted})
        | Q(**{f"{product}handle__icontains": wanted})
        | Q(**{f"{product}translations__name__icontains": wanted})
    )


class StockIndexView(GuidedList, NamedRows, SafeExport, IndexView):
    default_ordering = "-pk"
    page_title = _("Stock")
    nothing_yet = _("No stock yet")
    how_to_begin = _(
        "Receive goods, or enter what is on hand on a product's screen. Without stock nothing can be sold."
    )
    nothing_found = _("Nothing matches. Search by SKU or product name, or clear the filters.")
    export_columns = {
        "sku": (_("SKU"), lambda row: row.name.sku if row.name else ""),
        "name": (_("Name"), lambda row: row.name.title if row.name else ""),
        "location": (pgettext_lazy("stock", "Location"), lambda row: row.location.code),
        "on_hand": (_("On hand"), lambda row: row.on_hand),
        "reserved": (_("Reserved"), lambda row: row.reserved),
        "available": (_("Available"), lambda row: row.on_hand - row.reserved),
    }

    def get_base_queryset(self) -> QuerySet[StockItem]:
        return (
            super().get_base_queryset().select_related("location").annotate(free=F("on_hand") - F("reserved"))
        )

    def search_queryset(self, queryset: QuerySet[StockItem]) -> QuerySet[StockItem]:
        wanted = self.search_query.strip()
        if not wanted:
            return queryset
        return queryset.filter(pk__in=StockItem.objects.filter(_found("", wanted)).values("pk"))

    @property
    def header_buttons(self) -> list[Any]:
        if not self.user_has_permission("change"):
            return []
        return [HeaderButton(gettext("Receive goods"), url=reverse("stock:receive"), icon_name="plus")]


class MovementIndexView(GuidedList, NamedRows, SafeExport, IndexView):
    """Every change of what is on hand, latest first."""

    default_ordering = "-pk"
    page_title = _("Stock movements")
    nothing_yet = _("Nothing has moved yet.")
    how_to_begin = _("Every change of stock is written here by itself: goods in, parcels out, counts.")
    nothing_found = _("Nothing matches. Search by SKU, product name, order or reason, or clear the filters.")
    export_columns = {
        "at": (_("When"), lambda row: row.at),
        "kind": (_("What"), lambda row: row.get_kind_display()),
        "sku": (_("SKU"), lambda row: row.name.sku if row.name else ""),
        "name": (_("Name"), lambda row: row.name.title if row.name else ""),
        "location": (pgettext_lazy("stock", "Location"), lambda row: row.stock_item.location.code),
        "quantity": (_("Change"), lambda row: row.quantity),
        "order": (_("Order"), lambda row: row.order_line.order.number if row.order_line else ""),
        "reason": (_("Reason"), lambda row: in_words(row.reason)),
        "actor": (_("By"), lambda row: row.actor),
    }

    def get_base_queryset(self) -> QuerySet[StockMovement]:
        rows = super().get_base_queryset()
        return rows.select_related("stock_item__location", "order_line__order").defer(
            "order_line__price_trace", "order_line__order__price_trace"
        )

    def search_queryset(self, queryset: QuerySet[StockMovement]) -> QuerySet[StockMovement]:
        wanted = self.search_query.strip()
        if not wanted:
            return queryset
        found = StockMovement.objects.filter(
            _found("stock_item__", wanted)
            | reason_like(wanted)
            | Q(order_line__order__number__icontains=wanted)
        )
        return queryset.filter(pk__in=found.values("pk"))

    def variant_id(self, row: StockMovement) -> int:
        return row.stock_item.variant_id

    def named(self, rows: Any) -> list[Any]:
        found = super().named(rows)
        people = staff_names(row.actor_id for row in found)
        for row in found:
            row.actor = people.get(row.actor_id, "")
        return found


class MovementFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("What"), choices=StockMovement.Kind.choices)
    location = LocationFilter(field_name="stock_item__location")
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = StockMovement
        fields: list[str] = []


def _title(row: Any) -> str:
    return row.name.title if row.name else str(row)


class StockViewSet(RecordViewSet):
    model = StockItem
    name = "stock"
    icon = "table"
    menu_label = _("Stock")
    menu_order = 10
    index_view_class = StockIndexView
    inspect_view_class = StockPage
    filterset_class = StockFilterSet
    search_fields = ["variant__sku"]
    export_filename = "stock"
    list_display = [
        TitleColumn("name", label=_("Name"), accessor=_title, url_name="stock:inspect"),
        Column(
            "sku", label=_("SKU"), accessor=lambda row: row.name.sku if row.name else "", classname="q-wide"
        ),
        Column(
            "location",
            label=pgettext_lazy("stock", "Location"),
            accessor=lambda row: location_name(row.location),
            classname="q-wide",
        ),
        Column("on_hand", label=_("On hand"), sort_key="on_hand", classname="q-number"),
        Column("reserved", label=_("Reserved"), sort_key="reserved", classname="q-number q-wide"),
        Column("free", label=_("Available"), sort_key="free", classname="q-number"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        receive = path("receive/", ReceiveView.as_view(), name="receive")
        return [*super().get_urlpatterns(), receive]


class MovementViewSet(RecordViewSet):
    model = StockMovement
    name = "stock_movement"
    icon = "history"
    menu_label = _("Movements")
    menu_order = 20
    inspect_view_enabled = False
    index_view_class = MovementIndexView
    filterset_class = MovementFilterSet
    search_fields = ["reason"]
    export_filename = "stock-movements"
    list_display = [
        DateColumn("at", label=_("When"), sort_key="at"),
        Column("kind", label=_("What"), accessor="get_kind_display", classname="q-wide"),
        TitleColumn(
            "name",
            label=_("Name"),
            accessor=_title,
            get_url=lambda row: reverse("stock:inspect", args=[row.stock_item_id]),
        ),
        Column(
            "sku", label=_("SKU"), accessor=lambda row: row.name.sku if row.name else "", classname="q-wide"
        ),
        Column(
            "quantity", label=_("Change"), accessor=lambda row: f"{row.quantity:+d}", classname="q-number"
        ),
        Column(
            "order",
            label=_("Order"),
            accessor=lambda row: row.order_line.order.number if row.order_line else "",
            classname="q-wide",
        ),
        Column("reason", label=_("Reason"), accessor=lambda row: in_words(row.reason)),
        Column("actor", label=_("By"), classname="q-wide"),
    ]
