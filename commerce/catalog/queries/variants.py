"""What pricing, cart and orders need to know of variants."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from commerce.catalog.models import Product
from commerce.catalog.types import SellableVariant, VariantFacts
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick

from .cards import best_translation
from .statements import FACTS, SELLABLE


def sellable_variants(variant_ids: Iterable[int], ctx: CommerceContext) -> dict[int, SellableVariant]:
    """Every known variant of `variant_ids` by id, with `is_sellable` saying whether it may be bought now.

    One query whatever the number.
    """
    wanted = sorted(set(variant_ids))
    if not wanted:
        return {}
    found = _read(wanted, ctx)
    return {number: found.variant(number, ctx.language) for number in found.texts}


def variant_facts(variant_ids: Iterable[int]) -> dict[int, VariantFacts]:
    """What prices depend on, by variant id, for lists. One query."""
    wanted = sorted(set(variant_ids))
    if not wanted:
        return {}
    variants: list[tuple[int, int, int | None, int, bool]] = []
    categories: dict[int, set[int]] = defaultdict(set)
    for number, product_id, tax_category_id, weight, is_shipped, category_id in FACTS(ids=wanted):
        if category_id:
            categories[product_id].add(category_id)
        else:
            variants.append((number, product_id, tax_category_id, weight, bool(is_shipped)))
    above = {product_id: frozenset(found) for product_id, found in categories.items()}
    return {
        number: VariantFacts(product_id, above.get(product_id, frozenset()), tax, weight, is_shipped)
        for number, product_id, tax, weight, is_shipped in variants
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


@dataclass(slots=True)
class _Found:
    """What the rows said, by variant or product."""

    texts: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[int, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    categories: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    pictures: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def variant(self, number: int, language: str) -> SellableVariant:
        row = best_translation(self.texts[number], language)
        return SellableVariant(
            id=number,
            public_id=row["public_id"],
            product_id=row["product_id"],
            product_public_id=row["product_public_id"],
            sku=row["sku"],
            name=row["name"],
            slug=row["slug"],
            option_label=" / ".join(pick(label, language) for label in self.labels[number]),
            is_sellable=row["is_sellable"],
            category_ids=frozenset(self.categories[row["product_id"]]),
            tax_category_id=row["tax_category_id"],
            weight_grams=row["weight_grams"],
            requires_shipping=row["requires_shipping"],
            image_id=self.image_id(number, row["product_id"]),
        )

    def image_id(self, number: int, product_id: int) -> int | None:
        """The variant's own first picture, else the first that is nobody's, else the product's first."""
        pictures = self.pictures[product_id]
        for owner in (number, 0):
            for image_id, variant_id in pictures:
                if variant_id == owner:
                    return image_id
        return pictures[0][0] if pictures else None


def _read(variant_ids: list[int], ctx: CommerceContext) -> _Found:
    found = _Found()
    rows = SELLABLE(active=Product.Status.ACTIVE, now=ctx.now, channel=ctx.channel.id, ids=variant_ids)
    for kind, key, first, second, third, fourth, fifth, *texts, _position, _id in rows:
        if kind == 0:
            names = ("public_id", "sku", "product_public_id", "language", "name", "slug")
            found.texts[key].append(
                {
                    **{name: text or "" for name, text in zip(names, texts, strict=True)},
                    "product_id": first,
                    "tax_category_id": second or None,
                    "weight_grams": third,
                    "is_sellable": bool(fourth),
                    "requires_shipping": bool(fifth),
                }
            )
        elif kind == 1:
            found.labels[key].append(json.loads(texts[0]))
        elif kind == 2:
            found.categories[key].add(first)
        else:
            found.pictures[key].append((first, second))
    return found
