"""What commerce may ask the editors' side, answered by `cms` (see architecture, section 2).

Commerce owns the questions; `cms` registers the one source that answers them. Without a source
every answer is empty and the shop still sells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .context import CommerceContext


@dataclass(frozen=True, slots=True)
class Overlay:
    """The live story of one product: the page revision that was shown and plain theme sections."""

    page_id: int
    revision_id: int | None
    sections: tuple[Any, ...] = ()
    seo_title: str = ""
    seo_description: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """What editors put around the listing of a category: plain theme sections."""

    above: tuple[Any, ...] = ()
    below: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry with what stands below it, as (label, address); `url` is empty for a mere heading."""

    label: str
    url: str = ""
    children: tuple[tuple[str, str], ...] = ()


class EditorialSource(Protocol):
    """One batched call per kind."""

    def overlays(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, Overlay]:
        """Live overlays by product id, in the context's language."""

    def revision_ids(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, int]:
        """Ids of the page revisions a shopper sees now, by product id; for pinning on order lines."""

    def policy_revisions(self, context: CommerceContext) -> Mapping[str, int]:
        """Revision ids of the policies in force by policy code ("terms", "returns", "privacy")."""

    def policy_links(self, context: CommerceContext) -> Mapping[str, tuple[str, str]]:
        """(title, address) of the policies in force by policy code."""

    def menu(self, code: str, context: CommerceContext) -> tuple[MenuEntry, ...]:
        """The menu `code` ("header", "footer") that editors made; empty: they leave it to the shop."""

    def menu_pages(self, context: CommerceContext) -> tuple[tuple[str, str], ...]:
        """(title, address) of the pages that are marked to stand in menus."""

    def category_landing(self, category_id: int, context: CommerceContext) -> Landing:
        """What stands above and below the listing of the category, in the context's language."""

    def shop_facts(self, context: CommerceContext) -> Mapping[str, str]:
        """How the shop presents itself, as far as editors said: name, tagline, announcement,
        announcement_url, email, phone, hours; company, address, vat, icp, icp_url, public_security,
        public_security_url, licence_url."""


class NoEditors:
    """The source of a shop without a CMS."""

    def overlays(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, Overlay]:
        return {}

    def revision_ids(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, int]:
        return {}

    def policy_revisions(self, context: CommerceContext) -> Mapping[str, int]:
        return {}

    def policy_links(self, context: CommerceContext) -> Mapping[str, tuple[str, str]]:
        return {}

    def menu(self, code: str, context: CommerceContext) -> tuple[MenuEntry, ...]:
        return ()

    def menu_pages(self, context: CommerceContext) -> tuple[tuple[str, str], ...]:
        return ()

    def category_landing(self, category_id: int, context: CommerceContext) -> Landing:
        return Landing()

    def shop_facts(self, context: CommerceContext) -> Mapping[str, str]:
        return {}


_sources: list[EditorialSource] = [NoEditors()]


def register(source: EditorialSource) -> None:
    """Make `source` the one that answers; `cms` calls this while apps load."""
    _sources[:] = [source]


def source() -> EditorialSource:
    return _sources[0]
