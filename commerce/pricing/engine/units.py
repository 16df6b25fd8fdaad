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
    refused = {price: _refusal(price, line.item.quantity, at) for price in prices}
    open_ = [price for price, code in refused.items() if not code]
    if not open_:
        trace = [_entry(price, code) for price, code in refused.items()]
        trace.append(TraceEntry(STEP, "", "refused", "no_price"))
        return replace(line, unit=None, trace=(*line.trace, *trace))
    best = min(open_, key=_rank)
    for price in open_:
        if price is not best:
            refused[price] = "lower_priority" if price.priority < best.priority else "not_the_lowest"
    trace = [_entry(price, code) for price, code in refused.items() if price is not best]
    trace.append(TraceEntry(STEP, best.source, "applied", amount=best.amount))
    return replace(
        line,
        unit=best.amount,
        list_unit=_list_unit(open_, best),
        compare_at=best.compare_at,
        price_source=best.source,
        trace=(*line.trace, *trace),
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
