"""The list of brands."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from commerce.assets.queries import pictures
from commerce.backoffice.columns import EditColumn, LinkedColumn, PictureColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.searching import named_like
from commerce.backoffice.views import (
    ServiceCreateView,
    ServiceDeleteView,
    ServiceEditView,
    admin_language,
)
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.catalog import services as catalog
from commerce.catalog.models import Brand
from commerce.core.i18n import pick

from .forms import BrandForm


def brand_name(brand: Brand) -> str:
    return pick(brand.name, admin_language()) or brand.slug


class BrandIndexView(GuidedList, SafeExport, IndexView):
    """By address, which follows the name; found by name in any language."""

    default_ordering = "slug"
    nothing_yet = _("No brands yet")
    add_first = _("Add the first brand.")
    how_to_begin = _("Shoppers filter listings by brand.")
    nothing_found = _("No brand matches. Search by name or address.")
    export_columns = {
        "name": (_("Name"), brand_name),
        "slug": (_("Slug"), lambda row: row.slug),
        "products": (_("Products"), lambda row: row.product_count),
    }

    def get_base_queryset(self) -> QuerySet[Brand]:
        return super().get_base_queryset().annotate(product_count=Count("products"))

    def search_queryset(self, queryset: QuerySet[Brand]) -> QuerySet[Brand]:
        return queryset.filter(named_like(self.search_query))

    def get_table(self, object_list: Any) -> Any:
        rows = list(object_list)
        found = pictures([row.logo_id for row in rows if row.logo_id], "thumb")
        for row in rows:
            row.picture = found.get(row.logo_id)
        return super().get_table(rows)


class BrandNamed:
    """How the log and the heads of the screens call it."""

    def log_title(self, instance: Brand) -> str:
        return brand_name(instance)


class BrandCreateView(BrandNamed, ServiceCreateView):
    pass


class BrandEditView(BrandNamed, ServiceEditView):
    pass


class BrandDeleteView(BrandNamed, ServiceDeleteView):
    """Only a brand that no product bears."""

    done = _("The brand is deleted.")

    def destroy(self) -> None:
        catalog.delete_brand(brand_id=self.object.pk)


class BrandViewSet(ServiceViewSet):
    model = Brand
    name = "brand"
    icon = "title"
    menu_label = _("Brands")
    menu_order = 25
    add_to_reference_index = True
    can_delete = True
    form_class = BrandForm
    index_view_class = BrandIndexView
    add_view_class = BrandCreateView
    edit_view_class = BrandEditView
    delete_view_class = BrandDeleteView
    search_fields = ["slug"]
    list_display = [
        PictureColumn("picture", label=_("Logo")),
        EditColumn("name", label=_("Name"), accessor=brand_name, url_name="brand:edit"),
        Column("slug", label=_("Slug"), sort_key="slug", classname="q-wide"),
        LinkedColumn(
            "product_count",
            label=_("Products"),
            sort_key="product_count",
            classname="q-number",
            list_name="product:index",
            filter_name="brand",
        ),
    ]
