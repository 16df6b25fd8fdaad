"""The live pages for search engines, each with its translations. Products have sitemaps of their own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.products.models import ProductPage
from commerce.storefront.sitemaps import Places, urlset

#: Search engines read fifty thousand addresses of one file; a page has one in each language.
PER_FILE = 50_000 // len(settings.LANGUAGES)
CHUNK = 500


def parts() -> list[str]:
    """The paths of all files. One query."""
    count = _live().values("translation_key").distinct().count()
    numbers = range(1, max(1, -(-count // PER_FILE)) + 1)
    return [reverse("sitemap_pages", kwargs={"number": number}) for number in numbers]


@require_safe
@cache_control(public=True, max_age=3600)
def pages(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """File `number`, from 1: so many pages, each in every language it is live in."""
    first = (number - 1) * PER_FILE
    keys = _live().values("translation_key").distinct().order_by("translation_key")
    wanted = keys[first : first + PER_FILE] if number > 0 else keys.none()
    if number != 1 and not wanted.exists():
        raise Http404
    found = _live().filter(translation_key__in=wanted).select_related("locale")
    return urlset(request, _places(request, found.order_by("translation_key", "pk")))


def _live() -> PageQuerySet[Page]:
    return Page.objects.live().public().filter(depth__gt=1).not_type(ProductPage)


def _places(request: HttpRequest, found: PageQuerySet[Page]) -> Iterator[Places]:
    for _key, translations in groupby(found.iterator(CHUNK), key=lambda page: page.translation_key):
        yield {
            page.locale.language_code: url
            for page in translations
            if _answers(page) and (url := page.get_url(request))
        }


def _answers(page: Page) -> bool:
    """Types that say themselves whether they have an address just now (campaigns) are asked."""
    kind = page.specific_class
    says_so = kind is not None and kind.get_sitemap_urls is not Page.get_sitemap_urls
    return not says_so or bool(page.specific.get_sitemap_urls())
