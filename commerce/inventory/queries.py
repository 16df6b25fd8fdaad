"""How many can be sold, read in one query for any number of variants. Never locks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from commerce.catalog.types import Problem
from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext

from .models import Location, StockItem
from .types import Availability, Shortage

SOLD_OUT, LOW, IN_STOCK = "sold_out", "low", ""


def sellable_items(channel_id: int) -> QuerySet[StockItem]:
    """Stock items whose location is active and serves the channel."""
    return StockItem.objects.filter(
        Q(location__channels=None) | Q(location__channels=channel_id), location__is_active=True
    )


_read_items = Compiled(
    lambda channel_id, variant_ids: (
        sellable_items(channel_id)
        .filter(variant_id__in=variant_ids)
        .order_by("-location__priority", "id")
        .values_list("id", "variant_id", "on_hand", "reserved", "low_stock_level")
    )
)


def availability(variant_ids: Iterable[int], ctx: CommerceContext) -> dict[int, Availability]:
    """Free units of each variant in the context's channel; 0 where there is no stock row. One query.

    `ctx.stock` replaces the figure of the variants it names (previews).
    """
    wanted = set(variant_ids)
    found = stock_of(wanted, ctx.channel.id)
    for id_ in wanted & (ctx.stock or {}).keys():
        assert ctx.stock is not None
        found[id_] = Availability(id_, max(ctx.stock[id_], 0))
    return found


def stock_of(variant_ids: Iterable[int], channel_id: int) -> dict[int, Availability]:
    """What really lies there for a channel, by variant id; every one of `variant_ids` is there."""
    wanted = list(dict.fromkeys(variant_ids))
    places: dict[int, list[tuple[int, int]]] = {id_: [] for id_ in wanted}
    low: dict[int, int] = dict.fromkeys(wanted, 0)
    for item_id, variant_id, on_hand, reserved, level in _read_items(channel_id, wanted):
        places[variant_id].append((item_id, on_hand - reserved))
        low[variant_id] += level
    result = {}
    for id_ in wanted:
        free = sum(units for _, units in places[id_])
        result[id_] = Availability(id_, free, is_low=0 < free <= low[id_], places=tuple(places[id_]))
    return result


def badges(product_variants: Mapping[int, Sequence[int]], free: Mapping[int, Availability]) -> dict[int, str]:
    """Per product: "sold_out", "low" or "" (nothing to say), by the `availability` of its variants."""
    result = {}
    for product_id, ids in product_variants.items():
        here = [free[id_] for id_ in ids if free[id_].is_available]
        if not here:
            result[product_id] = SOLD_OUT
        else:
            result[product_id] = LOW if all(each.is_low for each in here) else IN_STOCK
    return result


def free_units(variant_ids: Iterable[int], channel_id: int) -> dict[int, int]:
    """Units that nobody holds, by variant id; 0 where there is no stock row. One query."""
    return {id_: found.quantity for id_, found in stock_of(variant_ids, channel_id).items()}


def shortages(wanted: Mapping[int, int], channel_id: int) -> tuple[Shortage, ...]:
    """The cheap look: which of `wanted` (quantity by variant id) is not there now. Takes no lock."""
    stock = stock_of(wanted, channel_id)
    return tuple(
        Shortage(id_, quantity, stock[id_].quantity)
        for id_, quantity in wanted.items()
        if stock[id_].quantity < quantity
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
