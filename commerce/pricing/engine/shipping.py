"""Step three: what delivery costs, by the chosen method's table of weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .types import Line, Quote, Rules, ShippingCharge, ShippingOption, Step, TraceEntry

STEP = "shipping"


def shipping(rules: Rules) -> Step:
    """Charge the method chosen in the quote. Without one, or with nothing to send, there is no charge;
    a method that does not reach the destination or cannot carry the weight is refused in the trace."""

    def step(quote: Quote) -> Quote:
        method = quote.shipping_method
        if not method:
            return replace(quote, shipping=None)
        if not any(line.item.requires_shipping for line in quote.lines):
            return _refused(quote, "nothing_to_ship")
        option = find_option(rules, method)
        if option is None:
            return _refused(quote, "unknown_method")
        weight, goods = shipped_weight(quote.lines), goods_amount(quote.lines)
        amount = fee(option, weight, goods)
        if amount is None:
            return _refused(quote, "no_rate", weight)
        facts: dict[str, str | int] = {"weight_grams": weight, "subtotal": goods}
        if is_free(option, goods):
            facts["free_over"] = option.free_over or 0
        entry = TraceEntry(STEP, option.code, "applied", amount=amount, facts=facts)
        charge = ShippingCharge(option.code, option.label, amount)
        return replace(quote, shipping=charge, trace=(*quote.trace, entry))

    return step


def fee(option: ShippingOption, weight_grams: int, subtotal: int) -> int | None:
    """What the method charges for a parcel of goods worth `subtotal` after discounts, or None if it cannot.

    The first row of the table whose range holds the weight (both ends included) gives the fee.

    >>> post = ShippingOption("post", "Post", rates=((0, 1000, 500), (1000, 5000, 900)), free_over=10_000)
    >>> fee(post, 1000, 9_999), fee(post, 1001, 9_999), fee(post, 1001, 10_000), fee(post, 5001, 9_999)
    (500, 900, 0, None)
    """
    fitting = (amount for start, end, amount in option.rates if _holds(start, end, weight_grams))
    amount = next(fitting, None)
    return 0 if amount is not None and is_free(option, subtotal) else amount


def is_free(option: ShippingOption, subtotal: int) -> bool:
    return option.free_over is not None and subtotal >= option.free_over


def shipped_weight(lines: Iterable[Line]) -> int:
    """Grams of what has to be sent."""
    return sum(line.item.weight_grams * line.item.quantity for line in lines if line.item.requires_shipping)


def goods_amount(lines: Iterable[Line]) -> int:
    """What the goods cost after discounts, as shown: what "free over" is compared with."""
    return sum(line.net_of_discount for line in lines)


def find_option(rules: Rules, method: str) -> ShippingOption | None:
    return next((option for option in rules.shipping_options if option.code == method), None)


def _holds(start: int, end: int | None, weight_grams: int) -> bool:
    return start <= weight_grams and (end is None or weight_grams <= end)


def _refused(quote: Quote, code: str, weight_grams: int = 0) -> Quote:
    facts: dict[str, str | int] = {"weight_grams": weight_grams} if weight_grams else {}
    entry = TraceEntry(STEP, quote.shipping_method, "refused", code, facts=facts)
    return replace(quote, shipping=None, trace=(*quote.trace, entry))
