"""A quote as plain data that is kept with the order, and back.

The dump holds every decision that led to the total: the unit price that won, each deduction with the rule's
revision, the tax rate, the fee, and what was considered and refused. `replay` computes the figures again from
these decisions; they come out identical to the last minor unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from .taxes import tax_on
from .types import Adjustment, Item, Line, Quote, ShippingCharge, TraceEntry

VERSION = 1


class BrokenTrace(ValueError):
    """What was kept does not lead to the figures that were kept beside it."""


def dump(quote: Quote) -> dict[str, Any]:
    """The quote with its trace as JSON values: amounts in minor units, instants in ISO 8601."""
    return {
        "version": VERSION,
        "currency": quote.currency,
        "at": quote.at.isoformat(),
        "lines": [dump_line(line) for line in quote.lines],
        "shipping_method": quote.shipping_method,
        "shipping": _dump_shipping(quote.shipping) if quote.shipping else None,
        "trace": [_dump_entry(entry) for entry in quote.trace],
        "items_amount": quote.items_amount,
        "discount_amount": quote.discount_amount,
        "tax_amount": quote.tax_amount,
        "total": quote.total,
    }


def dump_line(line: Line) -> dict[str, Any]:
    """One line of `dump`, for keeping with an order line."""
    return {
        "item": _dump_item(line.item),
        "unit": line.unit,
        "list_unit": line.list_unit,
        "compare_at": line.compare_at,
        "price_source": line.price_source,
        "adjustments": [_dump_adjustment(adjustment) for adjustment in line.adjustments],
        "tax": line.tax,
        "tax_rate_ppm": line.tax_rate_ppm,
        "tax_is_included": line.tax_is_included,
        "total": line.total,
        "trace": [_dump_entry(entry) for entry in line.trace],
    }


def replay(kept: Mapping[str, Any]) -> Quote:
    """The quote whose `dump` is `kept`, computed anew. Raises BrokenTrace when the figures differ."""
    quote = Quote(
        currency=kept["currency"],
        at=datetime.fromisoformat(kept["at"]),
        lines=tuple(replay_line(line) for line in kept["lines"]),
        shipping_method=kept["shipping_method"],
        shipping=_replay_shipping(kept["shipping"]),
        trace=tuple(TraceEntry(**entry) for entry in kept["trace"]),
    )
    for name in ("items_amount", "discount_amount", "tax_amount", "total"):
        if getattr(quote, name) != kept[name]:
            raise BrokenTrace(f"{name} is {getattr(quote, name)}, kept was {kept[name]}")
    return quote


def replay_line(kept: Mapping[str, Any]) -> Line:
    """The line whose `dump_line` is `kept`, computed anew. Raises BrokenTrace when its total differs."""
    item = Item(**{**kept["item"], "category_ids": frozenset(kept["item"]["category_ids"])})
    line = Line(
        item=item,
        unit=kept["unit"],
        list_unit=kept["list_unit"],
        compare_at=kept["compare_at"],
        price_source=kept["price_source"],
        adjustments=tuple(Adjustment(**adjustment) for adjustment in kept["adjustments"]),
        tax_rate_ppm=kept["tax_rate_ppm"],
        tax_is_included=kept["tax_is_included"],
        trace=tuple(TraceEntry(**entry) for entry in kept["trace"]),
    )
    tax = tax_on(line.net_of_discount, line.tax_rate_ppm, is_included=line.tax_is_included)
    line = replace(line, tax=tax)
    if line.total != kept["total"]:
        raise BrokenTrace(f"line {item.key} costs {line.total}, kept was {kept['total']}")
    return line


def _replay_shipping(kept: Mapping[str, Any] | None) -> ShippingCharge | None:
    if kept is None:
        return None
    charge = ShippingCharge(**kept)
    tax = tax_on(charge.amount, charge.tax_rate_ppm, is_included=charge.tax_is_included)
    return replace(charge, tax=tax)


# Written out, since an order is dumped while others wait, and asdict() costs ten times as much.
def _dump_item(item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "variant_id": item.variant_id,
        "product_id": item.product_id,
        "quantity": item.quantity,
        "category_ids": sorted(item.category_ids),
        "tax_category_id": item.tax_category_id,
        "weight_grams": item.weight_grams,
        "requires_shipping": item.requires_shipping,
    }


def _dump_adjustment(adjustment: Adjustment) -> dict[str, Any]:
    return {
        "source": adjustment.source,
        "kind": adjustment.kind,
        "label": adjustment.label,
        "amount": adjustment.amount,
    }


def _dump_shipping(charge: ShippingCharge) -> dict[str, Any]:
    return {
        "method": charge.method,
        "label": charge.label,
        "amount": charge.amount,
        "tax": charge.tax,
        "tax_rate_ppm": charge.tax_rate_ppm,
        "tax_is_included": charge.tax_is_included,
    }


def _dump_entry(entry: TraceEntry) -> dict[str, Any]:
    return {
        "step": entry.step,
        "rule": entry.rule,
        "outcome": entry.outcome,
        "code": entry.code,
        "amount": entry.amount,
        "facts": dict(entry.facts),
    }
