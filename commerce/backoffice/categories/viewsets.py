"""The tree as an indented list."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.log_actions import log

from commerce.backoffice.columns import EditColumn
from commerce.backoffice.views import ServiceCreateView, ServiceEditView, admin_language
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.catalog import services as catalog
from commerce.catalog.models import Category
from commerce.core.errors import CommerceError
from commerce.core.i18n import pick

from .forms import CategoryForm


def category_name(category: Category) -> str:
    return pick(category.name, admin_language()) or category.slug


def _indented(category: Category) -> str:
    return "\u2003" * category.level + category_name(category)


class CategoryIndexView(IndexView):
    """In the order of the tree; a search flattens it."""

    default_ordering = ("tree_id", "lft")

    def get_base_queryset(self) -> QuerySet[Category]:
        return Category.objects.annotate(product_count=Count("placements"))

    def order_queryset(self, queryset: QuerySet[Category]) -> QuerySet[Category]:
        return queryset.order_by("tree_id", "lft")

    def search_queryset(self, queryset: QuerySet[Category]) -> QuerySet[Category]:
        wanted = self.search_query.strip()
        if not wanted:
            return queryset
        found = Q(slug__icontains=wanted)
        for language in ("en", "zh-hans"):
            found |= Q(**{f"name__{language}__icontains": wanted})
        return queryset.filter(found)

    def get_ordering(self) -> Any:
        return self.default_ordering


class CategoryCreateView(ServiceCreateView):
    def log_title(self, instance: Category) -> str:
        return category_name(instance)


class CategoryEditView(ServiceEditView):
    def log_title(self, instance: Category) -> str:
        return category_name(instance)

    def get_page_subtitle(self) -> str:
        return category_name(self.object)


class CategoryDeleteView(DeleteView):
    """Empty categories only; the service says what stands in the way."""

    def get_page_subtitle(self) -> str:
        return category_name(self.object)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            catalog.delete_category(category_id=self.object.pk)
        except CommerceError as refusal:
            messages.error(self.request, str(refusal.message))
            return redirect(reverse(self.edit_url_name, args=[self.object.pk]))
        log(instance=self.object, action="wagtail.delete", title=category_name(self.object))
        messages.success(self.request, gettext("The category is deleted."))
        return redirect(self.get_success_url())


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
        Column("slug", label=_("Slug")),
        Column("product_count", label=_("Products"), classname="q-number"),
        BooleanColumn("is_active", label=_("Active")),
    ]
