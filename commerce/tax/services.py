"""Writes of tax categories, zones and rates. Each opens a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput

from . import queries
from .models import TaxCategory, TaxRate, TaxZone

MAX_RATE_PPM = 1_000_000


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
