"""Standing prices as the product's screen edits them: one per variant and channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from commerce.channels.models import Channel
from commerce.pricing.models import Price
from commerce.pricing.queries import find_default_price_list


@dataclass(frozen=True, slots=True)
class Shelf:
    """A channel with its default price list, None while it has none."""

    channel_id: int
    code: str
    name: str
    currency: str
    price_list_id: int | None


def shelves() -> list[Shelf]:
    """Every active channel, the default one first."""
    rows = Channel.objects.filter(is_active=True).order_by("-is_default", "id")
    return [
        Shelf(row.pk, row.code, row.name, row.currency, find_default_price_list(row.pk, row.currency))
        for row in rows
    ]


def standing(variant_ids: Iterable[int], shelves: Sequence[Shelf]) -> dict[tuple[int, int], Price]:
    """The price in force now by (variant id, channel id), temporary ones aside. One query."""
    now = timezone.now()
    channels = {shelf.price_list_id: shelf.channel_id for shelf in shelves if shelf.price_list_id}
    rows = Price.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        variant_id__in=list(variant_ids),
        price_list_id__in=channels,
        min_quantity=1,
        is_temporary=False,
        valid_from__lte=now,
    )
    return {(row.variant_id, channels[row.price_list_id]): row for row in rows.order_by("valid_from")}
