"""Baskets and rules as hypothesis makes them up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from commerce.pricing.engine.types import Item, Line, LineRule, Quote, Rules, ShippingOption, UnitPrice
from commerce.promotions.rules import PercentOff
from commerce.tax.types import TaxRule

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOURS = st.integers(-3, 3)
CATEGORIES = st.frozensets(st.integers(1, 4), max_size=3)


def instant(hour: int | None) -> datetime | None:
    return None if hour is None else NOON + timedelta(hours=hour)


@st.composite
def unit_prices(draw: st.DrawFn, variant_id: int) -> UnitPrice:
    start = draw(st.none() | HOURS)
    end = draw(st.none() | HOURS)
    return UnitPrice(
        variant_id=variant_id,
        amount=draw(st.integers(0, 10**7)),
        min_quantity=draw(st.sampled_from([1, 1, 1, 3, 10])),
        valid_from=instant(start),
        valid_until=instant(end),
        source=f"list:{draw(st.integers(1, 10**6))}",
        priority=draw(st.integers(0, 2)),
    )


@st.composite
def line_rules(draw: st.DrawFn, number: int) -> LineRule:
    source = f"promotion:{number}@1"
    percent = draw(st.integers(1, 1_000_000))
    return LineRule(
        source=source,
        label=f"Rule {number}",
        benefit=PercentOff(source, f"Rule {number}", percent),
        lane=draw(st.sampled_from(["sale", "member"])),
        priority=draw(st.integers(0, 1)),
        category_ids=draw(CATEGORIES),
        starts_at=instant(draw(st.none() | HOURS)),
        ends_at=instant(draw(st.none() | HOURS)),
    )


@st.composite
def items(draw: st.DrawFn, number: int) -> Item:
    return Item(
        key=str(number),
        variant_id=number,
        product_id=number,
        quantity=draw(st.integers(1, 999)),
        category_ids=draw(CATEGORIES),
        tax_category_id=draw(st.sampled_from([None, 1, 2])),
        weight_grams=draw(st.integers(0, 5000)),
        requires_shipping=draw(st.booleans()),
    )


@st.composite
def baskets(draw: st.DrawFn) -> Quote:
    lines = [Line(draw(items(number))) for number in range(draw(st.integers(1, 6)))]
    method = draw(st.sampled_from(["", "post", "gone"]))
    return Quote(currency="CNY", at=NOON, lines=tuple(lines), shipping_method=method)


@st.composite
def rules_for(draw: st.DrawFn, basket: Quote) -> Rules:
    prices = {
        line.item.variant_id: tuple(draw(st.lists(unit_prices(line.item.variant_id), max_size=4)))
        for line in basket.lines
    }
    promotions = [draw(line_rules(number)) for number in range(draw(st.integers(0, 5)))]
    rates = {None: 130_000, 1: 130_000, 2: draw(st.integers(0, 300_000))}
    return Rules(
        prices=prices,
        line_rules=tuple(promotions),
        prices_include_tax=draw(st.booleans()),
        taxes={key: TaxRule(key, rate) for key, rate in rates.items()},
        shipping_options=(
            ShippingOption("post", "Post", ((0, None, 1200),), free_over=draw(st.none() | st.just(5000))),
        ),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Quote, Rules]:
    basket = draw(baskets())
    return basket, draw(rules_for(basket))


def without_tax(rules: Rules) -> Rules:
    return replace(rules, taxes={})
