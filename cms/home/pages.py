"""Home and standard pages, from Wagtail's page to the theme's contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.blocks import sections
from commerce.core.context import CommerceContext
from commerce.storefront.context import request_context
from commerce.storefront.http import page as answer
from commerce.storefront.meta import meta_for
from commerce.storefront.shell import shell
from themes.engine.contracts import HomeContext, LinkData, Meta, PageContext

if TYPE_CHECKING:
    from wagtail.models import Page

    from .models import HomePage, StandardPage


def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    ctx = request_context(request)
    alternates = translations(page)
    stack = sections.build(page.sections, ctx)
    jsonld = (website(request), *sections.structured(stack))
    meta = page_meta(request, page, ctx, alternates, jsonld=jsonld)
    context = HomeContext(
        shell=shell(request, ctx, meta, alternates=alternates), title=page.title, sections=stack
    )
    return answer(request, "home.html", context)


def standard(request: HttpRequest, page: StandardPage) -> HttpResponse:
    ctx = request_context(request)
    alternates = translations(page)
    crumbs = tuple(
        LinkData(ancestor.title, ancestor.get_url(request) or "")
        for ancestor in page.get_ancestors().live().filter(depth__gt=1)
    )
    stack = sections.build(page.sections, ctx, opens_page=False)
    meta = page_meta(request, page, ctx, alternates, jsonld=sections.structured(stack))
    context = PageContext(
        shell=shell(request, ctx, meta, alternates=alternates),
        title=page.title,
        intro=page.intro,
        sections=stack,
        breadcrumbs=crumbs,
        updated_at=page.last_published_at,
    )
    return answer(request, "page.html", context)


def translations(page: Page) -> dict[str, str]:
    """This page's path by language, of the translations that are live."""
    found = page.get_translations(inclusive=True).live().select_related("locale")
    paths = {other.locale.language_code: path_of(other) for other in found}
    return {language: path for language, path in paths.items() if path}


def path_of(page: Page) -> str:
    """The page's path on its own site, without host."""
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else ""


def page_meta(
    request: HttpRequest,
    page: Page,
    ctx: CommerceContext,
    alternates: dict[str, str],
    jsonld: tuple[dict[str, object], ...] = (),
    **more: Any,
) -> Meta:
    """`more` as `meta_for` takes it, over what the page says of itself."""
    said = {"title": page.seo_title or page.title, "description": page.search_description}
    return meta_for(request, ctx, alternates=alternates, jsonld=jsonld, **(said | more))


def website(request: HttpRequest) -> dict[str, object]:
    """schema.org's WebSite, with where to search."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": request.build_absolute_uri(request.path),
        "potentialAction": {
            "@type": "SearchAction",
            "target": request.build_absolute_uri(f"{request.path}search/") + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }
