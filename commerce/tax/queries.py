"""Which rate applies where and when."""

from __future__ import annotations

from collections.abc import Mapping

from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.core.kept import Kept

from .models import TaxCategory, TaxRate
from .types import TaxRule


def rates(ctx: CommerceContext, country: str, region: str = "") -> Mapping[int | None, TaxRule]:
    """The rate of each tax category for goods sent to `country` and `region`, by category id.

    The matching zone of highest priority wins, category by category; zones naming the region come before
    whole countries of the same priority. Key None is the default category. Nothing for a place without
    rates: no tax is due there. The table is kept in the process for seconds.
    """
    best: dict[int | None, tuple[tuple[int, bool, int], TaxRule]] = {}
    for rate in _rates():
        zone = rate.zone
        if country not in zone.countries or (zone.regions and region not in zone.regions):
            continue
        if not _holds(rate, ctx):
            continue
        rank = (zone.priority, bool(zone.regions), rate.pk)
        label = pick(rate.name, ctx.language)
        keys = [rate.category_id, None] if rate.category.is_default else [rate.category_id]
        for key in keys:
            if key not in best or rank > best[key][0]:
                best[key] = (rank, TaxRule(key, rate.rate_ppm, label))
    return {key: rule for key, (_rank, rule) in best.items()}


def _read_rates() -> tuple[TaxRate, ...]:
    return tuple(TaxRate.objects.select_related("zone", "category").order_by("zone_id", "id"))


_rates = Kept("tax.rates", _read_rates)
forget = _rates.forget


def _holds(rate: TaxRate, ctx: CommerceContext) -> bool:
    """Whether the rate is in force: from `valid_from` up to, not including, `valid_until`."""
    return (rate.valid_from is None or rate.valid_from <= ctx.now) and (
        rate.valid_until is None or ctx.now < rate.valid_until
    )


def category_id(code: str) -> int | None:
    """The id of the tax category `code`, or None."""
    return TaxCategory.objects.filter(code=code).values_list("id", flat=True).first()
