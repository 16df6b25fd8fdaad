"""What an invoice or credit note says, from an order. Pure: values in, values out.

The figures are the order's own. Each line brought its tax when it was placed, and what the delivery was
taxed is what is left of the order's tax.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from commerce.core.money import allocate, round_ratio
from commerce.orders.states import Status
from commerce.orders.types import OrderView

from .types import Content, Item, TaxRow

_WITHOUT = frozenset({Status.PENDING_PAYMENT, Status.CANCELED, Status.REFUNDED})
# Why money went back, as far as the customer is told; staff's own words are for the shop's records.
PUBLIC_REASONS = frozenset({"canceled", "returned", "provider"})
_SENT = frozenset({Status.SHIPPED, Status.DELIVERED, Status.COMPLETED, Status.RETURNED})


def may_be_invoiced(status: str) -> bool:
    """Whether an order in `status` is a sale: confirmed, and neither canceled nor refunded."""
    return status not in _WITHOUT


def is_due(status: str, *, total: int, captured: int) -> bool:
    """Whether the invoice is issued by itself: the sale is paid in full or, to be paid later, all sent."""
    return may_be_invoiced(status) and (captured >= total or status in _SENT)


def invoice(
    order: OrderView,
    *,
    seller: Mapping[str, Mapping[str, str]],
    time_zone: str,
    shipping_rate_ppm: int,
    paid: int,
) -> Content:
    """What the invoice of `order` says. `shipping_rate_ppm` is the rate the delivery was taxed at."""
    facts, address = order.facts, order.shipping_address
    billed = order.billing_address or address
    shipping_tax = order.tax_amount - sum(line.tax_amount for line in order.lines)
    shipping_gross = order.shipping_amount + (0 if order.prices_include_tax else shipping_tax)
    taxed = [(line.tax_rate_ppm, line.total_amount, line.tax_amount) for line in order.lines]
    if shipping_gross or shipping_tax:
        taxed.append((shipping_rate_ppm, shipping_gross, shipping_tax))
    return Content(
        seller=seller,
        buyer={"name": billed.get("name", ""), "email": facts.email, "phone": facts.phone},
        billing_address=dict(billed),
        shipping_address=dict(address),
        order_number=facts.number,
        placed_at=facts.placed_at.isoformat(),
        time_zone=time_zone,
        items=tuple(
            Item(
                name=line.name,
                options=line.option_label,
                sku=line.sku,
                quantity=line.quantity,
                unit_amount=line.unit_amount,
                discount_amount=line.discount_amount,
                tax_rate_ppm=line.tax_rate_ppm,
                amount=line.unit_amount * line.quantity - line.discount_amount,
            )
            for line in order.lines
        ),
        taxes=tax_rows(taxed),
        items_amount=order.items_amount,
        discount_amount=order.discount_amount,
        discounts=_discounts(order),
        shipping_amount=order.shipping_amount,
        shipping_name=order.shipping_method_name,
        tax_amount=order.tax_amount,
        total_amount=facts.total_amount,
        prices_include_tax=order.prices_include_tax,
        paid_amount=paid,
    )


def tax_rows(taxed: Iterable[tuple[int, int, int]]) -> tuple[TaxRow, ...]:
    """One row per rate, the highest first, from (rate in ppm, gross, tax) of everything that was sold.

    >>> tax_rows([(130_000, 11_300, 1_300), (130_000, 1_130, 130), (0, 500, 0)])[0]
    TaxRow(rate_ppm=130000, net_amount=11000, tax_amount=1430, gross_amount=12430)
    """
    gross: dict[int, int] = defaultdict(int)
    tax: dict[int, int] = defaultdict(int)
    for rate, amount, part in taxed:
        gross[rate] += amount
        tax[rate] += part
    return tuple(
        TaxRow(rate, gross[rate] - tax[rate], tax[rate], gross[rate]) for rate in sorted(gross, reverse=True)
    )


def credit_note(
    invoiced: Content, *, number: str, before: Iterable[Content], amount: int, reason: str
) -> Content:
    """What a credit note over `amount` of an invoice says, after the ones issued `before`.

    The amount is spread over the rates by what is left of each, so that notes that add up to the invoice add
    up to its tax table as well. Raises ValueError for more than is left.
    """
    left = _left(invoiced, before)
    if not 0 < amount <= sum(row.gross_amount for row in left):
        raise ValueError(f"{amount} is not what can be credited of {number}")
    parts = allocate(amount, [row.gross_amount for row in left])
    taxes = tuple(_share(row, part) for row, part in zip(left, parts, strict=True) if part)
    return dataclasses.replace(
        invoiced,
        items=(),
        taxes=taxes,
        items_amount=0,
        discount_amount=0,
        discounts=(),
        shipping_amount=0,
        shipping_name="",
        tax_amount=sum(row.tax_amount for row in taxes),
        total_amount=amount,
        paid_amount=0,
        reason=reason if reason in PUBLIC_REASONS else "",
        corrects=number,
    )


def creditable(invoiced: int, credited: int, kept: int, asked: int) -> int:
    """How much of `asked` lowers the sale: money that was never owed (paid twice) goes back without a note.

    `kept` is what the shop holds of the customer's money after the refund.

    >>> creditable(invoiced=100, credited=0, kept=90, asked=10), creditable(100, 0, 100, 100)
    (10, 0)
    """
    return max(0, min(asked, invoiced - credited - kept, invoiced - credited))


def _left(invoiced: Content, before: Iterable[Content]) -> list[TaxRow]:
    """The invoice's tax rows without what was credited already."""
    credited = [row for note in before for row in note.taxes]
    return [
        TaxRow(
            row.rate_ppm,
            row.net_amount - sum(one.net_amount for one in credited if one.rate_ppm == row.rate_ppm),
            row.tax_amount - sum(one.tax_amount for one in credited if one.rate_ppm == row.rate_ppm),
            row.gross_amount - sum(one.gross_amount for one in credited if one.rate_ppm == row.rate_ppm),
        )
        for row in invoiced.taxes
    ]


def _share(row: TaxRow, gross: int) -> TaxRow:
    tax = round_ratio(row.tax_amount * gross, row.gross_amount)
    return TaxRow(row.rate_ppm, gross - tax, tax, gross)


def _discounts(order: OrderView) -> tuple[tuple[str, int], ...]:
    """Deductions by name, as the customer saw them; positive."""
    named: dict[str, int] = defaultdict(int)
    for each in (*order.adjustments, *(one for line in order.lines for one in line.adjustments)):
        named[each.label] -= each.amount
    return tuple((label, amount) for label, amount in named.items() if amount)


def to_json(content: Content) -> dict[str, Any]:
    """The content as it is stored."""
    return dataclasses.asdict(content)


def from_json(stored: Mapping[str, Any]) -> Content:
    """The content that was stored. Fields that a newer version added have their defaults."""
    values = dict(stored)
    values["items"] = tuple(Item(**item) for item in values["items"])
    values["taxes"] = tuple(TaxRow(**row) for row in values["taxes"])
    values["discounts"] = tuple((label, amount) for label, amount in values["discounts"])
    return Content(**values)
