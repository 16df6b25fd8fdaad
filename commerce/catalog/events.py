"""Facts about the catalog."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class ProductChanged(Event):
    """Something shoppers can see has changed. Reasons: content, catalog, price, stock, category."""

    product_id: int
    reason: str
