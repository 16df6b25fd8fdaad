"""Facts about stock."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class StockRanOut(Event):
    """The last free units of these variants at some location were promised."""

    variant_ids: tuple[int, ...]


@dataclass(frozen=True)
class StockCameBack(Event):
    """Variants without a free unit at some location have some again."""

    variant_ids: tuple[int, ...]
