"""What every page has around its own content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypedDict
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from commerce.catalog.queries import category_tree
from commerce.catalog.types import CategoryRef
from commerce.core import editorial
from commerce.core.context import CommerceContext
from commerce.core.editorial import MenuEntry
from themes.engine.contracts import (
    CartSummary,
    ChoiceLink,
    CustomerData,
    Flash,
    LegalData,
    LinkData,
    MenuItem,
    Menus,
    Meta,
    RequestData,
    Routes,
    Shell,
    ShopData,
)

from . import carts
from .meta import html_lang, language_name
from .paths import category_path, home_path, path


class PreviewData(TypedDict):
    is_preview: bool
    preview_note: str
    preview_exit_url: str


HEADER_ENTRIES = 8
LEVELS = {"debug": "info"}


def shell(
    request: HttpRequest,
    ctx: CommerceContext,
    meta: Meta | None = None,
    *,
    search_query: str = "",
    alternates: Mapping[str, str] | None = None,
    cart_count: int | None = None,
    categories: Iterable[CategoryRef] | None = None,
) -> Shell:
    """`alternates` is this page's path by language where it is not the same path with another prefix.

    Pages that have the categories or the cart at hand pass them, so that they are read once.
    """
    source = editorial.source()
    facts = source.shop_facts(ctx)
    links = policies(request, ctx)
    refs = category_tree(ctx) if categories is None else categories
    return Shell(
        shop=shop_data(facts),
        request=request_data(request, ctx),
        routes=routes(ctx.language),
        meta=meta or Meta(title=str(settings.SITE_NAME)),
        legal=legal_data(facts, links),
        menus=Menus(
            edited_menu(source.menu("header", ctx), request.path) or header_menu(refs, ctx, request.path),
            edited_menu(source.menu("footer", ctx), request.path) or footer_menu(source.menu_pages(ctx), ctx),
        ),
        cart=CartSummary(carts.count(request, ctx) if cart_count is None else cart_count),
        customer=customer_data(request),
        languages=language_links(request, ctx, alternates or {}),
        flashes=flashes(request),
        search_query=search_query,
    )


def policies(request: HttpRequest, ctx: CommerceContext) -> Mapping[str, tuple[str, str]]:
    """(title, address) of the policies in force by code; read once per request."""
    known: Mapping[str, tuple[str, str]] | None = getattr(request, "_policy_links", None)
    if known is None:
        known = request._policy_links = editorial.source().policy_links(ctx)  # type: ignore[attr-defined]
    return known


def bare_shell(request: HttpRequest, language: str, meta: Meta) -> Shell:
    """A shell that asks nothing of the database, for pages about what went wrong."""
    return Shell(
        shop=ShopData(name=str(settings.SITE_NAME)),
        request=RequestData(
            path=request.path,
            full_path=request.path,
            language=language,
            lang=html_lang(language),
            currency="",
            **preview_data(request),
        ),
        routes=routes(language),
        meta=meta,
        legal=LegalData(),
        menus=Menus(),
        cart=CartSummary(0),
        languages=tuple(
            ChoiceLink(code, language_name(code), home_path(code), html_lang(code), code == language)
            for code, _name in settings.LANGUAGES
        ),
    )


def shop_data(facts: Mapping[str, str]) -> ShopData:
    return ShopData(
        name=facts.get("name") or str(settings.SITE_NAME),
        tagline=facts.get("tagline", ""),
        announcement=facts.get("announcement", ""),
        announcement_url=facts.get("announcement_url", ""),
        email=facts.get("email", ""),
        phone=facts.get("phone", ""),
        hours=facts.get("hours", ""),
    )


def legal_data(facts: Mapping[str, str], policies: Mapping[str, tuple[str, str]]) -> LegalData:
    """Company and filings as the shop states them, policies that are in force."""
    links = {f"{code}_url": url for code, (_title, url) in policies.items()}
    return LegalData(
        company=facts.get("company", ""),
        address=facts.get("address", ""),
        vat=facts.get("vat", ""),
        icp=facts.get("icp", ""),
        icp_url=facts.get("icp_url", ""),
        public_security=facts.get("public_security", ""),
        public_security_url=facts.get("public_security_url", ""),
        licence_url=facts.get("licence_url", ""),
        terms_url=links.get("terms_url", ""),
        privacy_url=links.get("privacy_url", ""),
        returns_url=links.get("returns_url", ""),
    )


def request_data(request: HttpRequest, ctx: CommerceContext) -> RequestData:
    return RequestData(
        path=request.path,
        full_path=request.get_full_path(),
        language=ctx.language,
        lang=html_lang(ctx.language),
        currency=ctx.currency,
        channel=ctx.channel.code,
        **preview_data(request),
    )


def preview_data(request: HttpRequest) -> PreviewData:
    """Whether this is a preview, what it assumes, and the way out of it."""
    note: str = getattr(request, "preview_note", "")
    leave = f"{reverse('preview:leave')}?{urlencode({'next': request.get_full_path()})}" if note else ""
    return {
        "is_preview": bool(getattr(request, "is_preview", False)),
        "preview_note": note,
        "preview_exit_url": leave,
    }


@lru_cache(maxsize=16)
def routes(language: str) -> Routes:
    """The addresses of the shop's fixed places."""
    names = {
        "listing": "products",
        "search": "search",
        "cart": "cart",
        "checkout": "checkout",
        "account": "account",
        "login": "login",
        "logout": "logout",
        "register": "register",
        "password_reset": "password_reset",
        "orders": "orders",
        "addresses": "addresses",
        "profile": "profile",
        "cart_add": "cart_add",
        "cart_count": "cart_count",
        "mini_cart": "mini_cart",
        "address_fields": "address_fields",
    }
    return Routes(home=home_path(language), **{field: path(name, language) for field, name in names.items()})


