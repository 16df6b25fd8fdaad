"""The lowest price of a product over time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from commerce.pricing.types import ListedPrice

from .types import PriceInterval


def lowest_over_time(prices: Iterable[ListedPrice]) -> list[PriceInterval]:
    """Intervals that do not overlap, oldest first, each with the lowest price of any variant in it.

    At every instant a variant costs what the list of the highest priority says, the lowest amount where
    several do. Neighbors with the same amount are one interval.
    """
    known = list(prices)
    starts = {price.valid_from for price in known}
    instants = sorted(starts | {price.valid_until for price in known if price.valid_until})
    found: list[PriceInterval] = []
    for start, end in zip(instants, [*instants[1:], None]):
        amount = _lowest_at(start, known)
        if amount is None:
            continue
        last = found[-1] if found else None
        if last and last.amount == amount and last.valid_until == start:
            found[-1] = PriceInterval(amount, last.valid_from, end)
        else:
            found.append(PriceInterval(amount, start, end))
    return found


def inside(
    intervals: Iterable[PriceInterval], start: datetime | None, end: datetime | None
) -> list[PriceInterval]:
    """What is left of the intervals between `start` and `end`; None is no bound."""
    return [
        PriceInterval(each.amount, valid_from, valid_until)
        for each in intervals
        for valid_from in [max(each.valid_from, start) if start else each.valid_from]
        for valid_until in [min(filter(None, (each.valid_until, end)), default=None)]
        if valid_until is None or valid_from < valid_until
    ]


def _lowest_at(instant: datetime, rows: Sequence[ListedPrice]) -> int | None:
    by_variant: dict[int, list[ListedPrice]] = defaultdict(list)
    for row in rows:
        if row.valid_from <= instant and (row.valid_until is None or row.valid_until > instant):
            by_variant[row.variant_id].append(row)
    return min(
        (min(offers, key=lambda row: (-row.priority, row.amount)).amount for offers in by_variant.values()),
        default=None,
    )
