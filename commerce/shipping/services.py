"""Setting up delivery: zones, methods, rate tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput

from . import queries
from .models import ShippingMethod, ShippingRate, ShippingZone
from .queries import rate_tables

Rate = tuple[int, int | None, int]


def create_zone(
    *,
    code: str,
    name: Mapping[str, str],
    channel_id: int,
    countries: Sequence[str] = (),
    regions: Sequence[str] = (),
    excluded_regions: Sequence[str] = (),
) -> int:
    """A new zone; its id. No countries: anywhere the closer zones do not reach."""
    zone = ShippingZone.objects.create(
        code=code,
        name=dict(name),
        channel_id=channel_id,
        countries=[country.upper() for country in countries],
        regions=list(regions),
        excluded_regions=list(excluded_regions),
    )
    return zone.pk


@transaction.atomic
def create_method(
    *,
    zone_id: int,
    code: str,
    name: Mapping[str, str],
    rates: Sequence[Rate],
    description: Mapping[str, str] | None = None,
    carrier: str = "",
    min_days: int = 1,
    max_days: int = 3,
    free_over_amount: int | None = None,
    tax_category_id: int | None = None,
    position: int = 0,
) -> int:
    """A new method with its table of (from grams, up to grams or None, fee); its id."""
    method = ShippingMethod.objects.create(
        zone_id=zone_id,
        code=code,
        name=dict(name),
        description=dict(description or {}),
        carrier=carrier,
        min_days=min_days,
        max_days=max_days,
        free_over_amount=free_over_amount,
        tax_category_id=tax_category_id,
        position=position,
    )
    set_rates(method_id=method.pk, rates=rates)
    return method.pk


@transaction.atomic
def set_rates(*, method_id: int, rates: Sequence[Rate]) -> None:
    """Replace a method's table. Raises InvalidInput for ranges that end before they begin or fees below 0."""
    for least, most, amount in rates:
        if amount < 0 or (most is not None and most < least):
            raise InvalidInput(
                fields={"rates": _("Each row needs a fee of 0 or more and a rising weight range.")}
            )
    ShippingRate.objects.filter(method_id=method_id).delete()
    ShippingRate.objects.bulk_create(
        ShippingRate(method_id=method_id, min_weight_grams=least, max_weight_grams=most, amount=amount)
        for least, most, amount in rates
    )
    queries.forget()
    rate_tables.forget()
