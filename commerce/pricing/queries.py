"""Reads of prices as intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from commerce.catalog import queries as catalog
from commerce.catalog.types import Problem
from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext
from commerce.core.errors import Text

from .engine.types import UnitPrice
from .errors import UnknownPriceList
from .models import Price, PriceList
from .types import ListedPrice

_COLUMNS = (
    "id", "variant_id", "amount", "compare_at_amount", "min_quantity", "valid_from", "valid_until",
    "price_list__code", "price_list__priority",
)  # fmt: skip


def _in_force(now: datetime) -> QuerySet[Price]:
    """From `valid_from` up to, not including, `valid_until`."""
    return Price.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now), valid_from__lte=now)


_NO_GROUP = 0
_read_prices = Compiled(
    lambda now, variant_ids, channel_id, currency, groups: (
        _in_force(now)
        .filter(
            Q(price_list__customer_group=None) | Q(price_list__customer_group_id__in=groups),
            variant_id__in=variant_ids,
            price_list__channel_id=channel_id,
            price_list__currency=currency,
            price_list__is_active=True,
        )
        .order_by("valid_from", "id")
        .values_list(*_COLUMNS)
    )
)


def unit_prices(variant_ids: Iterable[int], ctx: CommerceContext) -> Mapping[int, tuple[UnitPrice, ...]]:
    """The prices in force at the context's instant that its customer may have, by variant id.

    From active lists of the channel in the context's currency: public ones and those of the customer's
    groups. Every quantity break is there; the chain chooses. Variants without a price are left out.
    One query.
    """
    groups = sorted(ctx.customer.group_ids) or [_NO_GROUP]
    found: dict[int, list[UnitPrice]] = defaultdict(list)
    for price_id, variant_id, amount, compare_at, quantity, start, end, code, priority in _read_prices(
        ctx.now, list(variant_ids), ctx.channel.id, ctx.currency, groups
    ):
        found[variant_id].append(
            UnitPrice(variant_id, amount, compare_at, quantity, start, end, f"{code}:{price_id}", priority)
        )
    return {variant_id: tuple(prices) for variant_id, prices in found.items()}


def listed_prices(variant_ids: Iterable[int]) -> list[ListedPrice]:
    """Every public price of one unit, past, present and future, in all channels.

    For columns to sort and filter by, which hold intervals and need no renewal. One query.
    """
    rows = Price.objects.filter(
        variant_id__in=list(variant_ids),
        min_quantity=1,
        price_list__is_active=True,
        price_list__customer_group=None,
    )
    columns = (
        "variant_id", "price_list__channel_id", "price_list__currency", "amount", "price_list__priority",
        "valid_from", "valid_until",
    )  # fmt: skip
    return [ListedPrice(*row) for row in rows.order_by("valid_from", "id").values_list(*columns)]


def default_price_list(channel_id: int, currency: str) -> int:
    """The id of the channel's public list of lowest priority, where prices go unless a list is named.

    Raises UnknownPriceList.
    """
    found = find_default_price_list(channel_id, currency)
    if found is None:
        raise UnknownPriceList(data={"channel": channel_id, "currency": currency})
    return found


def find_default_price_list(channel_id: int, currency: str) -> int | None:
    lists = PriceList.objects.filter(channel_id=channel_id, currency=currency, customer_group=None)
    return lists.filter(is_active=True).order_by("priority", "id").values_list("id", flat=True).first()


def price_list_id(code: str) -> int:
    """The id of price list `code`. Raises UnknownPriceList."""
    found = PriceList.objects.filter(code=code).values_list("id", flat=True).first()
    if found is None:
        raise UnknownPriceList(data={"price_list": code})
    return found


class HasPrice:
    """The product check of pricing: every active variant has a price in each channel that lists it."""

    def problems(self, product_id: int) -> Sequence[Problem]:
        variants = catalog.active_variant_ids(product_id)
        priced = set(
            _in_force(timezone.now())
            .filter(variant_id__in=variants, price_list__is_active=True, price_list__customer_group=None)
            .values_list("variant_id", "price_list__channel_id")
        )
        channels = catalog.listed_channel_ids(product_id) or {channel for _variant, channel in priced}
        missing = [v for v in variants if not channels or any((v, c) not in priced for c in channels)]
        if not missing:
            return ()
        return (Problem("no_price", _("A variant has no price."), ("variants",)),)


class HasPrices:
    """Why the currency of a channel with prices stays."""

    def reason(self, channel_id: int) -> Text:
        is_used = Price.objects.filter(price_list__channel_id=channel_id).exists()
        return _("Prices are set in this currency.") if is_used else ""
