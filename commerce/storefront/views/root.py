"""What stands at the root of a host: robots.txt, sitemaps, the favicon."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from commerce.catalog import queries as catalog
from commerce.core.context import CommerceContext
from commerce.customers.requests import commerce_context
from themes.engine.functions.files import asset

from ..meta import absolute
from ..paths import category_path, path, product_path

PER_SITEMAP = 1000
NOT_FOR_ROBOTS = ("cart/", "checkout/", "orders/", "account/", "search/")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


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
def sitemap(request: HttpRequest, others: tuple[str, ...] = ()) -> HttpResponse:
    """The index: categories and products by language, and what others give under their own address."""
    ctx = commerce_context(request)
    pages = max(1, -(-len(catalog.live_product_ids(ctx)) // PER_SITEMAP))
    names = [
        reverse("sitemap_part", kwargs={"kind": kind, "language": language, "number": number})
        for language in languages(ctx)
        for kind, count in (("categories", 1), ("products", pages))
        for number in range(1, count + 1)
    ]
    return xml("sitemapindex", "sitemap", (absolute(request, name) for name in [*names, *others]))


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_part(request: HttpRequest, kind: str, language: str, number: int) -> HttpResponse:
    """One file of at most a thousand addresses."""
    channel = commerce_context(request)
    if language not in languages(channel):
        raise Http404
    with translation.override(language):
        ctx = commerce_context(request, language)
        found = products(ctx, number) if kind == "products" else categories(ctx)
    if not found and number > 1:
        raise Http404
    return xml("urlset", "url", (absolute(request, where) for where in found))


def languages(ctx: CommerceContext) -> list[str]:
    known = [code for code, _name in settings.LANGUAGES]
    return [code for code in known if not ctx.channel.languages or code in ctx.channel.languages]


def categories(ctx: CommerceContext) -> list[str]:
    every = [category_path(ref.slug, ref.public_id, ctx.language) for ref in catalog.category_tree(ctx)]
    return [path("products", ctx.language), *every]


def products(ctx: CommerceContext, number: int) -> list[str]:
    ids = sorted(catalog.live_product_ids(ctx))[(number - 1) * PER_SITEMAP : number * PER_SITEMAP]
    found = catalog.cards(ids, ctx) if ids else {}
    return [product_path(card.slug, card.public_id, ctx.language) for card in found.values()]


def xml(root: str, entry: str, addresses: Iterable[str]) -> HttpResponse:
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">']
    lines += [f"<{entry}><loc>{escape(address)}</loc></{entry}>" for address in addresses]
    lines.append(f"</{root}>\n")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for the old name without having looked at a page: the theme's own."""
    return HttpResponseRedirect(asset("favicon.svg"))


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Uploads, where they lie in a folder of this machine; object storage has addresses of its own.

    Names of files change with their content. Whatever was uploaded runs no script here.
    """
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def second_step(request: HttpRequest) -> HttpResponse:
    """allauth's name for the second factor; the page is the storefront's."""
    return HttpResponseRedirect(path("second_step", translation.get_language() or settings.LANGUAGE_CODE))


def login(request: HttpRequest) -> HttpResponse:
    """allauth's name for the front door."""
    return HttpResponseRedirect(path("login", translation.get_language() or settings.LANGUAGE_CODE))
