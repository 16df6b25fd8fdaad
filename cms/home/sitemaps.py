"""The live pages for search engines, each with its translations. Products have sitemaps of their own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from xml.sax.saxutils import quoteattr

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.products.models import ProductPage
from commerce.storefront.meta import absolute, html_lang

#: Search engines read no more of one file.
MOST_PAGES = 50_000
CHUNK = 500
OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@require_safe
@cache_control(public=True, max_age=3600)
def pages(request: HttpRequest) -> StreamingHttpResponse:
    """Streamed, so that a shop with very many pages needs no more memory than one with few."""
    return StreamingHttpResponse(_lines(request), content_type="application/xml; charset=utf-8")


def _lines(request: HttpRequest) -> Iterator[str]:
    yield OPENING
    found = Page.objects.live().public().filter(depth__gt=1).not_type(ProductPage).select_related("locale")
    rows = islice(found.order_by("translation_key", "pk").iterator(CHUNK), MOST_PAGES)
    for _key, translations in groupby(rows, key=lambda page: page.translation_key):
        addresses = {
            html_lang(page.locale.language_code): absolute(request, url)
            for page in translations
            if (url := page.get_url(request))
        }
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
            for language, address in addresses.items()
        )
        for address in addresses.values():
            yield f"<url><loc>{escape(address)}</loc>{links if len(addresses) > 1 else ''}</url>\n"
    yield "</urlset>\n"
