"""Values of the pricing chain. All amounts are minor units of `Quote.currency`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from commerce.tax.types import TaxRule as TaxRule


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a basket: what pricing needs to know of a variant."""

    key: str  # the caller's name of the line, unique in the basket
    variant_id: int
    product_id: int
    quantity: int
    category_ids: frozenset[int] = frozenset()
    tax_category_id: int | None = None
    weight_grams: int = 0
    requires_shipping: bool = True


@dataclass(frozen=True, slots=True)
class Basket:
    """Items and the choices that change their price."""

    items: tuple[Item, ...]
    shipping_method: str = ""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price that may apply: from `min_quantity` on, between two instants; best wins by
    priority, then amount."""

    variant_id: int
    amount: int
    compare_at: int | None = None
    min_quantity: int = 1
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    source: str = ""  # price list code and price id, e.g. "cn-retail:812"
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A deduction (negative) or charge spread to a line. `source` names rule and revision.

    `ends_at` (UTC) is when the rule is over, for whoever tells shoppers; no part of the figure, and not kept
    with orders.
    """

    source: str
    kind: str
    label: str
    amount: int
    ends_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One rule that was considered for a line: applied, or refused with a code and its facts."""

    step: str
    rule: str
    outcome: str  # "applied" or "refused"
    code: str = ""
    amount: int = 0
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A priced item. `unit` is the price of one before benefits, `list_unit` the list price.

    `discount` ≥ 0 is the sum of `adjustments` for the whole line; `tax` is contained in `total`.
    `total` is what the shopper pays for the line: quantity × unit − discount (+ tax, if excluded).
    """

    item: Item
    unit: int | None = None  # None: no price in this context, cannot be bought
    list_unit: int = 0
    compare_at: int | None = None
    price_source: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    tax: int = 0
    tax_rate_ppm: int = 0
    tax_is_included: bool = True
    trace: tuple[TraceEntry, ...] = ()

    @property
    def subtotal(self) -> int:
        return (self.unit or 0) * self.item.quantity

    @property
    def discount(self) -> int:
        return -sum([adjustment.amount for adjustment in self.adjustments]) if self.adjustments else 0

    @property
    def net_of_discount(self) -> int:
        return self.subtotal - self.discount

    @property
    def total(self) -> int:
        return self.net_of_discount + (0 if self.tax_is_included else self.tax)


@dataclass(frozen=True, slots=True)
class ShippingCharge:
    """The chosen delivery. `tax` is contained in `total`."""

    method: str
    label: str
    amount: int
    tax: int = 0
    tax_rate_ppm: int = 0
    tax_is_included: bool = True

    @property
    def total(self) -> int:
        return self.amount + (0 if self.tax_is_included else self.tax)


@dataclass(frozen=True, slots=True)
class Quote:
    """A priced, unsaved basket: flows through the steps, each returns a new one."""

    currency: str
    at: datetime
    lines: tuple[Line, ...]
    shipping_method: str = ""
    shipping: ShippingCharge | None = None
    trace: tuple[TraceEntry, ...] = ()

    @property
    def items_amount(self) -> int:
        return sum(line.subtotal for line in self.lines)

    @property
    def discount_amount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def shipping_amount(self) -> int:
        """Shipping as shown: tax included where prices include it."""
        return self.shipping.amount if self.shipping else 0

    @property
    def tax_amount(self) -> int:
        return sum(line.tax for line in self.lines) + (self.shipping.tax if self.shipping else 0)

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines) + (self.shipping.total if self.shipping else 0)

    @property
    def is_complete(self) -> bool:
        """Whether every line has a price."""
        return all(line.unit is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A method that reaches the destination: the table by weight, free above an amount if set."""

    code: str
    label: str
    rates: tuple[tuple[int, int | None, int], ...]  # (from grams, up to grams or None, fee)
    free_over: int | None = None
    tax_category_id: int | None = None


class Benefit(Protocol):
    """What a promotion does: given lines, the adjustments it would make.

    Called once per rule and quote, with only the lines its index touches. Answer one
    (line key, adjustment) per line you change, or a refusal code. Pure: no clock, no database.
    """

    def apply(self, lines: tuple[Line, ...]) -> Mapping[str, Adjustment]: ...


class Condition(Protocol):
    """When a promotion acts: an empty string if it does, else a stable refusal code."""

    def refusal(self, quote: Quote, lines: tuple[Line, ...]) -> str: ...


@dataclass(frozen=True, slots=True)
class LineRule:
    """A promotion as the chain sees it. Indexed by what it can touch; the best of a lane wins."""

    source: str  # "promotion:<public id>@<revision>"
    label: str
    benefit: Benefit
    conditions: tuple[Condition, ...] = ()
    lane: str = "sale"
    priority: int = 0
    category_ids: frozenset[int] = frozenset()  # empty: every product
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the chain may use, read beforehand in a bounded number of queries."""

    prices: Mapping[int, tuple[UnitPrice, ...]]  # by variant id
    line_rules: tuple[LineRule, ...] = ()
    prices_include_tax: bool = True
    taxes: Mapping[int | None, TaxRule] = field(default_factory=dict)  # by tax category id
    shipping_options: tuple[ShippingOption, ...] = ()


Step = Callable[[Quote], Quote]
