"""The list of products."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet, Sum
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView

from commerce.assets.queries import pictures
from commerce.backoffice.columns import EditColumn, MarkColumn, PictureColumn, ToneColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.forms import indented
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.views import admin_language
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.catalog.models import Brand, Category, Product, ProductCategory, ProductMedia, Variant
from commerce.catalog.queries import subtree_ids
from commerce.channels.models import Channel
from commerce.core.formats import format_money
from commerce.core.i18n import pick
from commerce.core.money import Money
from commerce.inventory.models import StockItem

from .bulk import DEEDS, BulkView
from .forms import ProductForm
from .listed import VariantRow, variant_rows
from .names import STATUSES, product_names
from .prices import shelves, standing
from .views import ProductCreateView, ProductEditView

TONES = {"draft": "waiting", "active": "good", "archived": "neutral"}


def _categories() -> list[tuple[Any, str]]:
    return indented(Category.objects.order_by("tree_id", "lft"), admin_language(), None)


def _brands() -> list[tuple[Any, str]]:
    return [(row.pk, pick(row.name, admin_language()) or row.slug) for row in Brand.objects.order_by("slug")]


class ProductFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=list(STATUSES.items()))
    category = django_filters.ChoiceFilter(label=_("Category"), choices=_categories, method="in_category")
    brand = django_filters.ChoiceFilter(label=_("Brand"), choices=_brands)
    channel = django_filters.ModelChoiceFilter(
        label=_("On the shelf of"), queryset=Channel.objects.all(), method="in_channel"
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def in_category(self, queryset: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        placed = ProductCategory.objects.filter(category_id__in=subtree_ids(int(value)))
        return queryset.filter(pk__in=placed.values("product_id"))

    def in_channel(self, queryset: QuerySet[Product], name: str, value: Channel) -> QuerySet[Product]:
        return queryset.filter(listings__channel=value, listings__is_listed=True)


class ProductIndexView(GuidedList, SafeExport, IndexView):
    """Latest first; found by name in any language, handle or SKU. A fixed number of queries per page."""

    default_ordering = "-pk"
    results_template_name = "backoffice/product_results.html"
    deeds = tuple(DEEDS.values())
    nothing_yet = _("No products yet")
    add_first = _("Add the first product.")
    how_to_begin = _("Many at once come in with the import_products command.")
    nothing_found = _("No product matches. Search by name, handle or SKU, or clear the filters.")
    export_columns = {
        "handle": (_("Handle"), lambda row: row.handle),
        "name": (_("Name"), lambda row: row.name),
        "sku": (_("SKU"), lambda row: row.sku),
        "variant": (_("Variant"), lambda row: row.label),
        "status": (_("Status"), lambda row: str(STATUSES[row.status])),
        "category": (_("Category"), lambda row: row.place),
        "price": (_("Price"), lambda row: row.price),
        "currency": (_("Currency"), lambda row: row.currency),
        "available": (_("Available"), lambda row: row.available),
        "weight": (_("Weight in grams"), lambda row: row.weight_grams),
        "is_active": (_("Active"), lambda row: row.is_active),
    }

    @property
    def may_change(self) -> bool:
        return bool(self.user_has_permission("change"))

    @cached_property
    def columns(self) -> list[Any]:
        """Boxes to mark products with are for those who may do something with them."""
        found = super().columns
        return [column for column in found if self.may_change or not isinstance(column, MarkColumn)]

    def search_queryset(self, queryset: QuerySet[Product]) -> QuerySet[Product]:
        wanted = self.search_query.strip()
        if not wanted:
            return queryset
        found = Product.objects.filter(
            Q(handle__icontains=wanted)
            | Q(translations__name__icontains=wanted)
            | Q(variants__sku__icontains=wanted)
        )
        return queryset.filter(pk__in=found.values("pk"))

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(described(list(object_list)))

    def prepared(self, rows: list[Product]) -> list[VariantRow]:
        return variant_rows(rows)


def described(rows: list[Product]) -> list[Product]:
    """The products with `name`, `picture`, `price`, `stock` and `place` for a list. Some ten queries."""
    ids, language = [row.pk for row in rows], admin_language()
    names, images = product_names(ids, language), _images(ids)
    found = pictures(images.values(), "thumb")
    variants: dict[int, list[int]] = defaultdict(list)
    for pk, product_id in Variant.objects.filter(product_id__in=ids, is_active=True).values_list(
        "pk", "product_id"
    ):
        variants[product_id].append(pk)
    prices, stock = _prices(variants, language), _stock(ids)
    places = _places(ids, language)
    for row in rows:
        row.name = names[row.pk]  # type: ignore[attr-defined]
        row.picture = found.get(images.get(row.pk, 0))  # type: ignore[attr-defined]
        row.price = prices.get(row.pk, "")  # type: ignore[attr-defined]
        row.stock = stock.get(row.pk)  # type: ignore[attr-defined]
        row.place = places.get(row.pk, "")  # type: ignore[attr-defined]
    return rows


def _images(ids: list[int]) -> dict[int, int]:
    rows = ProductMedia.objects.filter(product_id__in=ids, image__isnull=False).order_by("-position", "-id")
    return dict(rows.values_list("product_id", "image_id"))


def _prices(variants: dict[int, list[int]], language: str) -> dict[int, str]:
    """The price in the default channel, or the span of prices."""
    first = shelves()[:1]
    amounts = {
        variant: row.amount
        for (variant, _channel), row in standing((v for ids in variants.values() for v in ids), first).items()
    }
    found = {}
    for product_id, ids in variants.items():
        known = sorted(amounts[pk] for pk in ids if pk in amounts)
        if known:
            ends = dict.fromkeys((known[0], known[-1]))
            found[product_id] = " – ".join(
                format_money(Money(end, first[0].currency), language) for end in ends
            )
    return found


def _stock(ids: list[int]) -> dict[int, int]:
    rows = StockItem.objects.filter(
        variant__product_id__in=ids, variant__is_active=True, location__is_active=True
    )
    free = rows.order_by().values_list("variant__product_id").annotate(free=Sum(F("on_hand") - F("reserved")))
    return dict(free)


def _places(ids: list[int], language: str) -> dict[int, str]:
    rows = ProductCategory.objects.filter(product_id__in=ids, is_primary=True)
    return {pk: pick(name, language) for pk, name in rows.values_list("product_id", "category__name")}


class ProductViewSet(ServiceViewSet):
    model = Product
    name = "product"
    icon = "tag"
    menu_label = _("Products")
    menu_order = 10
    add_to_reference_index = True
    form_class = ProductForm
    index_view_class = ProductIndexView
    add_view_class = ProductCreateView
    edit_view_class = ProductEditView
    create_template_name = "backoffice/product_form.html"
    edit_template_name = "backoffice/product_form.html"
    filterset_class = ProductFilterSet
    search_fields = ["handle"]
    list_display = [
        MarkColumn("mark", label=_("Mark"), form="q-marked", sent_as="product", name_of=lambda row: row.name),
        PictureColumn("picture", label=_("Picture")),
        EditColumn("name", label=_("Name"), url_name="product:edit"),
        ToneColumn(
            "status",
            label=_("Status"),
            sort_key="status",
            words=STATUSES.__getitem__,
            tone=TONES.__getitem__,
        ),
        Column("price", label=_("Price"), classname="q-number q-wide"),
        Column("stock", label=_("Available"), classname="q-number"),
        Column("place", label=_("Category"), classname="q-wide"),
        DateColumn("updated_at", label=_("Changed"), sort_key="updated_at", classname="q-wide"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("bulk/", BulkView.as_view(), name="bulk")]
