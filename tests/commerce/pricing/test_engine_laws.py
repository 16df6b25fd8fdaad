"""What holds for every basket under every set of rules."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.pricing.engine.chain import chain, price
from commerce.pricing.engine.trace import dump, replay

from .strategies import situations, without_tax

LAWS = settings(max_examples=150, deadline=None)


@LAWS
@given(situations())
def test_parts_add_up_and_nothing_falls_below_zero(situation):
    basket, rules = situation
    quote = price(basket, chain(rules))

    added_tax = sum(line.tax for line in quote.lines if not line.tax_is_included)
    if quote.shipping and not quote.shipping.tax_is_included:
        added_tax += quote.shipping.tax
    assert quote.total == quote.items_amount - quote.discount_amount + quote.shipping_amount + added_tax
    for line in quote.lines:
        assert 0 <= line.discount <= line.subtotal
        assert line.total >= 0
        assert line.tax >= 0
        assert all(adjustment.amount < 0 for adjustment in line.adjustments)
        assert (
            line.subtotal + sum(adjustment.amount for adjustment in line.adjustments) == line.net_of_discount
        )


@LAWS
@given(situations())
def test_every_quote_replays_to_the_same_figures(situation):
    basket, rules = situation
    quote = price(basket, chain(rules))

    kept = json.loads(json.dumps(dump(quote)))

    assert replay(kept) == quote
    assert dump(replay(kept)) == kept


@LAWS
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_in_which_rules_are_read_changes_nothing(situation, random):
    basket, rules = situation
    shuffled_rules, prices = list(rules.line_rules), {}
    random.shuffle(shuffled_rules)
    for variant_id, of_variant in rules.prices.items():
        prices[variant_id] = tuple(sorted(of_variant, key=lambda price: random.random()))
    shuffled = replace(rules, line_rules=tuple(shuffled_rules), prices=prices)

    quote, again = price(basket, chain(rules)), price(basket, chain(shuffled))

    assert again.total == quote.total
    for line, other in zip(quote.lines, again.lines, strict=True):
        assert other.adjustments == line.adjustments
        assert other.unit == line.unit


@LAWS
@given(situations())
def test_where_prices_include_tax_the_tax_never_changes_what_is_paid(situation):
    basket, rules = situation
    rules = replace(rules, prices_include_tax=True)

    assert price(basket, chain(rules)).total == price(basket, chain(without_tax(rules))).total


@LAWS
@given(situations())
def test_a_line_costs_the_same_alone_as_beside_others(situation):
    """So that list, product page and cart show one price."""
    basket, rules = situation
    together = price(basket, chain(rules))

    for line in basket.lines:
        alone = price(replace(basket, lines=(line,)), chain(rules)).lines[0]
        beside = next(other for other in together.lines if other.item.key == line.item.key)
        assert (alone.total, alone.tax, alone.adjustments) == (beside.total, beside.tax, beside.adjustments)


@LAWS
@given(situations())
def test_of_one_lane_one_rule_wins_each_line(situation):
    basket, rules = situation
    lane_of = {rule.source: rule.lane for rule in rules.line_rules}

    for line in price(basket, chain(rules)).lines:
        lanes = [lane_of[adjustment.source] for adjustment in line.adjustments]
        assert len(lanes) == len(set(lanes))


@LAWS
@given(situations())
def test_pricing_changes_none_of_its_inputs(situation):
    basket, rules = situation
    before = repr((basket, rules))
    price(basket, chain(rules))
    assert repr((basket, rules)) == before
