"""One product with everything its page shows, apart from price, stock and story."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils import formats, translation
from django.utils.translation import gettext as _

from commerce.catalog.errors import UnknownProduct
from commerce.catalog.models import (
    Category,
    OptionValue,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductMedia,
    Variant,
)
from commerce.catalog.types import (
    AttributeValue,
    CategoryRef,
    MediaRef,
    OptionRef,
    OptionValueRef,
    ProductDetail,
    VariantRef,
)
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick

from .cards import best_translation
from .categories import ref
from .variants import is_open

_COLUMNS = {
    "id": "id",
    "public_id": "public_id",
    "handle": "handle",
    "status": "status",
    "content_version": "content_version",
    "brand__name": "brand",
    "brand__slug": "brand_slug",
    "shelf__is_listed": "is_listed",
    "shelf__available_from": "available_from",
    "shelf__available_until": "available_until",
    "translations__language": "language",
    "translations__name": "name",
    "translations__slug": "slug",
    "translations__summary": "summary",
    "translations__description": "description",
    "translations__seo_title": "seo_title",
    "translations__seo_description": "seo_description",
}


def get_detail(public_id: str, ctx: CommerceContext, *, is_preview: bool = False) -> ProductDetail:
    """The product `public_id`. `is_buyable` False: known here, but outside its window.

    Raises UnknownProduct for a draft, an archived product or one that is not on this channel's shelf, unless
    it is a preview for staff. Six queries.
    """
    rows = _rows(public_id, ctx)
    if not rows:
        raise UnknownProduct(data={"product": public_id})
    row = best_translation(rows, ctx.language)
    is_shown = row["status"] == Product.Status.ACTIVE and row["is_listed"]
    if not is_shown and not is_preview:
        raise UnknownProduct(data={"product": public_id})
    product_id = row["id"]
    variants = _variants(product_id)
    options = _options(product_id, ctx.language, {value for _row, values in variants for value in values})
    media = _media(product_id, ctx.language, row["name"] or "")
    images = {picture.variant_id: picture.image_id for picture in reversed(media) if picture.variant_id}
    breadcrumbs, category_ids = _places(product_id, ctx.language)
    return ProductDetail(
        id=product_id,
        public_id=row["public_id"],
        handle=row["handle"],
        name=row["name"] or row["handle"],
        slug=row["slug"] or "",
        summary=row["summary"] or "",
        description=row["description"] or "",
        seo_title=row["seo_title"] or "",
        seo_description=row["seo_description"] or "",
        brand=pick(row["brand"], ctx.language),
        brand_slug=row["brand_slug"] or "",
        is_buyable=is_open(row, ctx),
        content_version=row["content_version"],
        media=media,
        options=options,
        variants=tuple(
            _variant(variant, values, options, images.get(variant["id"])) for variant, values in variants
        ),
        attributes=_attributes(product_id, ctx.language),
        breadcrumbs=breadcrumbs,
        category_ids=category_ids,
        languages=tuple((r["language"], r["slug"]) for r in rows if r["language"]),
    )


def _rows(public_id: str, ctx: CommerceContext) -> list[dict[str, Any]]:
    """The product once per translation."""
    shelf = FilteredRelation("listings", condition=Q(listings__channel_id=ctx.channel.id))
    products = Product.objects.filter(public_id=public_id).annotate(shelf=shelf)
    rows = products.order_by("translations__language").values_list(*_COLUMNS)
    return [dict(zip(_COLUMNS.values(), values, strict=True)) for values in rows]


def _variants(product_id: int) -> list[tuple[dict[str, Any], set[int]]]:
    """Active variants in order, each with the ids of its option values."""
    columns = ("id", "public_id", "sku", "weight_grams", "requires_shipping")
    rows = Variant.objects.filter(product_id=product_id, is_active=True).order_by("position", "id")
    found: dict[int, tuple[dict[str, Any], set[int]]] = {}
    for row in rows.values(*columns, "choices__value_id"):
        value_id = row.pop("choices__value_id")
        _variant, values = found.setdefault(row["id"], (row, set()))
        if value_id is not None:
            values.add(value_id)
    return list(found.values())


def _variant(
    row: dict[str, Any], values: set[int], options: tuple[OptionRef, ...], image_id: int | None
) -> VariantRef:
    chosen = [value for option in options for value in option.values if value.id in values]
    return VariantRef(
        id=row["id"],
        public_id=row["public_id"],
        sku=row["sku"] or "",
        label=" / ".join(value.label for value in chosen),
        value_ids=tuple(value.id for value in chosen),
        weight_grams=row["weight_grams"],
        requires_shipping=row["requires_shipping"],
        image_id=image_id,
    )


def _options(product_id: int, language: str, used: set[int]) -> tuple[OptionRef, ...]:
    """Options in order, with the values that some variant has."""
    rows = (
        OptionValue.objects.filter(option__product_id=product_id)
        .select_related("option")
        .order_by("option__position", "option_id", "position", "id")
    )
    values: dict[int, list[OptionValueRef]] = defaultdict(list)
    options = {}
    for value in rows:
        if value.pk in used:
            options[value.option_id] = value.option
            values[value.option_id].append(
                OptionValueRef(value.pk, value.code, pick(value.label, language), value.color)
            )
    return tuple(
        OptionRef(option.pk, option.code, pick(option.name, language), tuple(values[option.pk]))
        for option in options.values()
    )


def _media(product_id: int, language: str, name: str) -> tuple[MediaRef, ...]:
    rows = ProductMedia.objects.filter(product_id=product_id, image__isnull=False)
    return tuple(
        MediaRef(image_id, pick(alt, language) or name, variant_id)
        for image_id, alt, variant_id in rows.order_by("position", "id").values_list(
            "image_id", "alt", "variant_id"
        )
    )


def _places(product_id: int, language: str) -> tuple[tuple[CategoryRef, ...], tuple[int, ...]]:
    """The way to the primary category, and all categories with everything above them. One query."""
    category, placed = Category._meta.db_table, ProductCategory._meta.db_table
    rows = Category.objects.raw(
        f"""
        SELECT above.*, placed.is_primary FROM {placed} placed
        JOIN {category} node ON node.id = placed.category_id
        JOIN {category} above
          ON above.tree_id = node.tree_id AND above.lft <= node.lft AND above.rght >= node.rght
        WHERE placed.product_id = %s ORDER BY above.tree_id, above.lft
        """,  # noqa: S608 - table names only
        [product_id],
    )
    nodes = list(rows)
    primary = [node for node in nodes if node.is_primary]
    path = primary if all(node.is_active for node in primary) else []
    return tuple(ref(node, language) for node in path), tuple(dict.fromkeys(node.pk for node in nodes))


def _attributes(product_id: int, language: str) -> tuple[AttributeValue, ...]:
    """Answers in the attributes' order; several choices of one attribute stand together."""
    rows = (
        ProductAttribute.objects.filter(product_id=product_id)
        .select_related("attribute", "choice")
        .order_by("attribute__position", "attribute_id", "choice__position", "id")
    )
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    with translation.override(language):
        for row in rows:
            name = pick(row.attribute.name, language) or row.attribute.code
            texts[row.attribute.code, name].append(_text(row, language))
        return tuple(
            AttributeValue(code, name, _(", ").join(values)) for (code, name), values in texts.items()
        )


def _text(row: ProductAttribute, language: str) -> str:
    if row.choice is not None:
        return pick(row.choice.label, language) or row.choice.code
    if row.number is not None:
        return f"{_plain(row.number)} {row.attribute.unit}".strip()
    if row.boolean is not None:
        return _("Yes") if row.boolean else _("No")
    if row.date is not None:
        return formats.date_format(row.date)
    return pick(row.text, language)


def _plain(number: Decimal) -> str:
    """Without trailing zeros or exponent: 1.500000 → 1.5, 200.000000 → 200."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
