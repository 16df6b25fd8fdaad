"""The lists of tax categories and tax zones."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from commerce.backoffice.columns import EditColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.places import reach
from commerce.backoffice.searching import named_like
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.tax.models import TaxCategory, TaxRate, TaxZone

from .forms import CategoryForm, ZoneForm
from .rows import PPM_PER_PERCENT, percent_of
from .views import (
    CategoryCreateView,
    CategoryDeleteView,
    CategoryEditView,
    TryButton,
    TryView,
    ZoneCreateView,
    ZoneDeleteView,
    ZoneEditView,
    category_name,
    zone_name,
)


def current(zone: TaxZone) -> str:
    """The rates in force now: `Standard 13%, Reduced 9%`."""
    now = timezone.now()
    in_force = [rate for rate in zone.rates.all() if _holds(rate, now)]
    comma = gettext(", ")
    return comma.join(f"{category_name(rate.category)} {percent_of(rate.rate_ppm)}%" for rate in in_force)


def _holds(rate: TaxRate, now: datetime) -> bool:
    begun = rate.valid_from is None or rate.valid_from <= now
    return begun and (rate.valid_until is None or now < rate.valid_until)


class CategoryIndexView(GuidedList, SafeExport, IndexView):
    default_ordering = ("-is_default", "code")
    nothing_yet = _("No tax categories yet")
    add_first = _("Add the first category.")
    how_to_begin = _("Most shops need one; books or food may have a lower rate.")
    nothing_found = _("No category matches. Search by name or code.")
    export_columns = {
        "code": (pgettext_lazy("short name", "Code"), lambda row: row.code),
        "name": (_("Name"), category_name),
        "is_default": (_("Default"), lambda row: row.is_default),
        "rates": (_("Rates"), lambda row: row.rate_count),
    }

    def get_base_queryset(self) -> QuerySet[TaxCategory]:
        return super().get_base_queryset().annotate(rate_count=Count("rates"))

    def search_queryset(self, queryset: QuerySet[TaxCategory]) -> QuerySet[TaxCategory]:
        return queryset.filter(named_like(self.search_query, "code"))


class ZoneIndexView(TryButton, GuidedList, SafeExport, IndexView):
    """Two queries for the rates, whatever the number of zones; a spreadsheet has one row per rate."""

    default_ordering = ("-priority", "code")
    nothing_yet = _("No tax zones yet")
    add_first = _("Add the first zone.")
    how_to_begin = _("Where no zone has a rate, no tax is shown or charged.")
    nothing_found = _("No zone matches. Search by name or code.")
    export_columns = {
        "code": (pgettext_lazy("short name", "Code"), lambda rate: rate.zone.code),
        "name": (_("Name"), lambda rate: zone_name(rate.zone)),
        "countries": (_("Countries"), lambda rate: ", ".join(rate.zone.countries)),
        "regions": (_("Only these provinces or states"), lambda rate: ", ".join(rate.zone.regions)),
        "priority": (_("Priority"), lambda rate: rate.zone.priority),
        "category": (_("Tax category"), lambda rate: category_name(rate.category)),
        "percent": (_("Percent"), lambda rate: Decimal(rate.rate_ppm) / PPM_PER_PERCENT),
        "valid_from": (_("Valid from"), lambda rate: rate.valid_from),
        "valid_until": (_("Valid until"), lambda rate: rate.valid_until),
    }

    def get_base_queryset(self) -> QuerySet[TaxZone]:
        return super().get_base_queryset().prefetch_related("rates__category")

    def prepared(self, rows: list[TaxZone]) -> list[TaxRate]:
        return [rate for zone in rows for rate in zone.rates.all()]

    def search_queryset(self, queryset: QuerySet[TaxZone]) -> QuerySet[TaxZone]:
        return queryset.filter(named_like(self.search_query, "code"))


class CategoryViewSet(ServiceViewSet):
    model = TaxCategory
    name = "tax_category"
    url_prefix = "tax/categories"
    icon = "tag"
    menu_label = _("Tax categories")
    menu_order = 20
    can_delete = True
    form_class = CategoryForm
    index_view_class = CategoryIndexView
    add_view_class = CategoryCreateView
    edit_view_class = CategoryEditView
    delete_view_class = CategoryDeleteView
    export_filename = "tax-categories"
    search_fields = ["code"]
    list_display = [
        EditColumn("name", label=_("Name"), accessor=category_name, url_name="tax_category:edit"),
        Column("code", label=pgettext_lazy("short name", "Code"), sort_key="code", classname="q-wide"),
        Column(
            "is_default",
            label=_("Default"),
            accessor=lambda row: pgettext("this one is the default", "default") if row.is_default else "",
        ),
        Column("rate_count", label=_("Rates"), classname="q-number"),
    ]


class ZoneViewSet(ServiceViewSet):
    model = TaxZone
    name = "tax_zone"
    url_prefix = "tax/zones"
    icon = "globe"
    menu_label = _("Tax zones")
    menu_order = 10
    can_delete = True
    form_class = ZoneForm
    index_view_class = ZoneIndexView
    add_view_class = ZoneCreateView
    edit_view_class = ZoneEditView
    delete_view_class = ZoneDeleteView
    export_filename = "tax-zones"
    search_fields = ["code"]
    list_display = [
        EditColumn("name", label=_("Name"), accessor=zone_name, url_name="tax_zone:edit"),
        Column("where", label=_("Applies to"), accessor=reach, classname="q-wide"),
        Column("current", label=_("Rates now"), accessor=current),
        Column("priority", label=_("Priority"), sort_key="priority", classname="q-number q-wide"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("try/", TryView.as_view(), name="try")]
