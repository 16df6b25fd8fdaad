"""The tree as an indented list."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView

from commerce.backoffice.columns import EditColumn, LinkedColumn
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
from commerce.catalog.models import Category, ProductCategory
from commerce.core.i18n import pick

from .forms import CategoryForm


def category_name(category: Category) -> str:
    return pick(category.name, admin_language()) or category.slug


def _indented(category: Category) -> str:
    return "\u2003" * category.level + category_name(category)


def _products_below() -> Coalesce:
    """How many products stand in a category or anywhere below it: those its link leads to."""
    below = ProductCategory.objects.filter(
        category__tree_id=OuterRef("tree_id"),
        category__lft__gte=OuterRef("lft"),
        category__rght__lte=OuterRef("rght"),
    )
    counts = below.order_by().values("category__tree_id").annotate(n=Count("product", distinct=True))
    return Coalesce(Subquery(counts.values("n")), 0)


class CategoryIndexView(GuidedList, SafeExport, IndexView):
    """In the order of the tree; a search flattens it."""

    default_ordering = ("tree_id", "lft")
    nothing_yet = _("No categories yet")
    add_first = _("Add the first category.")
    how_to_begin = _("Categories are the shop's menu; products stand in them.")
    nothing_found = _("No category matches. Search by name or address.")
    export_columns = {
        "name": (_("Name"), category_name),
        "slug": (_("Slug"), lambda row: row.slug),
        "level": (_("Level"), lambda row: row.level + 1),
        "products": (_("Products"), lambda row: row.product_count),
        "is_active": (_("Active"), lambda row: row.is_active),
    }

    def get_base_queryset(self) -> QuerySet[Category]:
        return Category.objects.annotate(product_count=_products_below())

    def order_queryset(self, queryset: QuerySet[Category]) -> QuerySet[Category]:
        return queryset.order_by("tree_id", "lft")

    def search_queryset(self, queryset: QuerySet[Category]) -> QuerySet[Category]:
        return queryset.filter(named_like(self.search_query))

    def get_ordering(self) -> Any:
        return self.default_ordering


class CategoryCreateView(ServiceCreateView):
    def log_title(self, instance: Category) -> str:
        return category_name(instance)


class CategoryEditView(ServiceEditView):
    def log_title(self, instance: Category) -> str:
        return category_name(instance)


class CategoryDeleteView(ServiceDeleteView):
    """Empty categories only; the service says what stands in the way."""

    done = _("The category is deleted.")

    def destroy(self) -> None:
        catalog.delete_category(category_id=self.object.pk)

    def log_title(self, instance: Category) -> str:
        return category_name(instance)


class CategoryViewSet(ServiceViewSet):
    model = Category
    name = "category"
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_order = 20
    add_to_reference_index = True
    can_delete = True
    form_class = CategoryForm
    index_view_class = CategoryIndexView
    add_view_class = CategoryCreateView
    edit_view_class = CategoryEditView
    delete_view_class = CategoryDeleteView
    search_fields = ["slug"]
    list_per_page = 200
    list_display = [
        EditColumn("name", label=_("Name"), accessor=_indented, url_name="category:edit"),
        Column("slug", label=_("Slug"), classname="q-wide"),
        LinkedColumn(
            "product_count",
            label=_("Products"),
            classname="q-number",
            list_name="product:index",
            filter_name="category",
        ),
        BooleanColumn("is_active", label=_("Active")),
    ]
