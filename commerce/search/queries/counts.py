"""How many products there are, of everything in a listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """How many products, their lowest and highest price in minor units, and products by id of term."""

    total: int = 0
    lowest: int | None = None
    highest: int | None = None
    terms: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        """Counts of both; no product is in the two."""
        if not other.total:
            return self
        prices = [
            price for price in (self.lowest, self.highest, other.lowest, other.highest) if price is not None
        ]
        ids = self.terms.keys() | other.terms.keys()
        return Counts(
            self.total + other.total,
            min(prices),
            max(prices),
            {id_: self.terms.get(id_, 0) + other.terms.get(id_, 0) for id_ in ids},
        )
