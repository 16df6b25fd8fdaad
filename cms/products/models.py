"""ProductPage: the story editors wrap around a product. The product stays the only sellable truth."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.models import Page, RevisionMixin
from wagtail.search import index

from cms.blocks.fields import HOW_TO_STACK, SectionsField
from cms.blocks.panels import ContentPanel
from cms.dress import SeenInEveryLook
from cms.publishing import CheckedPage, CheckedPageForm, Reasons, is_publishing
from commerce.backoffice.choosers import category_chooser, category_title, product_chooser
from commerce.catalog.errors import UnknownProduct
from commerce.catalog.queries import publish_problems

from .panels import ChecklistPanel


class ProductPageForm(CheckedPageForm):
    """Drafts always save; *Publish* shows the checklist of what the product still lacks."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        product = data.get("product")
        if product is not None and _is_taken(product.pk, self.instance):
            self.add_error("product", _("This product already has a page in this language."))
        elif product is not None and is_publishing(self.data):
            for message in checklist(product.pk):
                self.add_error("product", message)
        return data


class ProductPage(SeenInEveryLook, CheckedPage):
    """Story, pictures and words for search engines around one product, in one language."""

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.PROTECT, related_name="+", verbose_name=_("product")
    )
    story = SectionsField(blank=True, verbose_name=_("story"))

    base_form_class = ProductPageForm
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("product", widget=product_chooser.widget_class),
        ChecklistPanel(heading=_("Before it can be published")),
        ContentPanel("story"),
        FieldPanel("story", help_text=HOW_TO_STACK),
    ]
    search_fields = [*Page.search_fields, index.SearchField("story"), index.FilterField("product")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    override_translatable_fields: list[Any] = []

    class Meta:
        verbose_name = _("product page")
        constraints: list[models.BaseConstraint] = []

    @classmethod
    def from_serializable_data(cls, data: Any, *args: Any, **kwargs: Any) -> Any:
        """A draft about a product that is gone is a draft about none: its editor chooses another one."""
        products = cls._meta.get_field("product").related_model._default_manager
        if data.get("product") and not products.filter(pk=data["product"]).exists():
            data = {**data, "product": None}
        return super().from_serializable_data(data, *args, **kwargs)

    def reasons_against(self) -> Reasons:
        """The product must be fit to be sold, with one story per language."""
        if _is_taken(self.product_id, self):
            return {"product": [gettext("This product already has a page in this language.")]}
        problems = checklist(self.product_id)
        return super().reasons_against() | ({"product": problems} if problems else {})

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """The page answers where its product does: `/en/p/<slug>-<id>/`."""
        from . import pages  # views and theme load after models

        parts = super().get_url_parts(request)
        if parts is None or self.product_id is None:
            return None
        site_id, root_url, _path = parts
        return site_id, root_url, pages.path_of(self.product_id, self.locale.language_code)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_url_parts(request)[2], permanent=True)

    def draw_preview(self, request: HttpRequest, mode: str) -> HttpResponse:
        from . import pages  # views and theme load after models

        return pages.preview(request, self)


class CategoryLanding(RevisionMixin, models.Model):
    """Sections above and below the listing of a category, in one language."""

    category = models.ForeignKey(
        "catalog.Category", on_delete=models.CASCADE, related_name="+", verbose_name=_("category")
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    above = SectionsField(blank=True, verbose_name=_("above the products"))
    below = SectionsField(blank=True, verbose_name=_("below the products"))
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="category_landing")

    panels = [
        FieldRowPanel([FieldPanel("category", widget=category_chooser.widget_class), FieldPanel("locale")]),
        FieldPanel(
            "above", help_text=_("Keep it short on phones: shoppers come for the products. On page one only.")
        ),
        FieldPanel("below", help_text=_("Room for advice, questions and stories.")),
    ]

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "locale"],
                name="one_landing_per_language",
                violation_error_message=_("This category has a page in this language already."),
            )
        ]

    def __str__(self) -> str:
        return f"{category_title(self.category)} · {self.locale.get_display_name()}"

    @property
    def revisions(self) -> Any:
        return self._revisions


def checklist(product_id: int | None) -> list[str]:
    """What stands between this product and the shelf, as sentences for editors."""
    try:
        return [problem.message for problem in publish_problems(product_id)] if product_id else []
    except UnknownProduct:
        return [gettext("The product does not exist any more. Choose another one.")]


def _is_taken(product_id: int | None, page: ProductPage) -> bool:
    """Whether another page of the same language tells this product's story already.

    Aliases and translations share a product across languages; within one there is one story.
    """
    others = ProductPage.objects.filter(product=product_id, locale=page.locale_id)
    return bool(product_id) and others.exclude(pk=page.pk).exists()
