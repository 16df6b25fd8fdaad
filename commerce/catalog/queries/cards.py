"""What lists show of products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from commerce.catalog.models import OptionValue, ProductMedia, Variant
from commerce.catalog.types import MediaRef, ProductCard
from commerce.core.context import CommerceContext
from commerce.core.i18n import fallbacks, pick

from .windows import live_listings

_COLUMNS = {
    "product_id": "product_id",
    "product__public_id": "public_id",
    "product__brand__name": "brand",
    "listed_at": "listed_at",
    "product__translations__language": "language",
    "product__translations__name": "name",
    "product__translations__slug": "slug",
    "product__translations__summary": "summary",
}


def cards(product_ids: Iterable[int], ctx: CommerceContext) -> dict[int, ProductCard]:
    """A card per product that may be bought in this context, by id, in the order asked for.

    Four queries whatever the number: products with texts, variants, pictures, colors.
    """
    wanted = list(dict.fromkeys(product_ids))
    rows = _products(wanted, ctx)
    variants = _variants(list(rows))
    pictures = _pictures(list(rows), ctx.language)
    swatches = _swatches(list(rows), ctx.language)
    found: dict[int, ProductCard] = {}
    for product_id in wanted:
        row = rows.get(product_id)
        if row is None:
            continue
        images = [_described(image, row["name"]) for image in pictures[product_id][:2]]
        found[product_id] = ProductCard(
            id=product_id,
            public_id=row["public_id"],
            name=row["name"] or "",
            slug=row["slug"] or "",
            summary=row["summary"] or "",
            brand=pick(row["brand"], ctx.language),
            image=images[0] if images else None,
            hover_image=images[1] if len(images) > 1 else None,
            variant_ids=tuple(number for number, _public_id in variants[product_id]),
            default_variant_public_id=next((public_id for _n, public_id in variants[product_id]), ""),
            swatches=tuple(swatches[product_id]),
            listed_at=row["listed_at"],
        )
    return found


def best_translation(rows: Sequence[dict[str, Any]], language: str) -> dict[str, Any]:
    """Of rows that differ in `language`, the one a reader of `language` is shown."""
    by_language = {row["language"]: row for row in rows if row["name"]}
    return next((by_language[code] for code in fallbacks(language) if code in by_language), rows[0])


def _products(product_ids: list[int], ctx: CommerceContext) -> dict[int, dict[str, Any]]:
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    listings = live_listings(ctx).filter(product_id__in=product_ids)
    for values in listings.values_list(*_COLUMNS):
        row = dict(zip(_COLUMNS.values(), values, strict=True))
        rows[row["product_id"]].append(row)
    return {product_id: best_translation(found, ctx.language) for product_id, found in rows.items()}


def _variants(product_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    rows = Variant.objects.filter(product_id__in=product_ids, is_active=True).order_by("position", "id")
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for product_id, number, public_id in rows.values_list("product_id", "id", "public_id"):
        found[product_id].append((number, public_id))
    return found


def _pictures(product_ids: list[int], language: str) -> dict[int, list[MediaRef]]:
    rows = ProductMedia.objects.filter(product_id__in=product_ids, image__isnull=False)
    found: dict[int, list[MediaRef]] = defaultdict(list)
    for product_id, image_id, alt, variant_id in rows.order_by("position", "id").values_list(
        "product_id", "image_id", "alt", "variant_id"
    ):
        if all(picture.image_id != image_id for picture in found[product_id]):
            found[product_id].append(MediaRef(image_id, pick(alt, language), variant_id))
    return found


def _described(picture: MediaRef, name: str) -> MediaRef:
    """A picture without words of its own is described by the product's name."""
    return picture if picture.alt else MediaRef(picture.image_id, name or "", picture.variant_id)


def _swatches(product_ids: list[int], language: str) -> dict[int, list[tuple[str, str]]]:
    rows = OptionValue.objects.filter(option__product_id__in=product_ids).exclude(color="")
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for product_id, label, color in rows.order_by("option__position", "position", "id").values_list(
        "option__product_id", "label", "color"
    ):
        found[product_id].append((pick(label, language), color))
    return found
