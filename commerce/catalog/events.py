"""Facts about the catalog."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class ProductChanged(Event):
    """Something shoppers can see has changed. Reasons: content, catalog, price, stock, category."""

    product_id: int
    reason: str


@dataclass(frozen=True)
class CategoryChanged(Event):
    """A category was made, renamed, moved or deleted; its products' own rows are unchanged."""

    category_id: int
    reason: str  # created, updated, moved, deleted
