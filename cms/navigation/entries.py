"""What stands in a menu, from its stored entries to labels and addresses. An entry whose target is not there
for shoppers is left out with what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.blocks.addresses import page_addresses
from cms.blocks.stored import chosen, items
from commerce.catalog.queries import category_tree
from commerce.catalog.types import CategoryRef
from commerce.channels.queries import default_channel
from commerce.core import clock
from commerce.core.context import CommerceContext
from commerce.core.editorial import MenuEntry
from commerce.storefront.paths import category_path

if TYPE_CHECKING:
    from .models import Menu


@dataclass(frozen=True, slots=True)
class StoredMenu:
    """The entries of a menu with the pages they lead to: (title, address) by id, those that are live."""

    entries: tuple[Mapping[str, Any], ...]
    pages: Mapping[int, tuple[str, str]]
    has_categories: bool


def left_out(menu: Menu) -> list[str]:
    """What the editor calls the entries that shoppers do not see now."""
    channel = default_channel()
    ctx = CommerceContext(clock.now(), channel, menu.locale.language_code, channel.currency)
    stored, refs = read(menu), {ref.id: ref for ref in category_tree(ctx)}
    return [
        value.get("label") or _("An entry without a label")
        for value in _values(stored.entries)
        if _has_target(value) and not _target(value, stored, refs, ctx)[1]
    ]


def read(menu: Menu) -> StoredMenu:
    """A menu with the pages it leads to. Two queries, none without pages."""
    values = tuple(raw["value"] for raw in menu.entries.raw_data)
    wanted = chosen(list(values))
    addresses = page_addresses(wanted.pages, menu.locale.language_code)
    titles = dict(Page.objects.filter(pk__in=addresses).values_list("pk", "title")) if addresses else {}
    pages = {number: (titles.get(number, ""), url) for number, url in addresses.items()}
    return StoredMenu(values, pages, bool(wanted.categories))


def entries(stored: StoredMenu, ctx: CommerceContext) -> tuple[MenuEntry, ...]:
    """What shoppers see of a menu; a heading without anything below it is left out too."""
    refs = {ref.id: ref for ref in category_tree(ctx)} if stored.has_categories else {}
    found = []
    for value in stored.entries:
        label, url = _target(value, stored, refs, ctx)
        below = tuple(_target(child, stored, refs, ctx) for child in items(value.get("children")))
        children = tuple((name, where) for name, where in below if name and where)
        if label and (url or (children and not _has_target(value))):
            found.append(MenuEntry(label, url, children))
    return tuple(found)


def _target(
    value: Mapping[str, Any], stored: StoredMenu, refs: Mapping[int, CategoryRef], ctx: CommerceContext
) -> tuple[str, str]:
    """(label, address); without an address where there is nothing to lead to."""
    label = value.get("label") or ""
    if value.get("page"):
        title, url = stored.pages.get(value["page"], ("", ""))
        return label or title, url
    if value.get("category"):
        ref = refs.get(value["category"])
        url = category_path(ref.slug, ref.public_id, ctx.language) if ref else ""
        return label or (ref.name if ref else ""), url
    return label, value.get("url") or ""


def _has_target(value: Mapping[str, Any]) -> bool:
    return bool(value.get("page") or value.get("category") or value.get("url"))


def _values(entries: tuple[Mapping[str, Any], ...]) -> Iterator[Mapping[str, Any]]:
    for value in entries:
        yield value
        yield from items(value.get("children"))
