"""Products as rows of a spreadsheet: one per variant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from commerce.backoffice.views import admin_language
from commerce.catalog.models import Product, ProductCategory, Variant
from commerce.core.i18n import pick
from commerce.core.money import Money
from commerce.inventory.models import StockItem

from .names import option_labels, product_names
from .prices import shelves, standing


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant with its product. The price is that of the default channel, in major units."""

    handle: str
    name: str
    sku: str
    label: str
    status: str
    place: str
    price: Decimal | None
    currency: str
    available: int | None
    weight_grams: int | None
    is_active: bool


def variant_rows(products: list[Product]) -> list[VariantRow]:
    """The products' variants, in the products' order. Some eight queries, however many."""
    ids, language = [row.pk for row in products], admin_language()
    variants: dict[int, list[Variant]] = defaultdict(list)
    for variant in Variant.objects.filter(product_id__in=ids).order_by("product_id", "pk"):
        variants[variant.product_id].append(variant)
    keys = [variant.pk for rows in variants.values() for variant in rows]
    names, labels = product_names(ids, language), option_labels(keys, language)
    shelf = next(iter(shelves()), None)
    prices = {variant: row.amount for (variant, _), row in standing(keys, [shelf]).items()} if shelf else {}
    stock = StockItem.objects.filter(variant_id__in=keys, location__is_active=True).order_by()
    free = dict(stock.values_list("variant_id").annotate(free=Sum(F("on_hand") - F("reserved"))))
    placed = ProductCategory.objects.filter(product_id__in=ids, is_primary=True)
    places = {pk: pick(name, language) for pk, name in placed.values_list("product_id", "category__name")}
    currency = shelf.currency if shelf else ""
    return [
        VariantRow(
            handle=product.handle,
            name=names.get(product.pk, product.handle),
            sku=variant.sku or "",
            label=labels.get(variant.pk, ""),
            status=product.status,
            place=places.get(product.pk, ""),
            price=Money(prices[variant.pk], currency).decimal if variant.pk in prices else None,
            currency=currency,
            available=free.get(variant.pk),
            weight_grams=variant.weight_grams,
            is_active=variant.is_active,
        )
        for product in products
        for variant in variants[product.pk]
    ]
