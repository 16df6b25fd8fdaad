"""Menus as pages show them."""

from __future__ import annotations

from wagtail.models import Site

from commerce.core.context import CommerceContext
from commerce.core.editorial import MenuEntry
from commerce.core.kept import Kept

from .entries import StoredMenu, entries, read
from .models import Menu


def menu(code: str, ctx: CommerceContext) -> tuple[MenuEntry, ...]:
    """The menu `code` of the default site in the context's language; empty where editors made none. Kept."""
    stored = kept_menus().get((code, ctx.language))
    return entries(stored, ctx) if stored is not None else ()


def _read() -> dict[tuple[str, str], StoredMenu]:
    """By place and language. Two queries, and one more per menu with pages."""
    site = Site.objects.filter(is_default_site=True).first()
    menus = Menu.objects.filter(site=site).select_related("locale")
    return {(menu.place, menu.locale.language_code): read(menu) for menu in menus}


#: Every page needs it. Forgotten by `handlers`.
kept_menus = Kept("navigation.menus", _read)
