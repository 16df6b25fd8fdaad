"""Carts as callers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commerce.catalog.types import SellableVariant
from commerce.inventory.types import Availability
from commerce.pricing.engine.types import Line, Quote, Rules

NO_RULES = Rules(prices={})


@dataclass(frozen=True, slots=True)
class Change:
    """Something that differs from what the shopper last saw. Codes: price_raised, price_lowered,
    quantity_reduced, not_sellable, sold_out, no_price."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A cart line with its price and what changed. `line` is None where it cannot be bought.

    `quantity` is how many would be ordered now; `wanted` how many the shopper asked for.
    """

    public_id: str
    variant: SellableVariant
    quantity: int
    line: Line | None
    available: int
    changes: tuple[Change, ...] = ()
    wanted: int = 0

    @property
    def is_buyable(self) -> bool:
        return self.line is not None and self.line.unit is not None


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as shown: priced lines, the quote over those that can be bought, what changed.

    `delivery` is what checkout remembers (contact, address, methods); `rules` what it was priced by;
    `stock` the look that was taken, by variant id; `version` of the cart when it was read.
    """

    public_id: str
    currency: str
    lines: tuple[CartLineView, ...]
    quote: Quote
    count: int
    delivery: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules = NO_RULES
    stock: Mapping[int, Availability] = field(default_factory=dict)
    version: int = 0
    is_open: bool = True

    @property
    def buyable(self) -> tuple[CartLineView, ...]:
        return tuple(line for line in self.lines if line.is_buyable)

    @property
    def invalid(self) -> tuple[CartLineView, ...]:
        return tuple(line for line in self.lines if not line.is_buyable)


@dataclass(frozen=True, slots=True)
class CartHandle:
    """A cart found or made; `token` only when it was made just now (keep it, it is shown once)."""

    id: int
    public_id: str
    token: str = ""
