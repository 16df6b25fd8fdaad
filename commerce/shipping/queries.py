"""Ways to deliver to a destination. Zones are chosen here, fees by the pricing engine's own rule."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from commerce.core.context import CommerceContext
from commerce.core.errors import Text
from commerce.core.i18n import pick
from commerce.core.kept import Kept
from commerce.pricing.engine.shipping import fee
from commerce.pricing.engine.types import ShippingOption

from .models import ShippingMethod, ShippingRate, ShippingZone
from .types import DeliveryOption


def options(
    ctx: CommerceContext, *, country: str, region: str = "", weight_grams: int, subtotal: int
) -> tuple[DeliveryOption, ...]:
    """Methods that reach the destination with this weight, with their fees in minor units. No query
    once the tables are kept.

    `subtotal` is what the goods cost after discounts: it decides what is delivered free.
    """
    found = []
    for method, option in _reaching(ctx, country, region):
        amount = fee(option, weight_grams, subtotal)
        if amount is None:
            continue
        found.append(
            DeliveryOption(
                code=method.code,
                name=option.label,
                description=pick(method.description, ctx.language),
                amount=amount,
                currency=ctx.currency,
                min_days=method.min_days,
                max_days=method.max_days,
                carrier=method.carrier,
            )
        )
    return tuple(found)


def rules(ctx: CommerceContext, *, country: str, region: str = "") -> tuple[ShippingOption, ...]:
    """The same methods as the pricing chain needs them. No query once the tables are kept."""
    return tuple(option for _, option in _reaching(ctx, country, region))


def _reaching(ctx: CommerceContext, country: str, region: str) -> list[tuple[ShippingMethod, ShippingOption]]:
    here = [(method, table) for method, table in _tables() if method.zone.channel_id == ctx.channel.id]
    closest = _closest_zones({method.zone for method, _ in here}, country, region)
    return [
        (
            method,
            ShippingOption(
                code=method.code,
                label=pick(method.name, ctx.language),
                rates=table,
                free_over=method.free_over_amount,
                tax_category_id=method.tax_category_id,
            ),
        )
        for method, table in here
        if method.zone_id in closest
    ]


Table = tuple[tuple[int, int | None, int], ...]


def _read_tables() -> tuple[tuple[ShippingMethod, Table], ...]:
    """Every active method of active zones with its rates, in the editors' order."""
    rows = (
        ShippingRate.objects.filter(method__is_active=True, method__zone__is_active=True)
        .select_related("method__zone")
        .order_by("method__position", "method_id", "min_weight_grams", "id")
    )
    return tuple(
        (method, tuple((rate.min_weight_grams, rate.max_weight_grams, rate.amount) for rate in rates))
        for method, rates in groupby(rows, key=lambda rate: rate.method)
    )


#: What is kept may be seconds old: a total is compared with the one that the shopper agreed to before
#: anything is ordered.
_tables = Kept("shipping.tables", _read_tables)
forget = _tables.forget


def _closest_zones(zones: Iterable[ShippingZone], country: str, region: str) -> set[int]:
    """Ids of the zones that know the destination best: by region before by country before anywhere."""
    fits = {zone.pk: _closeness(zone, country.upper(), region.casefold()) for zone in zones}
    best = max(fits.values(), default=0)
    return {id_ for id_, closeness in fits.items() if closeness == best and best > 0}


def _closeness(zone: ShippingZone, country: str, region: str) -> int:
    """0: out of reach; 1: delivers anywhere; 2: to the country; 3: to the region. `region` casefolded."""
    if not country or (zone.countries and country not in zone.countries):
        return 0
    if region and region in (name.casefold() for name in zone.excluded_regions):
        return 0
    if zone.regions:
        return 3 if region and region in (name.casefold() for name in zone.regions) else 0
    return 2 if zone.countries else 1


class HasFees:
    """Why the currency of a channel with delivery fees stays."""

    def reason(self, channel_id: int) -> Text:
        is_used = ShippingRate.objects.filter(method__zone__channel_id=channel_id).exists()
        return _("Delivery fees are set in this currency.") if is_used else ""
