"""What conductors hand to orders, and what readers get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: shopper, staff, provider or system; `id` as text, empty for system."""

    kind: str
    id: str = ""


SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class AdjustmentDraft:
    kind: str
    source: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line to be written: names, figures and what the customer saw."""

    variant_id: int
    product_public_id: str
    variant_public_id: str
    sku: str
    name: str
    option_label: str
    quantity: int
    list_amount: int
    unit_amount: int
    discount_amount: int
    tax_amount: int
    tax_rate_ppm: int
    total_amount: int
    weight_grams: int
    requires_shipping: bool
    image_id: int | None
    page_revision_id: int | None
    price_trace: Any = field(default_factory=list)
    adjustments: tuple[AdjustmentDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A whole order to be written. `source_key` makes writing it twice impossible."""

    source_key: str
    channel_id: int
    customer_id: int | None
    email: str
    phone: str
    language: str
    currency: str
    lines: tuple[LineDraft, ...]
    items_amount: int
    discount_amount: int
    shipping_amount: int
    tax_amount: int
    total_amount: int
    prices_include_tax: bool
    shipping_method_code: str
    shipping_method_name: str
    payment_method_code: str
    shipping_address: Mapping[str, str]
    billing_address: Mapping[str, str]
    note: str
    theme_code: str
    theme_version: str
    price_trace: Any
    policy_revisions: Mapping[str, int]
    pay_by: datetime | None
    channel_code: str = ""
    time_zone: str = "UTC"  # whose day the order number names


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order without its lines: what conductors decide by. Amounts in minor units of `currency`."""

    id: int
    public_id: str
    number: str
    token: str
    status: str
    payment_status: str
    fulfillment_status: str
    channel_id: int
    channel_code: str
    customer_id: int | None
    email: str
    phone: str
    language: str
    currency: str
    total_amount: int
    captured_amount: int
    refunded_amount: int
    payment_method_code: str
    shipping_method_code: str
    country: str
    pay_by: datetime | None
    placed_at: datetime
    confirmed_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order just written. `line_ids` follow the draft's lines."""

    facts: OrderFacts
    line_ids: tuple[int, ...]

    @property
    def id(self) -> int:
        return self.facts.id

    @property
    def public_id(self) -> str:
        return self.facts.public_id

    @property
    def token(self) -> str:
        return self.facts.token


@dataclass(frozen=True, slots=True)
class LineFacts:
    """How much of an order line there is to ship."""

    id: int
    variant_id: int | None
    quantity: int
    shipped_quantity: int
    requires_shipping: bool


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line as it was when it was bought."""

    id: int
    public_id: str
    product_public_id: str
    variant_public_id: str
    sku: str
    name: str
    option_label: str
    quantity: int
    shipped_quantity: int
    list_amount: int
    unit_amount: int
    discount_amount: int
    tax_amount: int
    tax_rate_ppm: int
    total_amount: int
    requires_shipping: bool
    image_id: int | None
    page_revision_id: int | None
    adjustments: tuple[AdjustmentDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step of an order's life; `label` in the reader's language."""

    command: str
    from_status: str
    to_status: str
    label: str
    actor: Actor
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """A whole order for reading, words in the reader's language."""

    facts: OrderFacts
    status_label: str
    status_note: str
    tone: str
    payment_label: str
    lines: tuple[OrderLineView, ...]
    adjustments: tuple[AdjustmentDraft, ...]  # those of the order as a whole
    history: tuple[HistoryEntry, ...]
    items_amount: int
    discount_amount: int
    shipping_amount: int
    tax_amount: int
    prices_include_tax: bool
    shipping_method_name: str
    shipping_address: Mapping[str, str]
    billing_address: Mapping[str, str]
    note: str
    price_trace: Any
    policy_revisions: Mapping[str, int]
    theme_code: str
    theme_version: str

    @property
    def is_payable(self) -> bool:
        """Whether the shopper may still pay it."""
        return self.facts.status == "pending_payment"


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in a list: status, total, and enough of its lines to recognize it by."""

    facts: OrderFacts
    status_label: str
    tone: str
    line_count: int
    quantity: int
    lines: tuple[OrderLineView, ...]
