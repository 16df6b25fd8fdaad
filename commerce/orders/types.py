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
    price_trace: list[Any] = field(default_factory=list)
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
