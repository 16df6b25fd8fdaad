"""How many can be sold, read in one query for any number of variants. Never locks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from commerce.catalog.types import Problem
from commerce.core.context import CommerceContext

from .models import Location, StockItem
from .types import Availability, Shortage

SOLD_OUT, LOW, IN_STOCK = "sold_out", "low", ""


def sellable_items(channel_id: int) -> QuerySet[StockItem]:
    """Stock items whose location is active and serves the channel."""
    return StockItem.objects.filter(
        Q(location__channels=None) | Q(location__channels=channel_id), location__is_active=True
    )


def availability(variant_ids: Iterable[int], ctx: CommerceContext) -> dict[int, Availability]:
    """Free units of each variant in the context's channel; 0 where there is no stock row. One query.

    `ctx.stock` replaces the figure of the variants it names (previews).
    """
    wanted = set(variant_ids)
    assumed = {id_: ctx.stock[id_] for id_ in wanted if id_ in ctx.stock} if ctx.stock else {}
    rows = {
        row["variant_id"]: row
        for row in sellable_items(ctx.channel.id)
        .filter(variant_id__in=wanted - assumed.keys())
        .values("variant_id")
        .annotate(free=Sum(F("on_hand") - F("reserved")), low=Sum("low_stock_level"))
    }
    result = {}
    for id_ in wanted:
        row = rows.get(id_, {"free": 0, "low": 0})
        free = assumed.get(id_, row["free"])
        result[id_] = Availability(id_, max(free, 0), is_low=0 < free <= row["low"])
    return result


def badges(product_variants: Mapping[int, Sequence[int]], ctx: CommerceContext) -> dict[int, str]:
    """Per product: "sold_out", "low" or "" (nothing to say). One query."""
    free = availability((id_ for ids in product_variants.values() for id_ in ids), ctx)
    result = {}
    for product_id, ids in product_variants.items():
        here = [free[id_] for id_ in ids if free[id_].is_available]
        if not here:
            result[product_id] = SOLD_OUT
        else:
            result[product_id] = LOW if all(each.is_low for each in here) else IN_STOCK
    return result


def free_units(variant_ids: Iterable[int], channel_id: int) -> dict[int, int]:
    """Units that nobody holds, by variant id; absent where there is no stock row. One query."""
    rows = (
        sellable_items(channel_id)
        .filter(variant_id__in=list(variant_ids))
        .values_list("variant_id")
        .annotate(free=Sum(F("on_hand") - F("reserved")))
    )
    return {id_: max(free, 0) for id_, free in rows}


def shortages(wanted: Mapping[int, int], channel_id: int) -> tuple[Shortage, ...]:
    """The cheap look: which of `wanted` (quantity by variant id) is not there now. Takes no lock."""
    free = free_units(wanted, channel_id)
    return tuple(
        Shortage(id_, quantity, free.get(id_, 0))
        for id_, quantity in wanted.items()
        if free.get(id_, 0) < quantity
    )


def default_location_id() -> int | None:
    """The active location that is taken from first, or None where there is none."""
    active = Location.objects.filter(is_active=True).order_by("-priority", "id")
    return active.values_list("id", flat=True).first()


def location_id(code: str) -> int | None:
    """The location called `code`, or None."""
    return Location.objects.filter(code=code).values_list("id", flat=True).first()


class StockedSomewhere:
    """A product check: without a stock row nothing can be sold ("no_stock_location")."""

    def problems(self, product_id: int) -> Sequence[Problem]:
        if StockItem.objects.filter(variant__product_id=product_id, location__is_active=True).exists():
            return ()
        return (Problem("no_stock_location", _("No location keeps stock of this product.")),)
