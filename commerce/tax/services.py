"""Writes of tax categories, zones and rates. Each opens a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from commerce.core.codes import make_code
from commerce.core.errors import InvalidInput
from commerce.core.i18n import written

from . import queries
from .errors import CategoryInUse, DefaultCategory, UnknownCategory, UnknownZone, ZoneInUse
from .models import TaxCategory, TaxRate, TaxZone
from .rates import MAX_RATE_PPM, check_rates
from .types import RateDraft


@transaction.atomic
def create_category(*, name: Mapping[str, str], code: str = "", is_default: bool = False) -> int:
    """The id of a new tax category; the first one is the default. Raises InvalidInput."""
    category = TaxCategory(code=_code(TaxCategory, code, name, "tax"), name=_named(name))
    category.save()
    if is_default or not TaxCategory.objects.filter(is_default=True).exists():
        _make_default(category)
    queries.forget()
    return category.pk


@transaction.atomic
def update_category(*, category_id: int, name: Mapping[str, str], is_default: bool) -> None:
    """Rename a category or make it the default. Raises UnknownCategory, InvalidInput, and DefaultCategory
    where the default would be nobody."""
    category = _category(category_id)
    if category.is_default and not is_default:
        raise DefaultCategory
    TaxCategory.objects.filter(pk=category_id).update(name=_named(name))
    if is_default:
        _make_default(category)
    queries.forget()


@transaction.atomic
def delete_category(*, category_id: int) -> None:
    """Remove a category that nothing uses. Raises UnknownCategory, CategoryInUse, DefaultCategory."""
    category = _category(category_id)
    if category.is_default:
        raise DefaultCategory
    try:
        category.delete()
    except models.ProtectedError as refused:
        raise CategoryInUse from refused
    queries.forget()


@transaction.atomic
def save_zone(
    *,
    name: Mapping[str, str],
    countries: Sequence[str],
    rates: Sequence[RateDraft],
    zone_id: int | None = None,
    code: str = "",
    regions: Sequence[str] = (),
    priority: int = 0,
) -> int:
    """A tax zone with the whole of its table, new or (with `zone_id`) changed; its id. `code` never changes.

    Raises UnknownZone, and InvalidInput: `rates.0` is the first row.
    """
    problems = check_rates(rates)
    if not countries:
        problems["countries"] = _("Choose at least one country.")
    if problems:
        raise InvalidInput(fields=problems)
    zone = TaxZone(code=_code(TaxZone, code, name, "tax-zone")) if zone_id is None else _zone(zone_id)
    zone.name, zone.countries, zone.regions = _named(name), list(countries), list(regions)
    zone.priority = priority
    zone.save()
    _replace_rates(zone, rates)
    queries.forget()
    return zone.pk


@transaction.atomic
def delete_zone(*, zone_id: int) -> None:
    """Remove a zone without rates. Raises UnknownZone, ZoneInUse."""
    zone = _zone(zone_id)
    if zone.rates.exists():
        raise ZoneInUse
    zone.delete()
    queries.forget()


@transaction.atomic
def ensure_category(*, code: str, name: Mapping[str, str]) -> int:
    """The id of tax category `code`, made if it is not there yet; the first one is the default."""
    is_first = not TaxCategory.objects.filter(is_default=True).exists()
    category, _created = TaxCategory.objects.get_or_create(
        code=code, defaults={"name": dict(name), "is_default": is_first}
    )
    queries.forget()
    return category.pk


@transaction.atomic
def ensure_zone(
    *,
    code: str,
    name: Mapping[str, str],
    countries: Iterable[str],
    regions: Iterable[str] = (),
    priority: int = 0,
) -> int:
    """The id of tax zone `code`, made or brought up to date."""
    zone, _created = TaxZone.objects.update_or_create(
        code=code,
        defaults={
            "name": dict(name),
            "countries": list(countries),
            "regions": list(regions),
            "priority": priority,
        },
    )
    queries.forget()
    return zone.pk


@transaction.atomic
def set_rate(
    *,
    zone_id: int,
    category_id: int,
    rate_ppm: int,
    name: Mapping[str, str] | None = None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> int:
    """The id of the rate, parts per million. With `valid_from` it follows the open one, which ends there;
    without, it replaces the open one. Raises InvalidInput for a rate above 100 %."""
    if not 0 <= rate_ppm <= MAX_RATE_PPM:
        raise InvalidInput(fields={"rate_ppm": _("A rate lies between 0 and 100 %.")})
    running = TaxRate.objects.filter(zone_id=zone_id, category_id=category_id, valid_until=None)
    if valid_from is None:
        running.delete()
    else:
        running.filter(valid_from=None).update(valid_until=valid_from)
        running.filter(valid_from__lt=valid_from).update(valid_until=valid_from)
    rate = TaxRate.objects.create(
        zone_id=zone_id,
        category_id=category_id,
        rate_ppm=rate_ppm,
        name=dict(name or {}),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    queries.forget()
    return rate.pk


def _replace_rates(zone: TaxZone, rates: Sequence[RateDraft]) -> None:
    zone.rates.all().delete()
    TaxRate.objects.bulk_create(
        TaxRate(
            zone=zone,
            category_id=rate.category_id,
            name=written(rate.name),
            rate_ppm=rate.rate_ppm,
            valid_from=rate.valid_from,
            valid_until=rate.valid_until,
        )
        for rate in rates
    )


def _category(category_id: int) -> TaxCategory:
    category = TaxCategory.objects.filter(pk=category_id).first()
    if category is None:
        raise UnknownCategory
    return category


def _zone(zone_id: int) -> TaxZone:
    zone = TaxZone.objects.filter(pk=zone_id).first()
    if zone is None:
        raise UnknownZone
    return zone


def _make_default(category: TaxCategory) -> None:
    TaxCategory.objects.filter(is_default=True).exclude(pk=category.pk).update(is_default=False)
    TaxCategory.objects.filter(pk=category.pk).update(is_default=True)


def _named(name: Mapping[str, str]) -> dict[str, str]:
    known = written(name)
    if not known:
        raise InvalidInput(fields={"name": _("Please fill this in in at least one language.")})
    return known


def _code(model: type[Any], wanted: str, name: Mapping[str, str], otherwise: str) -> str:
    used = set(model.objects.values_list("code", flat=True))
    return make_code(wanted, used=used, name=name, otherwise=otherwise)
