"""Facts about promotions."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class PromotionChanged(Event):
    """A promotion was made, changed or ended; prices in its window may differ from now on."""

    promotion_id: int
    revision: int
