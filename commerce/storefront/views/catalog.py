"""Listing and search. The product page is `cms.products`'s, which calls `pages.product_page`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commerce.catalog import queries as catalog
from commerce.core.errors import NotFound

from ..context import request_context
from ..http import fragment, moved, page, wanted_fragment
from ..pages.listing import listing_context
from ..pages.search import search_context, suggestions
from ..paths import SlugId, category_path

SUGGESTIONS = "search-suggestions"


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """All products."""
    context = listing_context(request, request_context(request))
    return page(request, "listing.html", context, fragments=("listing-grid",))


@require_safe
def category(request: HttpRequest, ref: SlugId) -> HttpResponse:
    """One category with everything below it."""
    ctx = request_context(request)
    try:
        found = catalog.get_category(ref.public_id, ctx)
    except NotFound:
        raise Http404 from None
    if found.slug != ref.slug:
        return moved(request, category_path(found.slug, found.public_id, ctx.language))
    return page(request, "listing.html", listing_context(request, ctx, found), fragments=("listing-grid",))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words find; while one types, what they may be meant to become."""
    if wanted_fragment(request) == SUGGESTIONS:
        return fragment(request, SUGGESTIONS, suggestions(request, request_context(request)))
    context = search_context(request, request_context(request))
    return page(request, "search.html", context, fragments=("search-grid",))
