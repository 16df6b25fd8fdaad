"""Products: made and changed whole, with texts, options, variants, places and pictures.

The same two verbs serve the admin, the API, imports and the sample shop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import InvalidProduct, UnknownBrand, UnknownCategory
from commerce.catalog.models import (
    Brand,
    Option,
    Product,
    ProductCategory,
    ProductListing,
    ProductTranslation,
)
from commerce.catalog.types import MediaDraft, VariantDraft
from commerce.core.html import clean_text
from commerce.core.locking import hold

from .attributes import set_attributes
from .categories import hold_categories
from .listings import lock_product, touch
from .media import write_media
from .texts import clean_translation, make_slug
from .variants import OptionDraft, write_options, write_variants

Translations = Mapping[str, Mapping[str, str]]


@transaction.atomic
def create_product(
    *,
    handle: str,
    translations: Translations,
    product_type: int | None = None,
    brand: int | None = None,
    tax_category: int | None = None,
    categories: Sequence[int] = (),
    tags: Iterable[str] = (),
    options: Sequence[OptionDraft] = (),
    variants: Sequence[VariantDraft] = (),
    attributes: Mapping[str, Any] | None = None,
    media: Sequence[MediaDraft] = (),
    channels: Iterable[int] = (),
    status: str = Product.Status.DRAFT,
) -> int:
    """The id of a new product, whole. `product_type`, `brand`, `tax_category`, `categories` and `channels`
    are ids; the first category gives the breadcrumb. Descriptions are sanitized.

    Raises InvalidProduct with the fields that cannot be used, a handle in use among them.
    """
    handle = clean_text(handle).strip()
    if not handle or len(handle) > 200:
        raise InvalidProduct(fields={"handle": _("Give a handle of at most 200 characters.")})
    if status not in Product.Status.values:
        raise InvalidProduct(fields={"status": _("There is no such status.")})
    _hold_brand(brand)
    product = Product(
        handle=handle,
        product_type_id=product_type,
        brand_id=brand,
        tax_category_id=tax_category,
        tags=_tags(tags),
        status=status,
    )
    try:
        with transaction.atomic():
            product.save(force_insert=True)
    except IntegrityError as clash:
        if not Product.objects.filter(handle=handle).exists():
            raise
        raise InvalidProduct(fields={"handle": _("This handle is in use.")}) from clash
    _write_translations(product, translations)
    _write_placements(product.pk, categories)
    _write_parts(product.pk, options=options or None, variants=variants or None)
    if attributes:
        set_attributes(product.pk, attributes)
    if media:
        write_media(product.pk, media)
    ProductListing.objects.bulk_create(
        ProductListing(product=product, channel_id=channel_id) for channel_id in channels
    )
    touch(product_id=product.pk, reason="catalog")
    return product.pk


@transaction.atomic
def update_product(
    *,
    product_id: int,
    translations: Translations | None = None,
    categories: Sequence[int] | None = None,
    options: Sequence[OptionDraft] | None = None,
    variants: Sequence[VariantDraft] | None = None,
    attributes: Mapping[str, Any] | None = None,
    media: Sequence[MediaDraft] | None = None,
    tags: Iterable[str] | None = None,
    **columns: Any,
) -> bool:
    """Bring a product to what is given; what is None stays. True if anything changed.

    `translations` are merged field by field; categories, attributes, media and tags are replaced; variants
    that are not given are switched off. `columns`: product_type, brand, tax_category (ids or None), status.
    Locks the product. Announces one ProductChanged if anything changed. Raises UnknownProduct,
    InvalidProduct.
    """
    product = lock_product(product_id)
    changed = _write_columns(product, columns, tags)
    if translations is not None:
        changed |= _write_translations(product, translations)
    if categories is not None:
        changed |= _write_placements(product_id, categories)
    changed |= _write_parts(product_id, options=options, variants=variants)
    if attributes is not None:
        changed |= set_attributes(product_id, attributes)
    if media is not None:
        changed |= write_media(product_id, media)
    if changed:
        touch(product_id=product_id, reason="catalog")
    return changed


def _write_columns(product: Product, columns: Mapping[str, Any], tags: Iterable[str] | None) -> bool:
    names = {
        "product_type": "product_type_id",
        "brand": "brand_id",
        "tax_category": "tax_category_id",
        "status": "status",
    }
    if columns.keys() - names:
        raise TypeError(f"a product has no {', '.join(sorted(columns.keys() - names))} to change")
    if columns.get("status", product.status) not in Product.Status.values:
        raise InvalidProduct(fields={"status": _("There is no such status.")})
    wanted = {names[name]: value for name, value in columns.items()}
    if tags is not None:
        wanted["tags"] = _tags(tags)
    changed = {name: value for name, value in wanted.items() if getattr(product, name) != value}
    _hold_brand(changed.get("brand_id"))
    if changed:
        Product.objects.filter(pk=product.pk).update(**changed)
    return bool(changed)


def _hold_brand(brand_id: int | None) -> None:
    """Nobody deletes the brand before the product bears it. Raises InvalidProduct if somebody has."""
    if brand_id is not None and not hold(Brand, [brand_id]):
        raise InvalidProduct(fields={"brand": UnknownBrand.message})


def _write_translations(product: Product, translations: Translations) -> bool:
    known = {row.language: row for row in ProductTranslation.objects.filter(product=product)}
    new: list[ProductTranslation] = []
    changed = False
    for language, texts in translations.items():
        cleaned = clean_translation(language, texts, handle=product.handle)
        row = known.get(language)
        if row is None:
            cleaned.setdefault("slug", make_slug("", fallback=product.handle))
            new.append(ProductTranslation(product=product, language=language, **cleaned))
            continue
        if "slug" not in texts:
            cleaned.pop("slug", None)  # a new name keeps the address
        differing = {name: text for name, text in cleaned.items() if getattr(row, name) != text}
        if differing:
            ProductTranslation.objects.filter(pk=row.pk).update(**differing)
            changed = True
    ProductTranslation.objects.bulk_create(new)
    return changed or bool(new)


def _write_placements(product_id: int, categories: Sequence[int]) -> bool:
    wanted = list(dict.fromkeys(categories))
    rows = ProductCategory.objects.filter(product_id=product_id)
    before = list(rows.order_by("-is_primary", "id").values_list("category_id", flat=True))
    if before == wanted:
        return False
    if hold_categories(wanted) != set(wanted):
        raise InvalidProduct(fields={"categories": UnknownCategory.message})
    rows.delete()
    ProductCategory.objects.bulk_create(
        ProductCategory(product_id=product_id, category_id=category_id, is_primary=index == 0)
        for index, category_id in enumerate(wanted)
    )
    return True


def _write_parts(
    product_id: int,
    *,
    options: Sequence[OptionDraft] | None,
    variants: Sequence[VariantDraft] | None,
) -> bool:
    changed = False
    if options is not None:
        codes = {code for code, *_rest in options}
        if variants is None and codes != _option_codes(product_id):
            raise InvalidProduct(fields={"variants": _("New options need new variants.")})
        changed = write_options(product_id, options)
    return (variants is not None and write_variants(product_id, variants)) or changed


def _option_codes(product_id: int) -> set[str]:
    return set(Option.objects.filter(product_id=product_id).values_list("code", flat=True))


def _tags(tags: Iterable[str]) -> list[str]:
    cleaned = (clean_text(str(tag)).strip()[:100] for tag in tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))
