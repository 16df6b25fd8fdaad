"""Brands. Writers take one named lock, so that two at once cannot end up with one address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import BrandInUse, UnknownBrand
from commerce.catalog.models import Brand, Product
from commerce.core.errors import InvalidInput
from commerce.core.i18n import pick
from commerce.core.locking import doom, named_lock

from .listings import touch_all
from .media import hold_picture
from .texts import make_slug, translated

LOCK = "catalog.brands"


@transaction.atomic
def create_brand(*, name: str | Mapping[str, str], slug: str = "", logo_id: int | None = None) -> int:
    """The id of a new brand. Without `slug` one is made of the name.

    Raises InvalidInput for an empty name or a slug in use. Takes the brands' lock.
    """
    names = _checked(name)
    hold_picture(logo_id, "logo")
    with named_lock(LOCK):
        free = _free(slug or _slug_of(names))
        return Brand.objects.create(name=names, slug=free, logo_id=logo_id).pk


@transaction.atomic
def update_brand(*, brand_id: int, **changes: Any) -> None:
    """Change name, slug or logo_id; products are announced anew where shoppers read another brand on them.

    Raises UnknownBrand, and InvalidInput for an empty name or a slug in use. Takes the brands' lock.
    """
    if changes.keys() - {"name", "slug", "logo_id"}:
        raise TypeError("a brand has name, slug and logo_id to change")
    if "name" in changes:
        changes["name"] = _checked(changes["name"])
    hold_picture(changes.get("logo_id"), "logo")
    with named_lock(LOCK):
        brand = _get(brand_id)
        changed = {name: value for name, value in changes.items() if getattr(brand, name) != value}
        if "slug" in changed:
            _free(changed["slug"])
        if changed:
            Brand.objects.filter(pk=brand_id).update(**changed)
    if changed.keys() & {"name", "slug"}:
        bearers = Product.objects.filter(brand_id=brand_id).values_list("pk", flat=True)
        touch_all(product_ids=bearers, reason="catalog")


@transaction.atomic
def delete_brand(*, brand_id: int) -> None:
    """Remove a brand that no product bears. Raises UnknownBrand, BrandInUse. Takes the brands' lock."""
    with named_lock(LOCK):
        brand = _get(brand_id)
        doom(brand)
        try:
            brand.delete()
        except models.ProtectedError as protected:
            raise BrandInUse(data={"brand": brand_id}) from protected


@transaction.atomic
def ensure_brand(*, name: str | Mapping[str, str]) -> int:
    """The id of the brand whose slug follows from `name`; made if it is not there yet."""
    names = _checked(name)
    brand, _created = Brand.objects.get_or_create(slug=_slug_of(names), defaults={"name": names})
    return brand.pk


def _get(brand_id: int) -> Brand:
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None:
        raise UnknownBrand(data={"brand": brand_id})
    return brand


def _checked(name: str | Mapping[str, str]) -> dict[str, str]:
    names = translated(name)
    if not names:
        raise InvalidInput(fields={"name": _("Please fill this in.")})
    return names


def _free(slug: str) -> str:
    """`slug`, which no brand may have yet."""
    if not slug:
        raise InvalidInput(fields={"slug": _("Please fill this in.")})
    if Brand.objects.filter(slug=slug).exists():
        raise InvalidInput(fields={"slug": _("This address is in use.")})
    return slug


def _slug_of(names: Mapping[str, str]) -> str:
    return make_slug(pick(names, "en"), fallback="brand", limit=100)
