"""Whole products in bulk, for those who keep copies: listings, search, exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commerce.catalog.models import (
    Attribute,
    Category,
    Product,
    ProductAttribute,
    ProductListing,
    ProductTranslation,
    Variant,
    VariantOptionValue,
)
from commerce.catalog.types import FilterValue, ProductDocument, ProductText, ShelfWindow

from .categories import category_ids_of_products

BRAND = "brand"
_BRAND_NAME = {"en": "Brand", "zh-hans": "品牌"}
_FILTER_KINDS = (Attribute.Kind.CHOICE, Attribute.Kind.MULTICHOICE, Attribute.Kind.COLOR)


def documents(product_ids: Iterable[int]) -> list[ProductDocument]:
    """The products with `product_ids`, in order of their ids; unknown ones are left out. Eight queries."""
    ids = sorted(set(product_ids))
    categories = category_ids_of_products(ids)
    names = dict(Category.objects.filter(pk__in=set().union(*categories.values())).values_list("id", "name"))
    texts, shelves = _texts(ids), _shelves(ids)
    variants, skus = _variants(ids)
    filters, words = _answers(ids)
    for product_id, label in _option_labels(ids):
        words[product_id].append(label)
    rows = Product.objects.filter(pk__in=ids).order_by("pk")
    return [
        ProductDocument(
            id=row["id"],
            public_id=row["public_id"],
            is_active=row["status"] == Product.Status.ACTIVE,
            brand=row["brand__name"] or {},
            tags=tuple(map(str, row["tags"] or ())),
            texts=tuple(texts[row["id"]]),
            skus=tuple(skus[row["id"]]),
            variant_ids=tuple(variants[row["id"]]),
            words=tuple(words[row["id"]]),
            category_ids=categories.get(row["id"], frozenset()),
            category_names=tuple(names[id_] for id_ in sorted(categories.get(row["id"], ())) if id_ in names),
            filters=(*_brand(row), *filters[row["id"]]),
            shelves=tuple(shelves[row["id"]]),
        )
        for row in rows.values("id", "public_id", "status", "tags", "brand__name", "brand__slug")
    ]


def product_ids_after(product_id: int, limit: int) -> list[int]:
    """The next ids after `product_id`, any status: the way to walk through a catalog of any size."""
    rows = Product.objects.filter(pk__gt=product_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _brand(row: Mapping[str, Any]) -> Iterator[FilterValue]:
    if row["brand__slug"]:
        yield FilterValue(BRAND, row["brand__slug"], BRAND, _BRAND_NAME, row["brand__name"])


def _texts(ids: list[int]) -> dict[int, list[ProductText]]:
    found: dict[int, list[ProductText]] = defaultdict(list)
    rows = ProductTranslation.objects.filter(product_id__in=ids).order_by("language")
    columns = ("product_id", "language", "name", "slug", "summary", "description")
    for product_id, *texts in rows.values_list(*columns):
        found[product_id].append(ProductText(*texts))
    return found


def _shelves(ids: list[int]) -> dict[int, list[ShelfWindow]]:
    found: dict[int, list[ShelfWindow]] = defaultdict(list)
    rows = ProductListing.objects.filter(product_id__in=ids, is_listed=True).order_by("channel_id")
    columns = ("product_id", "channel_id", "listed_at", "available_from", "available_until")
    for product_id, *window in rows.values_list(*columns):
        found[product_id].append(ShelfWindow(*window))
    return found


def _variants(ids: list[int]) -> tuple[dict[int, list[int]], dict[int, list[str]]]:
    variants: dict[int, list[int]] = defaultdict(list)
    skus: dict[int, list[str]] = defaultdict(list)
    rows = Variant.objects.filter(product_id__in=ids, is_active=True).order_by("position", "id")
    for variant_id, product_id, sku in rows.values_list("id", "product_id", "sku"):
        variants[product_id].append(variant_id)
        if sku:
            skus[product_id].append(sku)
    return variants, skus


def _answers(ids: list[int]) -> tuple[dict[int, list[FilterValue]], dict[int, list[Mapping[str, str]]]]:
    filters: dict[int, list[FilterValue]] = defaultdict(list)
    words: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    rows = ProductAttribute.objects.filter(product_id__in=ids, choice__isnull=False)
    for row in rows.select_related("attribute", "choice").order_by("product_id", "choice_id"):
        attribute, choice = row.attribute, row.choice
        assert choice is not None
        words[row.product_id].append(choice.label)
        if attribute.is_filterable and attribute.kind in _FILTER_KINDS:
            filters[row.product_id].append(
                FilterValue(
                    attribute.code, choice.code, attribute.kind, attribute.name, choice.label, choice.color,
                    attribute.position + 1, choice.position,
                )
            )  # fmt: skip
    return filters, words


def _option_labels(ids: list[int]) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = VariantOptionValue.objects.filter(variant__product_id__in=ids, variant__is_active=True)
    seen = set()
    for product_id, value_id, label in rows.order_by("value_id").values_list(
        "variant__product_id", "value_id", "value__label"
    ):
        if (product_id, value_id) not in seen:
            seen.add((product_id, value_id))
            yield product_id, label
