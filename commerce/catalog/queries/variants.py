"""What pricing, cart and orders need to know of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import FilteredRelation, Q

from commerce.catalog.models import (
    Category,
    Product,
    ProductCategory,
    ProductMedia,
    Variant,
    VariantOptionValue,
)
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
    """What prices depend on, by variant id, for lists. One query."""
    wanted = sorted(set(variant_ids))
    if not wanted:
        return {}
    ids = ", ".join(["%s"] * len(wanted))
    variants: list[tuple[int, int, int | None, int, bool]] = []
    categories: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.replace("{ids}", ids), wanted * 2)
        for number, product_id, tax_category_id, weight, is_shipped, category_id in cursor.fetchall():
            if category_id:
                categories[product_id].add(category_id)
            else:
                variants.append((number, product_id, tax_category_id, weight, bool(is_shipped)))
    above = {product_id: frozenset(found) for product_id, found in categories.items()}
    return {
        number: VariantFacts(product_id, above.get(product_id, frozenset()), tax, weight, is_shipped)
        for number, product_id, tax, weight, is_shipped in variants
    }


# The variants, then the categories of their products with everything above: two kinds of rows.
_FACTS = f"""
SELECT variant.id, variant.product_id, product.tax_category_id, variant.weight_grams,
       variant.requires_shipping, 0
  FROM {Variant._meta.db_table} variant
  JOIN {Product._meta.db_table} product ON product.id = variant.product_id
 WHERE variant.id IN ({{ids}})
UNION ALL
SELECT DISTINCT 0, placed.product_id, 0, 0, TRUE, above.id
  FROM {Variant._meta.db_table} variant
  JOIN {ProductCategory._meta.db_table} placed ON placed.product_id = variant.product_id
  JOIN {Category._meta.db_table} node ON node.id = placed.category_id
  JOIN {Category._meta.db_table} above
    ON above.tree_id = node.tree_id AND above.lft <= node.lft AND above.rght >= node.rght
 WHERE variant.id IN ({{ids}})
"""  # noqa: S608 - table names only


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
