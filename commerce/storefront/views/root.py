"""What stands at the root of a host: robots.txt, sitemaps, the favicon."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from commerce.customers.requests import commerce_context
from themes.engine.functions.files import asset

from .. import sitemaps
from ..meta import absolute
from ..paths import path
from ..ranges import in_part

NOT_FOR_ROBOTS = ("cart/", "checkout/", "orders/", "account/", "search/")
KINDS = ("categories", "products")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but what belongs to one person."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/"]
    lines += [f"Disallow: /{code}/{part}" for code, _name in settings.LANGUAGES for part in NOT_FOR_ROBOTS]
    lines += ["", f"Sitemap: {absolute(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest, others: Callable[[], Iterable[str]] = tuple) -> HttpResponseBase:
    """The index: categories and products by language, and the paths of what `others` give."""
    ctx = commerce_context(request)
    kinds = (("categories", 1), ("products", sitemaps.product_files(ctx)))
    names = [
        reverse("sitemap_part", kwargs={"kind": kind, "language": language, "number": number})
        for language in sitemaps.languages(ctx)
        for kind, count in kinds
        for number in range(1, count + 1)
    ]
    return sitemaps.index(request, [*names, *others()])


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_part(request: HttpRequest, kind: str, language: str, number: int) -> HttpResponseBase:
    """One file of at most a thousand addresses in one language, each with those in the others."""
    known = sitemaps.languages(commerce_context(request))
    if language not in known or kind not in KINDS:
        raise Http404
    contexts = {code: commerce_context(request, code) for code in known}
    if kind == "categories":
        found = sitemaps.categories(contexts) if number == 1 else []
    else:
        found = sitemaps.products(contexts, number)
    if not found and number != 1:
        raise Http404
    return sitemaps.urlset(request, found, language)


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for the old name without having looked at a page: the theme's own."""
    return HttpResponseRedirect(asset("favicon.svg"))


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Uploads, where they lie in a folder of this machine; object storage has addresses of its own.

    Names of files change with their content. Whatever was uploaded runs no script here. Films are given in
    parts.
    """
    response = in_part(request, serve(request, path, document_root=settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def second_step(request: HttpRequest) -> HttpResponse:
    """allauth's name for the second factor; the page is the storefront's."""
    return HttpResponseRedirect(path("second_step", translation.get_language() or settings.LANGUAGE_CODE))


def login(request: HttpRequest) -> HttpResponse:
    """allauth's name for the front door."""
    return HttpResponseRedirect(path("login", translation.get_language() or settings.LANGUAGE_CODE))
