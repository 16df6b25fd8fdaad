"""Facts about stock."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class StockRanOut(Event):
    """The last free unit of a variant at a location was promised."""

    variant_id: int


@dataclass(frozen=True)
class StockCameBack(Event):
    """A variant without a free unit at a location has some again."""

    variant_id: int
