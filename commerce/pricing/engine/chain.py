"""The order of a price."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from .lines import line_benefits
from .shipping import shipping
from .taxes import taxes
from .types import Quote, Rules, Step
from .units import unit_price


def price(start: Quote, steps: Iterable[Step]) -> Quote:
    """Fold the steps over the quote. No clock, no database, no setting."""
    return reduce(lambda quote, step: step(quote), steps, start)


def chain(rules: Rules) -> tuple[Step, ...]:
    """The order of a price, top to bottom; each line returns a step."""
    return (
        unit_price(rules),  # price lists, temporary prices, quantity breaks: the best wins
        line_benefits(rules),  # lanes: the best inside, then onward
        shipping(rules),
        taxes(rules),
    )
