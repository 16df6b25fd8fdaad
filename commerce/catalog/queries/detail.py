"""One product with everything its page shows, apart from price, stock and story."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q
from django.utils import formats, translation
from django.utils.translation import gettext as _

from commerce.catalog.errors import UnknownProduct
from commerce.catalog.models import Product, ProductAttribute, ProductCategory, ProductMedia, Variant
from commerce.catalog.types import (
    AttributeValue,
    CategoryRef,
    MediaRef,
    OptionRef,
    OptionValueRef,
    ProductDetail,
    VariantRef,
)
from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick

from .cards import best_translation
from .categories import category_path, ids_above
from .variants import is_open

_COLUMNS = {
    "id": "id",
    "public_id": "public_id",
    "handle": "handle",
    "status": "status",
    "content_version": "content_version",
    "tax_category_id": "tax_category_id",
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
_read_product = Compiled(
    lambda public_id, channel_id: (
        Product.objects.filter(public_id=public_id)
        .annotate(shelf=FilteredRelation("listings", condition=Q(listings__channel_id=channel_id)))
        .order_by("translations__language")
        .values_list(*_COLUMNS)
    )
)


class _Choice(NamedTuple):
    """A variant with one of its option values; a variant without options is one row without a value."""

    id: int
    public_id: str
    sku: str | None
    weight_grams: int
    requires_shipping: bool
    value_id: int | None
    value_code: str
    value_label: dict[str, str]
    value_color: str
    value_position: int
    option_id: int
    option_code: str
    option_name: dict[str, str]
    option_position: int


_read_variants = Compiled(
    lambda product_id: (
        Variant.objects.filter(product_id=product_id, is_active=True)
        .order_by("position", "id")
        .values_list(
            "id",
            "public_id",
            "sku",
            "weight_grams",
            "requires_shipping",
            "choices__value_id",
            "choices__value__code",
            "choices__value__label",
            "choices__value__color",
            "choices__value__position",
            "choices__value__option_id",
            "choices__value__option__code",
            "choices__value__option__name",
            "choices__value__option__position",
        )
    )
)
_read_media = Compiled(
    lambda product_id: (
        ProductMedia.objects.filter(product_id=product_id, image__isnull=False)
        .order_by("position", "id")
        .values_list("image_id", "alt", "variant_id")
    )
)
_read_places = Compiled(
    lambda product_id: ProductCategory.objects.filter(product_id=product_id).values_list(
        "category_id", "is_primary"
    )
)


class _Answer(NamedTuple):
    """An attribute's answer, or one of several choices."""

    code: str
    name: dict[str, str]
    unit: str
    text: dict[str, str]
    number: Decimal | None
    boolean: bool | None
    date: Any
    choice_code: str | None
    choice_label: dict[str, str] | None


_read_answers = Compiled(
    lambda product_id: (
        ProductAttribute.objects.filter(product_id=product_id)
        .order_by("attribute__position", "attribute_id", "choice__position", "id")
        .values_list(
            "attribute__code",
            "attribute__name",
            "attribute__unit",
            "text",
            "number",
            "boolean",
            "date",
            "choice__code",
            "choice__label",
        )
    )
)


def get_detail(public_id: str, ctx: CommerceContext, *, is_preview: bool = False) -> ProductDetail:
    """The product `public_id`. `is_buyable` False: known here, but outside its window.

    Raises UnknownProduct for a draft, an archived product or one that is not on this channel's shelf, unless
    it is a preview for staff. Five queries.
    """
    rows = _rows(public_id, ctx)
    if not rows:
        raise UnknownProduct(data={"product": public_id})
    row = best_translation(rows, ctx.language)
    is_shown = row["status"] == Product.Status.ACTIVE and row["is_listed"]
    if not is_shown and not is_preview:
        raise UnknownProduct(data={"product": public_id})
    product_id = row["id"]
    choices = [_Choice(*columns) for columns in _read_variants(product_id)]
    options = _options(choices, ctx.language)
    media = _media(product_id, ctx.language, row["name"] or "")
    images = {picture.variant_id: picture.image_id for picture in reversed(media) if picture.variant_id}
    breadcrumbs, category_ids = _places(product_id, ctx)
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
        tax_category_id=row["tax_category_id"],
        media=media,
        options=options,
        variants=_variants(choices, options, images),
        attributes=_attributes(product_id, ctx.language),
        breadcrumbs=breadcrumbs,
        category_ids=category_ids,
        languages=tuple((r["language"], r["slug"]) for r in rows if r["language"]),
    )


