"""Product pages: the plain product, with the story around it where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cms.blocks import sections
from commerce.catalog.queries import get_detail, product_address
from commerce.core.editorial import Overlay
from commerce.storefront.context import request_context
from commerce.storefront.pages.product import product_context
from commerce.storefront.paths import product_path
from themes.engine.rendering import render

if TYPE_CHECKING:
    from .models import ProductPage


def path_of(product_id: int, language: str) -> str:
    """The product's path in `language`. One query."""
    slug, public_id = product_address(product_id, language)
    return product_path(slug, public_id, language)


def preview(request: HttpRequest, page: ProductPage) -> HttpResponse:
    """The product page with this unsaved story, in the page's own language."""
    language = page.locale.language_code
    with translation.override(language):
        ctx = request_context(request)
        overlay = Overlay(
            page_id=page.pk or 0,
            revision_id=page.latest_revision_id,
            sections=sections.build(page.story, ctx, opens_page=False),
            seo_title=page.seo_title,
            seo_description=page.search_description,
        )
        _slug, public_id = product_address(page.product_id, language)
        detail = get_detail(public_id, ctx, is_preview=True)
        context = product_context(request, public_id, ctx, overlay, detail=detail)
        return render(request, "product.html", context)
