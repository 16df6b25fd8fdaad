"""Choosers of products and categories, for pages and forms: found and shown by name, not by handle."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from commerce.catalog.models import Category, Product
from commerce.core.i18n import pick

from .blocks import RowChooserBlock
from .forms import is_row_id
from .products.names import product_names
from .searching import named_like
from .views import admin_language
from .widgets import RowChooser


class _NameFilter(SearchFilterMixin, BaseFilterForm):
    """A search box over `find(text)`."""

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        wanted = (self.cleaned_data.get("q") or "").strip()
        if not wanted:
            return objects
        self.is_searching, self.search_query = True, wanted
        return objects.filter(self.find(wanted)).distinct()

    def find(self, wanted: str) -> Q:
        raise NotImplementedError


class ProductFilter(_NameFilter):
    def find(self, wanted: str) -> Q:
        return (
            Q(handle__icontains=wanted)
            | Q(translations__name__icontains=wanted)
            | Q(variants__sku__icontains=wanted)
        )


class CategoryFilter(_NameFilter):
    def find(self, wanted: str) -> Q:
        return named_like(wanted)


def product_title(product: Product) -> str:
    """Its name in the admin's language; lists fill `title` beforehand, one query for all."""
    known = getattr(product, "title", None)
    return known or product_names([product.pk], admin_language()).get(product.pk) or product.handle


def category_title(category: Category) -> str:
    return pick(category.name, admin_language()) or category.slug


class _Titled:
    """Titles by `title_of` instead of `str()`."""

    title_of: Any = staticmethod(str)

    @property
    def title_column(self) -> Any:
        column = super().title_column  # type: ignore[misc]
        column.accessor = self.title_of
        return column

    def get_display_title(self, instance: Any) -> str:
        return self.title_of(instance)

    def get_object(self, pk: str) -> Any:
        """One that cannot exist is as unknown as one that does not."""
        if not is_row_id(pk):
            raise self.model_class.DoesNotExist  # type: ignore[attr-defined]
        return super().get_object(pk)  # type: ignore[misc]


class _ProductTitles(_Titled):
    title_of = staticmethod(product_title)
    filter_form_class = ProductFilter

    def get_results_page(self, request: Any) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        page.object_list = list(page.object_list)
        names = product_names([row.pk for row in page.object_list], admin_language())
        for row in page.object_list:
            row.title = names[row.pk]
        return page


class _CategoryTitles(_Titled):
    title_of = staticmethod(category_title)
    filter_form_class = CategoryFilter


class ProductChooserWidget(RowChooser):
    def get_display_title(self, instance: Product) -> str:
        return product_title(instance)


class CategoryChooserWidget(RowChooser):
    def get_display_title(self, instance: Category) -> str:
        return category_title(instance)


class _OnlyChosen(ChooserViewSet):
    """Rows are made on their own screens; Wagtail's view for making one here breaks without a form."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class NoChooser(SnippetChooserViewSet):
    """For snippets that nothing refers to: nobody looks them up where Wagtail asks for no right."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class ProductChooserViewSet(_OnlyChosen):
    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    edit_item_text = _("Edit this product")
    per_page = 20
    base_widget_class = ProductChooserWidget
    base_block_class = RowChooserBlock
    choose_view_class = type("ChooseProductView", (_ProductTitles, ChooseView), {})
    choose_results_view_class = type("ChooseProductResultsView", (_ProductTitles, ChooseResultsView), {})
    chosen_view_class = type("ProductChosenView", (_ProductTitles, ChosenView), {})
    chosen_multiple_view_class = type("ProductsChosenView", (_ProductTitles, ChosenMultipleView), {})


class CategoryChooserViewSet(_OnlyChosen):
    model = Category
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    edit_item_text = _("Edit this category")
    per_page = 50
    base_widget_class = CategoryChooserWidget
    base_block_class = RowChooserBlock
    choose_view_class = type("ChooseCategoryView", (_CategoryTitles, ChooseView), {})
    choose_results_view_class = type("ChooseCategoryResultsView", (_CategoryTitles, ChooseResultsView), {})
    chosen_view_class = type("CategoryChosenView", (_CategoryTitles, ChosenView), {})
    chosen_multiple_view_class = type("CategoriesChosenView", (_CategoryTitles, ChosenMultipleView), {})


product_chooser = ProductChooserViewSet("product_chooser")
category_chooser = CategoryChooserViewSet("category_chooser")

ProductChooserBlock = product_chooser.get_block_class(
    name="ProductChooserBlock", module_path="commerce.backoffice.choosers"
)
CategoryChooserBlock = category_chooser.get_block_class(
    name="CategoryChooserBlock", module_path="commerce.backoffice.choosers"
)
