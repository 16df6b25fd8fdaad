"""Pricing values that cross the border; those of the chain stand in `engine.types`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """A price to be set, in minor units of its list's currency."""

    variant_id: int
    amount: int
    compare_at_amount: int | None = None
    min_quantity: int = 1


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A public price of one unit and its interval, in minor units, to sort and filter lists by."""

    variant_id: int
    channel_id: int
    currency: str
    amount: int
    priority: int
    valid_from: datetime
    valid_until: datetime | None
