"""From one name of a product or variant to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from commerce.catalog.errors import UnknownProduct, UnknownVariant
from commerce.catalog.models import Product, ProductListing, Variant
from commerce.core.context import CommerceContext

from .cards import best_translation
from .windows import live_listings


def product_id_of(public_id: str) -> int:
    """Whatever its status. Raises UnknownProduct."""
    found = Product.objects.filter(public_id=public_id).values_list("id", flat=True).first()
    if found is None:
        raise UnknownProduct(data={"product": public_id})
    return found


def product_id_of_handle(handle: str) -> int | None:
    """The product an import calls `handle`, or None."""
    return Product.objects.filter(handle=handle).values_list("id", flat=True).first()


def variant_id_of(public_id: str) -> int:
    """Whether or not it can be sold. Raises UnknownVariant."""
    found = Variant.objects.filter(public_id=public_id).values_list("id", flat=True).first()
    if found is None:
        raise UnknownVariant(data={"variant": public_id})
    return found


def product_ids_of_variants(variant_ids: Iterable[int]) -> dict[int, int]:
    """Product id by variant id; unknown variants are left out. One query."""
    return dict(Variant.objects.filter(pk__in=set(variant_ids)).values_list("id", "product_id"))


def variant_ids_of_products(product_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Active variants by product id, in order. One query."""
    rows = Variant.objects.filter(product_id__in=list(product_ids), is_active=True)
    found: dict[int, list[int]] = defaultdict(list)
    for product_id, variant_id in rows.order_by("position", "id").values_list("product_id", "id"):
        found[product_id].append(variant_id)
    return {product_id: tuple(ids) for product_id, ids in found.items()}


def active_variant_ids(product_id: int) -> list[int]:
    return list(variant_ids_of_products([product_id]).get(product_id, ()))


def listed_channel_ids(product_id: int) -> set[int]:
    """The channels whose shelf the product is on, inside its window or not."""
    rows = ProductListing.objects.filter(product_id=product_id, is_listed=True)
    return set(rows.values_list("channel_id", flat=True))


def live_product_ids(ctx: CommerceContext) -> QuerySet[Any, int]:
    """Ids of products that may be bought now: active, listed, inside the window; fit for a subquery."""
    return live_listings(ctx).values_list("product_id", flat=True)


def content_versions(product_ids: Iterable[int]) -> dict[int, int]:
    """Content version by product id, for cache keys. One query."""
    return dict(Product.objects.filter(pk__in=list(product_ids)).values_list("id", "content_version"))


def product_address(product_id: int, language: str) -> tuple[str, str]:
    """(slug, public id) of the product's address in `language`. Raises UnknownProduct. One query."""
    rows: list[Any] = list(
        Product.objects.filter(pk=product_id).values(
            "public_id", language=F("translations__language"),
            name=F("translations__name"), slug=F("translations__slug"),
        )
    )  # fmt: skip
    if not rows:
        raise UnknownProduct(data={"product": product_id})
    row = best_translation(rows, language)
    return row["slug"] or "", row["public_id"]
