"""The product as its screen shows it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commerce.backoffice.forms import spread, suffix
from commerce.backoffice.views import admin_language
from commerce.catalog.models import Option, Product, Variant
from commerce.core.money import Money
from commerce.inventory.models import StockItem
from commerce.inventory.queries import default_location_id

from .names import option_labels
from .prices import Shelf, standing

TEXTS = ("name", "slug", "summary", "description", "seo_title", "seo_description")


def initial(product: Product, shelves: Sequence[Shelf]) -> dict[str, Any]:
    """Values of the main form's own fields."""
    places = list(product.placements.order_by("-is_primary", "id").values_list("category_id", flat=True))
    found: dict[str, Any] = {
        "status": product.status,
        "brand": product.brand_id or "",
        "product_type": product.product_type_id or "",
        "tax_category": product.tax_category_id or "",
        "main_category": places[0] if places else "",
        "categories": places[1:],
        "tags": ", ".join(product.tags),
        "version": product.content_version,
    }
    for row in product.translations.all():
        found |= {f"{name}_{suffix(row.language)}": getattr(row, name) for name in TEXTS}
    codes = {shelf.channel_id: shelf.code for shelf in shelves}
    for listing in product.listings.filter(channel_id__in=codes):
        code = codes[listing.channel_id]
        found[f"listed_{code}"] = listing.is_listed
        found[f"from_{code}"], found[f"until_{code}"] = listing.available_from, listing.available_until
    return found


def options_of(product: Product | None) -> list[Option]:
    """The product's options with their values. Two queries."""
    return list(product.options.prefetch_related("values")) if product is not None else []


def variants_of(product: Product) -> list[Variant]:
    """The variants that fit the product's present options; those of former options are left out."""
    count = product.options.count()
    rows = product.variants.prefetch_related("choices__value__option")
    return [row for row in rows if len(row.choices.all()) == count]


def variant_rows(product: Product | None, shelves: Sequence[Shelf]) -> list[dict[str, Any]]:
    """Initial values of the rows of variants. A handful of queries."""
    if product is None:
        return []
    rows = variants_of(product)
    ids = [row.pk for row in rows]
    prices = standing(ids, shelves)
    items = StockItem.objects.filter(variant_id__in=ids, location_id=default_location_id() or 0)
    stock = dict(items.values_list("variant_id", "on_hand"))
    labels = option_labels(ids, admin_language())
    found = []
    for row in rows:
        initial: dict[str, Any] = {
            "id": row.pk,
            "label": labels.get(row.pk, ""),
            "sku": row.sku or "",
            "weight_grams": row.weight_grams,
            "on_hand": stock.get(row.pk),
            "is_active": row.is_active,
        }
        for shelf in shelves:
            price = prices.get((row.pk, shelf.channel_id))
            initial[f"price_{shelf.code}"] = _major(price.amount if price else None, shelf.currency)
            initial[f"was_{shelf.code}"] = _major(price.compare_at_amount if price else None, shelf.currency)
        found.append(initial)
    return found


def picture_rows(product: Product | None) -> list[dict[str, Any]]:
    """Initial values of the rows of pictures, in their order."""
    if product is None:
        return []
    return [
        {
            "id": row.pk,
            "image": row.image_id,
            "position": index,
            "source_url": row.source_url,
            "is_of_variant": row.variant_id is not None,
            **spread("alt", row.alt),
        }
        for index, row in enumerate(product.media.all(), start=1)
    ]


def _major(amount: int | None, currency: str) -> Any:
    return None if amount is None else Money(amount, currency).decimal
