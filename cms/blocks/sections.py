"""From stored blocks to theme sections. One query per kind of thing, whatever the number of blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from wagtail.rich_text import expand_db_html

from commerce.catalog.queries import category_tree
from commerce.catalog.types import CategoryRef
from commerce.core.context import CommerceContext
from commerce.core.html import sanitize
from commerce.search.queries import browse
from commerce.search.types import ProductFilter
from commerce.storefront.cards import cards_by_id
from commerce.storefront.paths import category_path
from commerce.storefront.pictures import images
from themes.engine.contracts import (
    CardData,
    CategoryTile,
    CategoryTilesSection,
    HeroSection,
    ImageData,
    ImageTextSection,
    LinkData,
    ProductRailSection,
    RichTextSection,
    SectionData,
)

SPECS = {"hero": "hero", "image_text": "half", "category_tiles": "tile"}


@dataclass(slots=True)
class _Gathered:
    """What all sections of a page need, read once."""

    ctx: CommerceContext
    rails: dict[str, list[int]] = field(default_factory=dict)  # product ids by block id
    pictures: dict[tuple[str, int], ImageData] = field(default_factory=dict)  # by (spec, image id)
    cards: dict[int, CardData] = field(default_factory=dict)  # by product id
    categories: dict[int, CategoryRef] = field(default_factory=dict)
    tiles: dict[int, int] = field(default_factory=dict)  # image id by category id


def build(stream: Any, ctx: CommerceContext) -> tuple[SectionData, ...]:
    """The sections of a StreamField value as the theme contract has them, in order.

    A rail without live products and a tile of a hidden category are left out.
    """
    children = list(stream or ())
    if not children:
        return ()
    gathered = _gather(children, ctx)
    built = (BUILDERS[child.block_type](child, at, gathered) for at, child in enumerate(children))
    return tuple(section for section in built if section is not None)


def _gather(children: list[Any], ctx: CommerceContext) -> _Gathered:
    gathered = _Gathered(ctx)
    if any(
        child.block_type in ("product_rail", "category_tiles", "hero", "image_text") for child in children
    ):
        gathered.categories = {category.id: category for category in category_tree(ctx)}
    _gather_products([child for child in children if child.block_type == "product_rail"], gathered)
    _gather_pictures(children, gathered)
    return gathered


def _gather_products(rails: list[Any], gathered: _Gathered) -> None:
    for child in rails:
        ids = [product.pk for product in child.value["products"] if product is not None]
        category = child.value["category"]
        if not ids:
            found = browse(
                ProductFilter(
                    category_id=category.pk if category else None,
                    sort="newest",
                    page_size=child.value["limit"],
                ),
                gathered.ctx,
            )
            ids = list(found.product_ids)
        gathered.rails[str(child.id)] = ids[: child.value["limit"]]
    wanted = [product_id for ids in gathered.rails.values() for product_id in ids]
    gathered.cards = cards_by_id(wanted, gathered.ctx)


def _gather_pictures(children: list[Any], gathered: _Gathered) -> None:
    wanted: dict[str, dict[int, str]] = {}
    for child in children:
        spec = SPECS.get(child.block_type)
        if child.block_type in ("hero", "image_text") and child.value["image"] is not None:
            image = child.value["image"]
            wanted.setdefault(spec or "", {})[image.pk] = child.value["image_alt"] or image.description
        if child.block_type == "category_tiles":
            for category in child.value["categories"]:
                if category is not None and category.image_id:
                    gathered.tiles[category.pk] = category.image_id
                    wanted.setdefault(spec or "", {})[category.image_id] = ""
    for spec, alts in wanted.items():
        for image_id, picture in images(alts, spec, alts).items():
            gathered.pictures[spec, image_id] = picture


def _link(value: Any, gathered: _Gathered) -> LinkData | None:
    if not value or not value.get("label"):
        return None
    category, page = value.get("category"), value.get("page")
    if category is not None and category.pk in gathered.categories:
        ref = gathered.categories[category.pk]
        return LinkData(value["label"], category_path(ref.slug, ref.public_id, gathered.ctx.language))
    if page is not None and page.live:
        return LinkData(value["label"], page.localized.url or "")
    return LinkData(value["label"], value["url"]) if value.get("url") else None


def _html(value: Any) -> Markup:
    """Rich text as sanitized HTML, links to pages and documents resolved."""
    return Markup(sanitize(expand_db_html(value.source)))  # noqa: S704 - sanitized right here


def _hero(child: Any, at: int, gathered: _Gathered) -> SectionData:
    value = child.value
    image = value["image"]
    links = (_link(link, gathered) for link in value["links"])
    return HeroSection(
        type="hero",
        id=f"s-{child.id}",
        heading=value["heading"],
        text=value["text"],
        eyebrow=value["eyebrow"],
        image=gathered.pictures.get(("hero", image.pk)) if image is not None else None,
        links=tuple(link for link in links if link is not None),
        layout=value["layout"],
        is_first=at == 0,
    )


def _rail(child: Any, at: int, gathered: _Gathered) -> SectionData | None:
    ids = gathered.rails[str(child.id)]
    shown = tuple(gathered.cards[product_id] for product_id in ids if product_id in gathered.cards)
    if not shown:
        return None
    value = child.value
    return ProductRailSection(
        type="product_rail",
        id=f"s-{child.id}",
        heading=value["heading"],
        cards=shown,
        text=value["text"],
        link=_link(value["link"], gathered),
    )


def _rich_text(child: Any, at: int, gathered: _Gathered) -> SectionData:
    return RichTextSection(
        type="rich_text", id=f"s-{child.id}", html=_html(child.value["text"]), heading=child.value["heading"]
    )


def _image_text(child: Any, at: int, gathered: _Gathered) -> SectionData:
    value = child.value
    image = value["image"]
    return ImageTextSection(
        type="image_text",
        id=f"s-{child.id}",
        heading=value["heading"],
        html=_html(value["text"]),
        image=gathered.pictures.get(("half", image.pk)) if image is not None else None,
        link=_link(value["link"], gathered),
        side=value["side"],
    )


def _tiles(child: Any, at: int, gathered: _Gathered) -> SectionData | None:
    tiles = []
    for category in child.value["categories"]:
        ref = gathered.categories.get(category.pk) if category is not None else None
        if ref is None:
            continue
        url = category_path(ref.slug, ref.public_id, gathered.ctx.language)
        tiles.append(
            CategoryTile(ref.name, url, gathered.pictures.get(("tile", gathered.tiles.get(ref.id, 0))))
        )
    if not tiles:
        return None
    heading = child.value["heading"]
    return CategoryTilesSection(
        type="category_tiles", id=f"s-{child.id}", heading=heading, tiles=tuple(tiles)
    )


BUILDERS = {
    "hero": _hero,
    "product_rail": _rail,
    "rich_text": _rich_text,
    "image_text": _image_text,
    "category_tiles": _tiles,
}
