"""CPU milliseconds of the pure chain for a basket of 3 and one of 50 lines, as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime

from commerce.pricing.engine.chain import chain, price
from commerce.pricing.engine.types import (
    Item,
    Line,
    LineRule,
    Quote,
    Rules,
    ShippingOption,
    UnitPrice,
)
from commerce.promotions.rules import PercentOff
from commerce.tax.types import TaxRule

TIMES = 200


def main() -> None:
    sys.stdout.write(json.dumps({str(lines): round(milliseconds(lines), 4) for lines in (3, 50)}))


def milliseconds(lines: int) -> float:
    """Of one pricing; rules are read before, as a cart page does."""
    items = [
        Item(str(n), n, n, 1 + n % 3, frozenset({n % 7, 100 + n % 3}), weight_grams=500) for n in range(lines)
    ]
    start = Quote("CNY", datetime(2026, 11, 23, tzinfo=UTC), tuple(Line(item) for item in items), "standard")
    rules = rules_for(items)
    price(start, chain(rules))
    began = time.process_time()
    for _ in range(TIMES):
        price(start, chain(rules))
    return (time.process_time() - began) * 1000 / TIMES


def rules_for(items: list[Item]) -> Rules:
    """A price per variant, ten promotions of which most touch nothing here, one tax, two ways to ship."""
    promotions = [
        LineRule(
            source=f"promotion:p{n}@1",
            label=f"{n} % off",
            benefit=PercentOff(f"promotion:p{n}@1", f"{n} % off", 10_000 * (n + 5)),
            category_ids=frozenset({n if n < 3 else 1000 + n}),
        )
        for n in range(10)
    ]
    return Rules(
        prices={item.variant_id: (UnitPrice(item.variant_id, 9_900, 12_000),) for item in items},
        line_rules=tuple(promotions),
        taxes={None: TaxRule(None, 130_000)},
        shipping_options=(
            ShippingOption("standard", "Standard", ((0, None, 1_000),)),
            ShippingOption("express", "Express", ((0, None, 2_500),)),
        ),
    )


if __name__ == "__main__":
    main()