def header_menu(refs: Iterable[CategoryRef], ctx: CommerceContext, current_path: str) -> tuple[MenuItem, ...]:
    """The top categories with those right below them."""
    refs = list(refs)
    tops = [ref for ref in refs if ref.parent_id is None][:HEADER_ENTRIES]

    def link(ref: CategoryRef) -> LinkData:
        url = category_path(ref.slug, ref.public_id, ctx.language)
        return LinkData(ref.name, url, url == current_path)

    return tuple(
        MenuItem(
            label=top.name,
            url=link(top).url,
            current=link(top).current,
            children=tuple(link(ref) for ref in refs if ref.parent_id == top.id),
        )
        for top in tops
    )


def edited_menu(entries: Iterable[MenuEntry], current_path: str) -> tuple[MenuItem, ...]:
    """What editors put together."""
    return tuple(
        MenuItem(
            label=entry.label,
            url=entry.url,
            current=entry.url == current_path,
            children=tuple(LinkData(label, url, url == current_path) for label, url in entry.children),
        )
        for entry in entries
    )


def footer_menu(pairs: Iterable[tuple[str, str]], ctx: CommerceContext) -> tuple[MenuItem, ...]:
    """Two columns: the shop's own pages, and those that editors marked to stand in menus."""
    fixed = routes(ctx.language)
    service = MenuItem(
        _("Shopping"),
        "",
        children=(
            LinkData(_("All products"), fixed.listing),
            LinkData(_("Search"), fixed.search),
            LinkData(_("Cart"), fixed.cart),
            LinkData(_("My account"), fixed.account),
        ),
    )
    edited = tuple(LinkData(label, url) for label, url in pairs)
    return (service, MenuItem(_("About us"), "", children=edited)) if edited else (service,)


def customer_data(request: HttpRequest) -> CustomerData | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return CustomerData(name=str(user), email=user.email or "")


def language_links(
    request: HttpRequest, ctx: CommerceContext, alternates: Mapping[str, str]
) -> tuple[ChoiceLink, ...]:
    """This page in every language of the shop; where its path is not known, with the prefix changed."""
    codes = [code for code, _name in settings.LANGUAGES]
    return tuple(
        ChoiceLink(
            code=code,
            label=language_name(code),
            url=alternates.get(code) or in_language(request, ctx.language, code),
            lang=html_lang(code),
            current=code == ctx.language,
        )
        for code in codes
        if not ctx.channel.languages or code in ctx.channel.languages or code == ctx.language
    )


def in_language(request: HttpRequest, language: str, other: str) -> str:
    """The same path under another language's prefix."""
    prefix = f"/{language}/"
    whole = request.get_full_path() if request.method == "GET" else request.path
    return f"/{other}/{whole.removeprefix(prefix)}" if whole.startswith(prefix) else f"/{other}/"


def flashes(request: HttpRequest) -> tuple[Flash, ...]:
    """What has just happened; told once."""
    if not hasattr(request, "_messages"):
        return ()
    return tuple(
        Flash(LEVELS.get(message.level_tag, message.level_tag), str(message.message))
        for message in messages.get_messages(request)
    )
