"""Setting up delivery: zones, methods, rate tables. Each verb opens a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.core.codes import make_code
from commerce.core.errors import InvalidInput, Text
from commerce.core.i18n import written
from commerce.orders import queries as orders

from . import queries
from .errors import MethodInUse, UnknownMethod, UnknownZone, ZoneInUse
from .models import ShippingMethod, ShippingRate, ShippingZone
from .rates import Rate, check_rates

_ZONE_FIELDS = frozenset({"name", "countries", "regions", "excluded_regions", "is_active"})
_METHOD_FIELDS = frozenset({
    "name", "description", "carrier", "min_days", "max_days", "free_over_amount", "tax_category_id",
    "position", "is_active",
})  # fmt: skip


@transaction.atomic
def create_zone(
    *,
    name: Mapping[str, str],
    channel_id: int,
    code: str = "",
    countries: Sequence[str] = (),
    regions: Sequence[str] = (),
    excluded_regions: Sequence[str] = (),
    is_active: bool = True,
) -> int:
    """A new zone; its id. No countries: anywhere the closer zones do not reach. Without `code` one is made.

    Raises InvalidInput for no name, a code in use or what is no country.
    """
    zone = ShippingZone(
        code=_code(ShippingZone, code, name, "zone"),
        name=written(name),
        channel_id=channel_id,
        countries=[country.upper() for country in countries],
        regions=list(regions),
        excluded_regions=list(excluded_regions),
        is_active=is_active,
    )
    _check_zone(zone)
    zone.save()
    queries.forget()
    return zone.pk


@transaction.atomic
def update_zone(*, zone_id: int, **changes: Any) -> None:
    """Change name, places or whether the zone is used. Its channel stays: fees are in that currency.

    Raises UnknownZone, InvalidInput.
    """
    zone = _changed(_zone(zone_id), changes, _ZONE_FIELDS)
    _check_zone(zone)
    zone.save()
    queries.forget()


@transaction.atomic
def delete_zone(*, zone_id: int) -> None:
    """Remove a zone without methods. Raises UnknownZone, ZoneInUse."""
    zone = _zone(zone_id)
    if zone.methods.exists():
        raise ZoneInUse
    zone.delete()
    queries.forget()


@transaction.atomic
def create_method(
    *,
    zone_id: int,
    name: Mapping[str, str],
    rates: Sequence[Rate],
    code: str = "",
    description: Mapping[str, str] | None = None,
    carrier: str = "",
    min_days: int = 1,
    max_days: int = 3,
    free_over_amount: int | None = None,
    tax_category_id: int | None = None,
    position: int = 0,
    is_active: bool = True,
) -> int:
    """A new method with its table of (from grams, up to grams or None, fee); its id. Orders remember its
    `code`, which never changes; without one it is made of the name. Raises InvalidInput."""
    method = ShippingMethod(
        zone_id=zone_id,
        code=_code(ShippingMethod, code, name, "delivery"),
        name=written(name),
        description=written(description or {}),
        carrier=carrier,
        min_days=min_days,
        max_days=max_days,
        free_over_amount=free_over_amount,
        tax_category_id=tax_category_id,
        position=position,
        is_active=is_active,
    )
    _check_method(method)
    method.save()
    set_rates(method_id=method.pk, rates=rates)
    return method.pk


@transaction.atomic
def update_method(*, method_id: int, rates: Sequence[Rate] | None = None, **changes: Any) -> None:
    """Change a method; with `rates`, its table too. Orders keep what they were promised.

    Raises UnknownMethod, InvalidInput.
    """
    method = _changed(_method(method_id), changes, _METHOD_FIELDS)
    _check_method(method)
    method.save()
    if rates is not None:
        set_rates(method_id=method_id, rates=rates)
    queries.forget()


@transaction.atomic
def delete_method(*, method_id: int) -> None:
    """Remove a method that no order chose, with its table. Raises UnknownMethod, MethodInUse."""
    method = _method(method_id)
    if orders.is_delivery_chosen(method.code):
        raise MethodInUse
    method.delete()
    queries.forget()


@transaction.atomic
def set_rates(*, method_id: int, rates: Sequence[Rate]) -> None:
    """Replace a method's table. Raises InvalidInput with `rates.0`, `rates.1` … for rows that do not fit."""
    problems = check_rates(rates)
    if problems:
        raise InvalidInput(fields=problems)
    ShippingRate.objects.filter(method_id=method_id).delete()
    ShippingRate.objects.bulk_create(
        ShippingRate(method_id=method_id, min_weight_grams=least, max_weight_grams=most, amount=amount)
        for least, most, amount in rates
    )
    queries.forget()


def _zone(zone_id: int) -> ShippingZone:
    zone = ShippingZone.objects.filter(pk=zone_id).first()
    if zone is None:
        raise UnknownZone
    return zone


def _method(method_id: int) -> ShippingMethod:
    method = ShippingMethod.objects.filter(pk=method_id).first()
    if method is None:
        raise UnknownMethod
    return method


def _changed(row: Any, changes: Mapping[str, Any], known: frozenset[str]) -> Any:
    unknown = changes.keys() - known
    if unknown:
        raise TypeError(f"there is no {', '.join(sorted(unknown))} to change")
    for name, value in changes.items():
        setattr(row, name, written(value) if name in ("name", "description") else value)
    return row


def _code(model: type[Any], wanted: str, name: Mapping[str, str], otherwise: str) -> str:
    used = set(model.objects.values_list("code", flat=True))
    return make_code(wanted, used=used, name=name, otherwise=otherwise)


def _check_zone(zone: ShippingZone) -> None:
    problems: dict[str, Text] = {}
    if not any(zone.name.values()):
        problems["name"] = _("Please fill this in in at least one language.")
    if any(len(country) != 2 or not country.isupper() for country in zone.countries):
        problems["countries"] = _("Give two-letter country codes.")
    if set(zone.regions) & set(zone.excluded_regions):
        problems["excluded_regions"] = _("A region cannot be both part of the zone and left out.")
    if problems:
        raise InvalidInput(fields=problems)


def _check_method(method: ShippingMethod) -> None:
    problems: dict[str, Text] = {}
    if not any(method.name.values()):
        problems["name"] = _("Please fill this in in at least one language.")
    if method.max_days < method.min_days:
        problems["max_days"] = _("This must not be less than the days at least.")
    if method.free_over_amount is not None and method.free_over_amount < 0:
        problems["free_over_amount"] = _("Enter an amount of zero or more.")
    if problems:
        raise InvalidInput(fields=problems)