def _rows(public_id: str, ctx: CommerceContext) -> list[dict[str, Any]]:
    """The product once per translation."""
    rows = _read_product(public_id, ctx.channel.id)
    return [dict(zip(_COLUMNS.values(), values, strict=True)) for values in rows]


def _options(choices: list[_Choice], language: str) -> tuple[OptionRef, ...]:
    """Options in order, with the values that some variant has."""
    chosen = [choice for choice in choices if choice.value_id is not None]
    chosen.sort(key=lambda each: (each.option_position, each.option_id, each.value_position, each.value_id))
    options: dict[int, _Choice] = {}
    values: dict[int, dict[int, OptionValueRef]] = defaultdict(dict)
    for each in chosen:
        options.setdefault(each.option_id, each)
        assert each.value_id is not None
        values[each.option_id][each.value_id] = OptionValueRef(
            each.value_id, each.value_code, pick(each.value_label, language), each.value_color
        )
    return tuple(
        OptionRef(id_, option.option_code, pick(option.option_name, language), tuple(values[id_].values()))
        for id_, option in options.items()
    )


def _variants(
    choices: list[_Choice], options: tuple[OptionRef, ...], images: dict[int, int]
) -> tuple[VariantRef, ...]:
    """Active variants in order, each with its values in the order of the options."""
    rows: dict[int, _Choice] = {}
    chosen: dict[int, set[int | None]] = defaultdict(set)
    for choice in choices:
        rows.setdefault(choice.id, choice)
        chosen[choice.id].add(choice.value_id)
    found = []
    for row in rows.values():
        values = [value for option in options for value in option.values if value.id in chosen[row.id]]
        found.append(
            VariantRef(
                id=row.id,
                public_id=row.public_id,
                sku=row.sku or "",
                label=" / ".join(value.label for value in values),
                value_ids=tuple(value.id for value in values),
                weight_grams=row.weight_grams,
                requires_shipping=row.requires_shipping,
                image_id=images.get(row.id),
            )
        )
    return tuple(found)


def _media(product_id: int, language: str, name: str) -> tuple[MediaRef, ...]:
    return tuple(
        MediaRef(image_id, pick(alt, language) or name, variant_id)
        for image_id, alt, variant_id in _read_media(product_id)
    )


def _places(product_id: int, ctx: CommerceContext) -> tuple[tuple[CategoryRef, ...], frozenset[int]]:
    """The way to the primary category, and all categories with everything above them."""
    places = _read_places(product_id)
    primary = next((category_id for category_id, is_primary in places if is_primary), None)
    path = () if primary is None else category_path(primary, ctx)
    return path, ids_above(category_id for category_id, _is_primary in places)


def _attributes(product_id: int, language: str) -> tuple[AttributeValue, ...]:
    """Answers in the attributes' order; several choices of one attribute stand together."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    with translation.override(language):
        for columns in _read_answers(product_id):
            answer = _Answer(*columns)
            name = pick(answer.name, language) or answer.code
            texts[answer.code, name].append(_text(answer, language))
        return tuple(
            AttributeValue(code, name, _(", ").join(values)) for (code, name), values in texts.items()
        )


def _text(answer: _Answer, language: str) -> str:
    if answer.choice_code is not None:
        return pick(answer.choice_label, language) or answer.choice_code
    if answer.number is not None:
        return f"{_plain(answer.number)} {answer.unit}".strip()
    if answer.boolean is not None:
        return _("Yes") if answer.boolean else _("No")
    if answer.date is not None:
        return formats.date_format(answer.date)
    return pick(answer.text, language)


def _plain(number: Decimal) -> str:
    """Without trailing zeros or exponent: 1.500000 → 1.5, 200.000000 → 200."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
