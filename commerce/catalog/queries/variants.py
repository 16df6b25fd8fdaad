"""What pricing, cart and orders need to know of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import FilteredRelation, Q

from commerce.catalog.models import Product, ProductMedia, Variant, VariantOptionValue
from commerce.catalog.types import SellableVariant, VariantFacts
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick

from .cards import best_translation
from .categories import category_ids_of_products

_COLUMNS = {
    "id": "id",
    "public_id": "public_id",
    "sku": "sku",
    "is_active": "is_active",
    "weight_grams": "weight_grams",
    "requires_shipping": "requires_shipping",
    "product_id": "product_id",
    "product__public_id": "product_public_id",
    "product__status": "status",
    "product__tax_category_id": "tax_category_id",
    "shelf__is_listed": "is_listed",
    "shelf__available_from": "available_from",
    "shelf__available_until": "available_until",
    "product__translations__language": "language",
    "product__translations__name": "name",
    "product__translations__slug": "slug",
}


def sellable_variants(variant_ids: Iterable[int], ctx: CommerceContext) -> dict[int, SellableVariant]:
    """Every known variant of `variant_ids` by id, with `is_sellable` saying whether it may be bought now.

    Four queries whatever the number: variants with texts, option labels, categories, pictures.
    """
    rows = _rows(variant_ids, ctx)
    products = {row["product_id"] for row in rows.values()}
    categories = category_ids_of_products(products)
    labels = _option_labels(list(rows), ctx.language)
    images = _images(rows)
    return {
        number: SellableVariant(
            id=number,
            public_id=row["public_id"],
            product_id=row["product_id"],
            product_public_id=row["product_public_id"],
            sku=row["sku"] or "",
            name=row["name"] or "",
            slug=row["slug"] or "",
            option_label=" / ".join(labels[number]),
            is_sellable=row["is_active"] and is_open(row, ctx),
            category_ids=categories[row["product_id"]],
            tax_category_id=row["tax_category_id"],
            weight_grams=row["weight_grams"],
            requires_shipping=row["requires_shipping"],
            image_id=images.get(number),
        )
        for number, row in rows.items()
    }


def variant_facts(variant_ids: Iterable[int]) -> dict[int, VariantFacts]:
    """What prices depend on, by variant id, for lists. Two queries."""
    rows = Variant.objects.filter(pk__in=set(variant_ids)).values_list(
        "id", "product_id", "product__tax_category_id", "weight_grams", "requires_shipping"
    )
    found = list(rows)
    categories = category_ids_of_products(product_id for _id, product_id, *_rest in found)
    return {
        number: VariantFacts(product_id, categories[product_id], tax, weight, shipped)
        for number, product_id, tax, weight, shipped in found
    }


def is_open(row: dict[str, Any], ctx: CommerceContext) -> bool:
    """Whether a row with status, is_listed and the window's ends is on the shelf in this context."""
    start, end = row["available_from"], row["available_until"]
    return bool(
        row["status"] == Product.Status.ACTIVE
        and row["is_listed"]
        and (start is None or start <= ctx.now)
        and (end is None or ctx.now < end)
    )


def _rows(variant_ids: Iterable[int], ctx: CommerceContext) -> dict[int, dict[str, Any]]:
    variants = (
        Variant.objects.filter(pk__in=set(variant_ids))
        .annotate(
            shelf=FilteredRelation(
                "product__listings", condition=Q(product__listings__channel_id=ctx.channel.id)
            )
        )
        .order_by("id")
    )
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for values in variants.values_list(*_COLUMNS):
        row = dict(zip(_COLUMNS.values(), values, strict=True))
        rows[row["id"]].append(row)
    return {number: best_translation(found, ctx.language) for number, found in rows.items()}


def _option_labels(variant_ids: list[int], language: str) -> dict[int, list[str]]:
    rows = VariantOptionValue.objects.filter(variant_id__in=variant_ids)
    found: dict[int, list[str]] = defaultdict(list)
    for number, label in rows.order_by("value__option__position", "value__option_id").values_list(
        "variant_id", "value__label"
    ):
        found[number].append(pick(label, language))
    return found


def _images(rows: dict[int, dict[str, Any]]) -> dict[int, int]:
    """Each variant's own first picture, else its product's first."""
    media = ProductMedia.objects.filter(
        product_id__in={row["product_id"] for row in rows.values()}, image__isnull=False
    )
    own: dict[int, int] = {}
    common: dict[int, int] = {}
    first: dict[int, int] = {}
    for product_id, variant_id, image_id in media.order_by("position", "id").values_list(
        "product_id", "variant_id", "image_id"
    ):
        first.setdefault(product_id, image_id)
        if variant_id is None:
            common.setdefault(product_id, image_id)
        else:
            own.setdefault(variant_id, image_id)
    images = {
        number: own.get(number) or common.get(row["product_id"]) or first.get(row["product_id"])
        for number, row in rows.items()
    }
    return {number: image_id for number, image_id in images.items() if image_id is not None}
