"""What lists show of products."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from commerce.catalog.models import Product
from commerce.catalog.types import MediaRef, ProductCard, VariantFacts
from commerce.core.context import CommerceContext
from commerce.core.i18n import fallbacks, pick

from .categories import ids_above
from .statements import CARDS, with_ids


def cards(product_ids: Iterable[int], ctx: CommerceContext) -> dict[int, ProductCard]:
    """A card per product that may be bought in this context, by id, in the order asked for. One query."""
    wanted = list(dict.fromkeys(product_ids))
    facts = _facts(wanted, ctx)
    return {number: _card(facts[number], ctx.language) for number in wanted if number in facts}


def best_translation(rows: Sequence[dict[str, Any]], language: str) -> dict[str, Any]:
    """Of rows that differ in `language`, the one a reader of `language` is shown."""
    by_language = {row["language"]: row for row in rows if row["name"]}
    return next((by_language[code] for code in fallbacks(language) if code in by_language), rows[0])


PICTURES = 2  # the one shown, and the one shown when pointed at
_TEXTS, _VARIANTS, _PICTURES, _SWATCHES, _PLACES = range(5)


@dataclass(slots=True)
class _Facts:
    """What the rows of one product said."""

    id: int
    public_id: str
    brand: dict[str, str]
    listed_at: datetime
    tax_category_id: int | None
    texts: list[dict[str, Any]] = field(default_factory=list)
    variants: list[tuple[int, str, int, bool]] = field(default_factory=list)  # public id, weight, shipped
    pictures: list[tuple[int, dict[str, str], int | None]] = field(default_factory=list)
    swatches: list[tuple[dict[str, str], str]] = field(default_factory=list)
    category_ids: list[int] = field(default_factory=list)

    def prices(self) -> dict[int, VariantFacts]:
        """What the prices of its variants depend on, by variant id."""
        above = ids_above(self.category_ids)
        return {
            id_: VariantFacts(self.id, above, self.tax_category_id, weight_grams, is_shipped)
            for id_, _public_id, weight_grams, is_shipped in self.variants
        }


def _card(facts: _Facts, language: str) -> ProductCard:
    text = best_translation(facts.texts, language)
    images = [
        MediaRef(image_id, pick(alt, language) or text["name"], variant_id)
        for image_id, alt, variant_id in facts.pictures
    ]
    return ProductCard(
        id=facts.id,
        public_id=facts.public_id,
        name=text["name"],
        slug=text["slug"],
        summary=text["summary"],
        brand=pick(facts.brand, language),
        image=images[0] if images else None,
        hover_image=images[1] if len(images) > 1 else None,
        variant_ids=tuple(id_ for id_, *_rest in facts.variants),
        facts=facts.prices(),
        default_variant_public_id=facts.variants[0][1] if facts.variants else "",
        swatches=tuple((pick(label, language), color) for label, color in facts.swatches),
        listed_at=facts.listed_at,
    )


def _facts(product_ids: list[int], ctx: CommerceContext) -> dict[int, _Facts]:
    """Everything about the live ones of these products, by id.

    Five kinds of rows in one statement: lists are the busiest pages, and what costs there is not the
    database but asking it, five times, through the ORM.
    """
    if not product_ids:
        return {}
    found: dict[int, _Facts] = {}
    now = connection.ops.adapt_datetimefield_value(ctx.now)
    parameters: list[Any] = [ctx.channel.id, True, Product.Status.ACTIVE, now, now]
    with connection.cursor() as cursor:
        cursor.execute(with_ids(CARDS, product_ids), parameters)
        for kind, product_id, number, other, *texts, _position, _id in cursor.fetchall():
            if kind == _TEXTS:
                _read_text(found, product_id, number, texts)
            elif (facts := found.get(product_id)) is not None:
                _read_part(facts, kind, number, other, texts)
    return found


def _read_text(
    found: dict[int, _Facts], product_id: int, tax_category_id: int, texts: list[str | None]
) -> None:
    public_id, language, name, slug, summary, brand, listed_at = texts
    if product_id not in found:
        found[product_id] = _Facts(
            product_id,
            public_id or "",
            _json(brand),
            datetime.fromisoformat(f"{(listed_at or '')[:19]}+00:00"),
            tax_category_id or None,
        )
    found[product_id].texts.append(
        {"language": language, "name": name or "", "slug": slug or "", "summary": summary or ""}
    )


def _read_part(facts: _Facts, kind: int, number: int, other: int, texts: list[str | None]) -> None:
    if kind == _VARIANTS:
        facts.variants.append((number, texts[0] or "", other, bool(texts[1])))
    elif kind == _PICTURES:
        if len(facts.pictures) < PICTURES and all(image_id != number for image_id, *_rest in facts.pictures):
            facts.pictures.append((number, _json(texts[0]), other or None))
    elif kind == _SWATCHES:
        facts.swatches.append((_json(texts[0]), texts[1] or ""))
    else:
        facts.category_ids.append(number)


def _json(text: str | None) -> dict[str, str]:
    return json.loads(text) if text else {}
