"""Pages of the shop in a theme that nobody wears yet, for the preview panel.

The pages are the shop's own. Where it has nothing to show yet (no home page, no product, an empty cart) the
theme's examples stand in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from commerce.core.errors import CommerceError
from commerce.storefront.context import request_context
from commerce.storefront.meta import PRIVATE, meta_for
from commerce.storefront.pages.cart import cart_context
from commerce.storefront.pages.listing import listing_context
from commerce.storefront.paths import path
from commerce.storefront.shell import shell
from commerce.storefront.views.errors import not_found
from themes import engine
from themes.engine.contracts import CartContext
from themes.engine.fixtures import golden


def modes() -> list[tuple[str, str]]:
    """What can be looked at: (`product:zh-hans`, "Product · 简体中文"), …"""
    kinds = {
        "home": _("Home page"),
        "listing": _("Listing"),
        "product": _("Product"),
        "cart": _("Cart"),
        "404": _("Not found"),
    }
    named = {code: translation.get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}
    return [(f"{kind}:{code}", f"{name} · {named[code]}") for code in named for kind, name in kinds.items()]


def draw(request: HttpRequest, theme: str, preset: str, mode: str) -> HttpResponse:
    """The page of a mode in a theme and preset, as staff see it: mistakes of the theme included."""
    kind, _colon, language = mode.partition(":")
    with translation.override(language), engine.override(theme, preset):
        try:
            return _page(request, kind, language)
        except (Http404, CommerceError):  # the shop has no such page yet
            return _example(request, kind, language)


def _page(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    if kind == "404":
        response = not_found(_at(request, f"/{language}/-/"))
        response.status_code = 200  # the page itself was found
        return response
    if kind == "cart":
        return _cart(_at(request, path("cart", language)), language)
    if kind == "listing":
        return _visit(request, path("products", language))
    if kind == "product":
        return _visit(request, _first_product(_at(request, path("products", language))))
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return _visit(request, f"/{language}/")


def _at(request: HttpRequest, address: str) -> HttpRequest:
    request.path = request.path_info = address
    return request


def _visit(request: HttpRequest, address: str) -> HttpResponse:
    """What the shop answers at an address."""
    match = resolve(address)
    _at(request, address).resolver_match = match
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _first_product(request: HttpRequest) -> str:
    cards = listing_context(request, request_context(request)).listing.cards
    if not cards:
        raise Http404
    return unquote(cards[0].url)


def _cart(request: HttpRequest, language: str) -> HttpResponse:
    """The reader's own cart; an empty one shows little, so examples lie in it."""
    context = cart_context(request, request_context(request))
    if not context.lines:
        example: CartContext = _golden("cart", language)
        lines = tuple(replace(line, image=None) for line in example.lines)
        context = replace(example, shell=context.shell, lines=lines, recommended=context.recommended)
    return engine.render(request, "cart.html", context)


def _example(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """An example in the shop's own frame."""
    example = _golden(kind, language)
    ctx = request_context(request)
    around = shell(request, ctx, meta_for(request, ctx, title=example.title, robots=PRIVATE))
    return engine.render(request, f"{kind}.html", replace(example, shell=around))


def _golden(kind: str, language: str) -> Any:
    return next(one.context for one in golden(language) if one.name == f"{kind}-typical")
