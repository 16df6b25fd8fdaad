"""Everything that the sections of a page need, read once: one statement per kind of thing, whatever the
number of sections. What is gone, hidden or not published is simply not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from wagtail.documents import get_document_model
from wagtail.rich_text import LinkRewriter

from commerce.backoffice.forms import is_row_id
from commerce.catalog.queries import category_image_ids, category_tree
from commerce.catalog.types import CategoryRef
from commerce.core.context import CommerceContext
from commerce.core.html import sanitize
from commerce.promotions.queries import categories_on_promotion
from commerce.search.queries import shelves
from commerce.search.types import Shelf
from commerce.storefront.cards import cards_by_id
from commerce.storefront.paths import category_path
from commerce.storefront.pictures import image_sets
from themes.engine.contracts import CardData, ImageData, LinkData

from .addresses import page_addresses
from .goods import PROMOTION
from .news import News, newest
from .stored import Chosen, Stored, chosen, items

#: Which declared size the pictures of a section type need.
SPECS = {
    "hero": "hero", "carousel": "hero", "banner": "hero", "image_text": "half", "video": "half",
    "category_tiles": "tile", "articles": "half", "lookbook": "half",
}  # fmt: skip


class Rail(NamedTuple):
    """A row of products by rule; rows that ask the same are read once."""

    rule: str
    category_id: int | None


@dataclass(slots=True)
class Gathered:
    """What was found, for the sections to be built of."""

    ctx: CommerceContext
    pictures: Mapping[str, Mapping[int, ImageData]]  # by spec and image id
    cards: Mapping[int, CardData]  # by product id
    rails: Mapping[Rail, tuple[int, ...]]
    categories: Mapping[int, CategoryRef]  # those a shopper may enter
    category_images: Mapping[int, int]
    pages: Mapping[int, str]  # addresses of live pages, in the shopper's language where there is one
    documents: Mapping[int, Any]
    news: tuple[News, ...]  # the newest, as many as the longest list shows
    opens_page: bool = True  # the first section brings the page's heading

    def picture(self, spec: str, image_id: Any, alt: str = "") -> ImageData | None:
        found = self.pictures.get(spec, {}).get(image_id)
        return replace(found, alt=alt) if found is not None and alt else found

    def decoration(self, spec: str, image_id: Any) -> ImageData | None:
        """A picture beside words that say the same: nothing to read out."""
        found = self.pictures.get(spec, {}).get(image_id)
        return replace(found, alt="") if found is not None else None

    def link(self, value: Any) -> LinkData | None:
        """None without a label, and where the only thing chosen is gone."""
        if not value or not value.get("label"):
            return None
        url = self._target(value) or value.get("url")
        return LinkData(value["label"], url) if url else None

    def _target(self, value: Mapping[str, Any]) -> str:
        category = self.categories.get(value.get("category") or 0)
        if category is not None:
            return category_path(category.slug, category.public_id, self.ctx.language)
        card = self.cards.get(value.get("product") or 0)
        return card.url if card is not None else self.pages.get(value.get("page") or 0, "")

    def html(self, source: Any) -> Markup:
        """Rich text as sanitized HTML, links to pages and documents resolved; a link to nothing is text."""
        rewrite = LinkRewriter(rules={"page": self._page_tag, "document": self._document_tag})
        return Markup(sanitize(rewrite(str(source or ""))))  # noqa: S704 - sanitized right here

    def _page_tag(self, attributes: Mapping[str, str]) -> str:
        return _tag(self.pages.get(_number(attributes.get("id")), ""))

    def _document_tag(self, attributes: Mapping[str, str]) -> str:
        document = self.documents.get(_number(attributes.get("id")))
        return _tag(document.url if document is not None else "")


def gather(sections: Iterable[Stored], ctx: CommerceContext) -> Gathered:
    """Read what the sections have chosen."""
    sections = list(sections)
    wanted = Chosen()
    for section in sections:
        chosen(section.value, wanted)
    rails = {rail_of(section): _limit(section) for section in sections if is_by_rule(section)}
    for section in sections:  # of rows that ask the same, the longest is read
        if is_by_rule(section):
            rails[rail_of(section)] = max(rails[rail_of(section)], _limit(section))
    found = _rails(rails, ctx)
    products = [*sorted(wanted.products), *(number for ids in found.values() for number in ids)]
    tiles = category_image_ids(wanted.categories)
    articles = [section for section in sections if section.kind == "articles"]
    news = newest(ctx, max(map(_limit, articles))) if articles else ()
    images = wanted.images | set(tiles.values()) | {each.image_id for each in news if each.image_id}
    specs = {SPECS[section.kind] for section in sections if section.kind in SPECS}
    return Gathered(
        ctx=ctx,
        pictures=image_sets(sorted(images), dict.fromkeys(sorted(specs))) if images and specs else {},
        cards=cards_by_id(products, ctx),
        rails=found,
        categories={each.id: each for each in category_tree(ctx)} if wanted.categories else {},
        category_images=tiles,
        pages=page_addresses(wanted.pages, ctx.language),
        news=news,
        documents=get_document_model().objects.in_bulk(wanted.documents) if wanted.documents else {},
    )


def is_by_rule(section: Stored) -> bool:
    """Whether a row of products names none itself."""
    return section.kind == "product_rail" and not any(items(section.value.get("products")))


def rail_of(section: Stored) -> Rail:
    return Rail(section.value.get("rule") or "", section.value.get("category"))


def _rails(wanted: Mapping[Rail, int], ctx: CommerceContext) -> dict[Rail, tuple[int, ...]]:
    promoted = categories_on_promotion(ctx) if any(rail.rule == PROMOTION for rail in wanted) else ()
    return shelves(
        {
            rail: Shelf(limit, rail.category_id, promoted if rail.rule == PROMOTION else None)
            for rail, limit in wanted.items()
        },
        ctx,
    )


def _limit(section: Stored) -> int:
    return int(section.value.get("limit") or 8)


def _number(text: str | None) -> int:
    """An id as stored rich text has it; 0 for what is none."""
    return int(text) if text and is_row_id(text) else 0


def _tag(url: str) -> str:
    return f'<a href="{escape(url)}">' if url else "<a>"
