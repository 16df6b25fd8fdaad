"""Money adds up to the last cent."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core import money
from commerce.core.money import CurrencyMismatch, Money, allocate, round_ratio

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=50)


@given(amounts, weights)
def test_parts_of_an_amount_always_add_up_to_it(amount, weights):
    parts = allocate(amount, weights)
    assert sum(parts) == amount
    assert all(part * amount >= 0 for part in parts)


@given(amounts, weights)
def test_no_part_is_more_than_a_minor_unit_from_its_exact_share(amount, weights):
    total = sum(weights)
    if total:
        for part, weight in zip(allocate(amount, weights), weights, strict=True):
            assert abs(part * total - amount * weight) <= total


@given(amounts, st.integers(1, 10**6))
def test_rounding_is_symmetric_around_zero(numerator, denominator):
    assert round_ratio(-numerator, denominator) == -round_ratio(numerator, denominator)


def test_currencies_do_not_mix():
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "CNY")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "EUR") < Money(1, "CNY")


def test_floats_are_not_money():
    with pytest.raises(TypeError):
        Money(1.5, "EUR")
    with pytest.raises(TypeError):
        Money(100, "EUR") * 1.1


@pytest.mark.parametrize(
    ("figure", "currency", "minor"), [("19.995", "EUR", 2000), ("1200", "JPY", 1200), ("1.2345", "KWD", 1235)]
)
def test_major_figures_become_minor_units_of_their_currency(figure, currency, minor):
    assert Money.of(figure, currency).amount == minor


def test_a_figure_survives_the_way_out_and_back():
    assert Money.of(Money(1999, "EUR").decimal, "EUR") == Money(1999, "EUR")


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(money).failed == 0
