"""Step one: what a unit costs.

Of the prices that may apply, those of the highest priority are looked at, and of these the lowest wins. So a
list for a customer group beats the public one whatever it says, and inside a list a temporary price or a
quantity break counts when it is better for the shopper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from .types import Line, Quote, Rules, Step, TraceEntry, UnitPrice

STEP = "unit_price"


def unit_price(rules: Rules) -> Step:
    """Give each line its unit price, or None where nothing applies; refused prices stay in the trace."""

    def step(quote: Quote) -> Quote:
        lines = (_priced(line, rules.prices.get(line.item.variant_id, ()), quote.at) for line in quote.lines)
        return replace(quote, lines=tuple(lines))

    return step


def _priced(line: Line, prices: Sequence[UnitPrice], at: datetime) -> Line:
    quantity = line.item.quantity
    looked_at = [(price, _refusal(price, quantity, at)) for price in prices]
    fitting = [price for price, code in looked_at if not code]
    trace = [*line.trace, *(_entry(price, code) for price, code in looked_at if code)]
    if not fitting:
        return replace(line, unit=None, trace=(*trace, TraceEntry(STEP, "", "refused", "no_price")))
    best = min(fitting, key=_rank) if len(fitting) > 1 else fitting[0]
    for price in fitting:
        if price is not best:
            trace.append(
                _entry(price, "lower_priority" if price.priority < best.priority else "not_the_lowest")
            )
    trace.append(TraceEntry(STEP, best.source, "applied", amount=best.amount))
    # Written out, since lists price hundreds of variants and replace() costs four times as much.
    return Line(
        item=line.item,
        unit=best.amount,
        list_unit=_list_unit(fitting, best),
        compare_at=best.compare_at,
        price_source=best.source,
        adjustments=line.adjustments,
        trace=tuple(trace),
    )


def _refusal(price: UnitPrice, quantity: int, at: datetime) -> str:
    if price.valid_from is not None and at < price.valid_from:
        return "not_yet"
    if price.valid_until is not None and at >= price.valid_until:
        return "over"
    if quantity < price.min_quantity:
        return "quantity_too_low"
    return ""


def _rank(price: UnitPrice) -> tuple[int, int, str]:
    return -price.priority, price.amount, price.source


def _list_unit(prices: Sequence[UnitPrice], best: UnitPrice) -> int:
    """The ordinary price of one: of the lowest priority, without quantity break, before any reduction."""
    singles = [price for price in prices if price.min_quantity == 1]
    if not singles:
        return best.amount
    ordinary = min(price.priority for price in singles)
    return max(price.amount for price in singles if price.priority == ordinary)


def _entry(price: UnitPrice, code: str) -> TraceEntry:
    facts = {"min_quantity": price.min_quantity} if code == "quantity_too_low" else {}
    return TraceEntry(STEP, price.source, "refused", code, price.amount, facts)
