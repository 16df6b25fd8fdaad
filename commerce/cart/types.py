"""Carts as callers see them."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.catalog.types import SellableVariant
from commerce.pricing.engine.types import Line, Quote


@dataclass(frozen=True, slots=True)
class Change:
    """Something that differs from what the shopper last saw. Codes: price_raised, price_lowered,
    quantity_reduced, not_sellable, sold_out, no_price."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A cart line with its price and what changed. `line` is None where it cannot be bought."""

    public_id: str
    variant: SellableVariant
    quantity: int
    line: Line | None
    available: int
    changes: tuple[Change, ...] = ()

    @property
    def is_buyable(self) -> bool:
        return self.line is not None and self.line.unit is not None


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as shown: priced lines, the quote over those that can be bought, what changed."""

    public_id: str
    currency: str
    lines: tuple[CartLineView, ...]
    quote: Quote
    count: int

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
