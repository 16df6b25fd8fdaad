"""Brands."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.models import Brand
from commerce.core.errors import InvalidInput
from commerce.core.i18n import pick

from .texts import make_slug, translated


@transaction.atomic
def create_brand(*, name: str | Mapping[str, str], slug: str = "") -> int:
    """The id of a new brand. Raises InvalidInput for an empty name or a slug in use."""
    names = translated(name)
    if not names:
        raise InvalidInput(fields={"name": _("Please fill this in.")})
    slug = slug or _slug_of(names)
    if Brand.objects.filter(slug=slug).exists():
        raise InvalidInput(fields={"slug": _("This address is in use.")})
    return Brand.objects.create(name=names, slug=slug).pk


@transaction.atomic
def ensure_brand(*, name: str | Mapping[str, str]) -> int:
    """The id of the brand whose slug follows from `name`; made if it is not there yet."""
    names = translated(name)
    if not names:
        raise InvalidInput(fields={"name": _("Please fill this in.")})
    brand, _created = Brand.objects.get_or_create(slug=_slug_of(names), defaults={"name": names})
    return brand.pk


def _slug_of(names: Mapping[str, str]) -> str:
    return make_slug(pick(names, "en"), fallback="brand", limit=100)
