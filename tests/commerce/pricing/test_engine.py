"""The chain, step by step, in a table's words. No database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commerce.pricing.engine.chain import chain, price
from commerce.pricing.engine.shipping import fee
from commerce.pricing.engine.trace import BrokenTrace, dump, replay
from commerce.pricing.engine.types import Item, Line, LineRule, Quote, Rules, ShippingOption, UnitPrice
from commerce.promotions.rules import PercentOff
from commerce.tax.types import TaxRule

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHIRT = 7
POST = ShippingOption("post", "Post", ((0, 1000, 600), (1000, 20_000, 1500)), free_over=20_000)


def basket(quantity: int = 1, *, at: datetime = NOON, method: str = "", **item) -> Quote:
    return Quote("CNY", at, (Line(Item("a", SHIRT, 1, quantity, **item)),), method)


def rules(*prices: UnitPrice, **more) -> Rules:
    return Rules({SHIRT: prices or (UnitPrice(SHIRT, 10_000, source="retail:1"),)}, **more)


def percent_off(percent: float, name: str = "sale", **fields) -> LineRule:
    source = f"promotion:{name}@1"
    return LineRule(source, name, PercentOff(source, name, round(percent * 10_000)), **fields)


def priced(start: Quote, with_rules: Rules) -> Line:
    return price(start, chain(with_rules)).lines[0]


def codes(line: Line) -> dict[str, str]:
    return {entry.rule: entry.code or entry.outcome for entry in line.trace}


# Units


def test_of_several_prices_the_lowest_wins():
    line = priced(basket(), rules(UnitPrice(SHIRT, 900, source="b"), UnitPrice(SHIRT, 800, source="a")))
    assert (line.unit, line.price_source, line.list_unit) == (800, "a", 900)
    assert codes(line) == {"a": "applied", "b": "not_the_lowest"}


def test_a_list_of_higher_priority_wins_even_if_it_is_dearer():
    line = priced(
        basket(), rules(UnitPrice(SHIRT, 900, source="b", priority=1), UnitPrice(SHIRT, 800, source="a"))
    )
    assert line.unit == 900
    assert codes(line)["a"] == "lower_priority"


@pytest.mark.parametrize(("quantity", "unit"), [(1, 1000), (9, 1000), (10, 900), (99, 900), (100, 700)])
def test_many_pieces_cost_less_each(quantity, unit):
    steps = [
        UnitPrice(SHIRT, amount, min_quantity=start) for start, amount in ((1, 1000), (10, 900), (100, 700))
    ]
    line = priced(basket(quantity), rules(*steps))
    assert (line.unit, line.subtotal, line.list_unit) == (unit, unit * quantity, 1000)


@pytest.mark.parametrize(
    ("at", "unit"),
    [
        (NOON - HOUR, 1000),
        (NOON - timedelta(microseconds=1), 1000),
        (NOON, 800),
        (NOON + HOUR - timedelta(microseconds=1), 800),
        (NOON + HOUR, 1000),
    ],
)
def test_a_price_holds_from_its_start_up_to_its_end(at, unit):
    sale = UnitPrice(SHIRT, 800, valid_from=NOON, valid_until=NOON + HOUR, source="sale")
    assert priced(basket(at=at), rules(UnitPrice(SHIRT, 1000, source="retail"), sale)).unit == unit


def test_without_a_price_nothing_can_be_bought_and_nothing_is_charged():
    quote = price(basket(3), chain(Rules({})))
    assert quote.lines[0].unit is None
    assert quote.total == 0
    assert not quote.is_complete
    assert codes(quote.lines[0]) == {"": "no_price"}


# Benefits


def test_a_percentage_touches_its_category_only():
    sale = percent_off(20, category_ids=frozenset({3}))
    assert priced(basket(category_ids=frozenset({3, 9})), rules(line_rules=(sale,))).total == 8_000
    untouched = priced(basket(category_ids=frozenset({9})), rules(line_rules=(sale,)))
    assert untouched.total == 10_000
    assert sale.source not in codes(untouched)


def test_the_best_of_a_lane_wins_and_the_others_say_why_not():
    line = priced(basket(), rules(line_rules=(percent_off(10, "ten"), percent_off(30, "thirty"))))
    assert line.total == 7_000
    assert [adjustment.label for adjustment in line.adjustments] == ["thirty"]
    assert codes(line)["promotion:ten@1"] == "better_in_lane"


def test_priority_comes_before_the_greater_deduction():
    line = priced(basket(), rules(line_rules=(percent_off(10, "ten", priority=1), percent_off(30, "thirty"))))
    assert line.total == 9_000


def test_lanes_follow_each_other_on_what_is_left():
    line = priced(
        basket(), rules(line_rules=(percent_off(50, "half"), percent_off(10, "club", lane="member")))
    )
    assert line.total == 4_500
    assert [adjustment.amount for adjustment in line.adjustments] == [-1_000, -4_500]


def test_everything_off_is_the_most_that_can_be_off():
    line = priced(
        basket(2), rules(line_rules=(percent_off(100, "gift"), percent_off(50, "more", lane="zzz")))
    )
    assert (line.total, line.discount) == (0, 20_000)
    assert "promotion:more@1" not in codes(line)


@pytest.mark.parametrize(("at", "code"), [(NOON - HOUR, "not_yet"), (NOON + HOUR, "over"), (NOON, "applied")])
def test_a_promotion_outside_its_window_is_refused_in_the_trace(at, code):
    sale = percent_off(20, starts_at=NOON, ends_at=NOON + HOUR)
    assert codes(priced(basket(at=at), rules(line_rules=(sale,))))[sale.source] == code


def test_a_condition_refuses_with_its_own_code():
    class Never:
        def refusal(self, quote, lines):
            return "not_on_mondays"

    sale = percent_off(20, conditions=(Never(),))
    line = priced(basket(), rules(line_rules=(sale,)))
    assert line.total == 10_000
    assert codes(line)[sale.source] == "not_on_mondays"


def test_a_percentage_too_small_to_matter_is_refused():
    sale = percent_off(0.0001)
    line = priced(basket(), rules(UnitPrice(SHIRT, 1, source="retail:1"), line_rules=(sale,)))
    assert line.adjustments == ()
    assert codes(line)[sale.source] == "no_effect"


@pytest.mark.parametrize(("unit", "percent"), [(33, 10), (9_999, 15), (1, 50), (333, 33.3333)])
def test_ten_pieces_cost_ten_times_what_the_list_says_one_costs(unit, percent):
    sale = rules(UnitPrice(SHIRT, unit), line_rules=(percent_off(percent),))
    assert priced(basket(10), sale).total == 10 * priced(basket(1), sale).total


# Delivery


@pytest.mark.parametrize(
    ("grams", "subtotal", "amount"),
    [
        (0, 0, 600),
        (1000, 0, 600),
        (1001, 0, 1500),
        (20_000, 0, 1500),
        (20_001, 0, None),
        (1, 20_000, 0),
        (20_001, 20_000, None),
    ],
)
def test_the_table_of_weights_gives_the_fee(grams, subtotal, amount):
    assert fee(POST, grams, subtotal) == amount


def shipped(start: Quote, with_rules: Rules) -> tuple[int | None, list[str]]:
    quote = price(start, chain(with_rules))
    assert quote.total == sum(line.total for line in quote.lines) + quote.shipping_amount
    return quote.shipping and quote.shipping.amount, [entry.code for entry in quote.trace]


def test_delivery_is_free_over_an_amount_that_counts_after_discounts():
    free = rules(shipping_options=(POST,))
    discounted = rules(shipping_options=(POST,), line_rules=(percent_off(1),))
    assert shipped(basket(2, method="post"), free) == (0, [""])
    assert shipped(basket(2, method="post"), discounted) == (600, [""])


def test_without_a_chosen_method_nothing_is_charged():
    assert shipped(basket(), rules(shipping_options=(POST,))) == (None, [])


@pytest.mark.parametrize(
    ("item", "method", "code"),
    [
        ({}, "gone", "unknown_method"),
        ({"weight_grams": 30_000}, "post", "no_rate"),
        ({"requires_shipping": False}, "post", "nothing_to_ship"),
    ],
)
def test_a_method_that_cannot_be_used_is_refused_in_the_trace(item, method, code):
    assert shipped(basket(method=method, **item), rules(shipping_options=(POST,))) == (None, [code])


def test_what_is_not_sent_weighs_nothing():
    lines = (
        Line(Item("a", SHIRT, 1, 1, weight_grams=500)),
        Line(Item("b", SHIRT, 1, 1, weight_grams=30_000, requires_shipping=False)),
    )
    quote = Quote("CNY", NOON, lines, "post")
    assert shipped(quote, rules(UnitPrice(SHIRT, 100), shipping_options=(POST,))) == (600, [""])


# Tax


STANDARD, REDUCED, NONE = TaxRule(None, 130_000, "VAT"), TaxRule(2, 90_000), 3
TAXES = {None: STANDARD, 1: TaxRule(1, 130_000), 2: REDUCED}


@pytest.mark.parametrize(
    ("included", "category", "tax", "total"),
    [
        (True, None, 1150, 10_000),
        (True, 1, 1150, 10_000),
        (True, 2, 826, 10_000),
        (False, None, 1300, 11_300),
        (False, 2, 900, 10_900),
        (False, NONE, 0, 10_000),
    ],
)
def test_tax_is_contained_or_added(included, category, tax, total):
    line = priced(basket(tax_category_id=category), rules(taxes=TAXES, prices_include_tax=included))
    assert (line.tax, line.total) == (tax, total)


def test_tax_is_rounded_for_each_line():
    start = basket(1)
    start = replace(start, lines=(*start.lines, replace(start.lines[0], item=Item("b", SHIRT, 1, 1))))
    quote = price(start, chain(rules(UnitPrice(SHIRT, 104), taxes=TAXES, prices_include_tax=False)))
    assert [line.tax for line in quote.lines] == [14, 14]
    assert quote.tax_amount == 28
    assert quote.total == 236


def test_tax_is_on_what_is_left_after_discounts_and_on_delivery():
    quote = price(
        basket(method="post"),
        chain(
            rules(
                taxes=TAXES, prices_include_tax=False, line_rules=(percent_off(50),), shipping_options=(POST,)
            )
        ),
    )
    assert quote.lines[0].tax == 650
    assert quote.shipping is not None
    assert (quote.shipping.amount, quote.shipping.tax, quote.shipping.total) == (600, 78, 678)
    assert quote.total == 5_000 + 650 + 678


def test_where_no_rate_is_known_no_tax_is_due():
    assert price(basket(), chain(rules(taxes={}, prices_include_tax=False))).tax_amount == 0


# Trace


def test_a_kept_trace_that_was_tampered_with_does_not_replay():
    kept = dump(price(basket(2), chain(rules(taxes=TAXES, line_rules=(percent_off(15),)))))
    assert replay(kept).total == 17_000

    kept["lines"][0]["adjustments"][0]["amount"] = -1
    with pytest.raises(BrokenTrace):
        replay(kept)


def test_the_trace_names_rules_with_their_revision():
    kept = dump(price(basket(), chain(rules(line_rules=(percent_off(15, "autumn"),)))))
    assert [entry["rule"] for entry in kept["lines"][0]["trace"]] == ["retail:1", "promotion:autumn@1"]
