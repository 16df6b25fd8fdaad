"""What documents say. Amounts are minor units of the document's currency; instants UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class Item:
    """A line: `amount` is what its quantity costs after discount, with or without tax as prices are."""

    name: str
    options: str
    sku: str
    quantity: int
    unit_amount: int
    discount_amount: int
    tax_rate_ppm: int
    amount: int


@dataclass(frozen=True, slots=True)
class TaxRow:
    """All that is taxed at one rate: `gross_amount` = `net_amount` + `tax_amount`."""

    rate_ppm: int
    net_amount: int
    tax_amount: int
    gross_amount: int


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a document says, as it was when it was issued.

    `seller` is told in each of the shop's languages. `total_amount` is positive, also on a credit note, and
    the sum of `taxes`. `reason` is a code, if the customer is told one; `corrects` the number of the invoice.
    """

    seller: Mapping[str, Mapping[str, str]]
    buyer: Mapping[str, str]
    billing_address: Mapping[str, str]
    shipping_address: Mapping[str, str]
    order_number: str
    placed_at: str
    time_zone: str
    items: tuple[Item, ...]
    taxes: tuple[TaxRow, ...]
    items_amount: int
    discount_amount: int
    discounts: tuple[tuple[str, int], ...]
    shipping_amount: int
    shipping_name: str
    tax_amount: int
    total_amount: int
    prices_include_tax: bool
    paid_amount: int = 0
    reason: str = ""
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """An issued document in a list; `title` in the reader's language."""

    public_id: str
    kind: str
    title: str
    number: str
    order_id: int
    language: str
    currency: str
    total_amount: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """An issued document with what it says."""

    summary: DocumentSummary
    content: Content


@dataclass(frozen=True, slots=True)
class SlipLine:
    """What to take or what lies in the parcel. `location` is where it is kept, empty if it is not known."""

    name: str
    options: str
    sku: str
    quantity: int
    location: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A packing slip, or a pick list (without `carrier` and `tracking_number`). Never any price."""

    order_number: str
    placed_at: datetime
    time_zone: str
    shop: str
    recipient: tuple[str, ...]
    method: str
    lines: tuple[SlipLine, ...]
    parcel: str = ""
    carrier: str = ""
    tracking_number: str = ""
    shipped_at: datetime | None = None
    note: str = ""

    @property
    def is_packing(self) -> bool:
        return bool(self.carrier or self.tracking_number)
