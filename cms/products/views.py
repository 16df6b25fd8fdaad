"""The product route."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commerce.storefront.pages.product import product_page
from commerce.storefront.paths import SlugId


@require_safe
def product(request: HttpRequest, ref: SlugId) -> HttpResponse:
    """A product's page, with its live story if editors told one."""
    return product_page(request, ref.public_id, slug=ref.slug)
