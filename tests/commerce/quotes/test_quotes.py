"""One source of prices: what a list says, a page shows and a cart charges is the same figure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.catalog.queries import sellable_variants
from commerce.pricing.engine import trace
from commerce.quotes import queries
from commerce.quotes.types import Destination, Wanted
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_list_shows_the_lowest_of_a_products_variants() -> None:
    product = make.make_product(options={"size": ["S", "M"]}, price=None)
    small, medium = product.variants.order_by("id")
    make.make_price(small, 9_000)
    make.make_price(medium, 12_000)

    found = queries.list_prices({product.pk: [small.pk, medium.pk]}, make.make_context())[product.pk]

    assert (found.amount, found.is_from, found.variant_id, found.was) == (9_000, True, small.pk, None)


def test_a_product_without_a_price_is_not_in_the_list() -> None:
    variant = make.make_variant(price=None)

    assert queries.list_prices({variant.product_id: [variant.pk]}, make.make_context()) == {}


def test_a_promotion_strikes_the_old_price_through() -> None:
    category = make.make_category()
    variant = make.make_variant(price=10_000, categories=[category])
    make.make_promotion(category, percent=25)

    found = queries.list_prices({variant.product_id: [variant.pk]}, make.make_context())[variant.product_id]

    assert (found.amount, found.was, found.label) == (7_500, 10_000, "25 % off")


def test_a_compare_at_price_is_struck_through() -> None:
    variant = make.make_variant(price=10_000, compare_at=13_000)

    assert (
        queries.list_prices({variant.product_id: [variant.pk]}, make.make_context())[variant.product_id].was
        == 13_000
    )


def test_where_tax_comes_on_top_lists_show_the_price_without_it() -> None:
    channel = make.make_channel("us", currency="USD", prices_include_tax=False, countries=["US"])
    make.make_tax_rate(10, country="US")
    ctx = make.make_context(channel)
    variant = make.make_variant(price=10_000, channel=channel)

    listed = queries.list_prices({variant.product_id: [variant.pk]}, ctx)[variant.product_id]
    quote = queries.quote([Wanted("a", variant.pk, 2)], ctx)

    assert listed.amount == 10_000
    assert (quote.items_amount, quote.tax_amount, quote.total) == (20_000, 2_000, 22_000)


def test_tax_is_that_of_the_destination() -> None:
    channel = make.make_channel(prices_include_tax=False)
    make.make_tax_rate(13, country="CN")
    make.make_tax_rate(19, country="DE")
    ctx, variant = make.make_context(channel), make.make_variant(price=10_000)

    def tax(country: str) -> int:
        return queries.quote([Wanted("a", variant.pk, 1)], ctx, Destination(country)).tax_amount

    assert [tax("CN"), tax("DE"), tax("JP")] == [1_300, 1_900, 0]


def test_the_price_of_tomorrow_can_be_seen_today() -> None:
    variant = make.make_variant(price=10_000)
    tomorrow = timezone.now() + timedelta(days=1)
    make.make_price(variant, 8_000, valid_from=tomorrow)
    ctx = make.make_context()

    assert queries.variant_prices([variant.pk], ctx)[variant.pk].unit == 10_000
    assert queries.variant_prices([variant.pk], ctx.at(tomorrow))[variant.pk].unit == 8_000


def test_changing_delivery_reads_nothing(django_assert_num_queries) -> None:
    make.make_shipping_method("standard", fee=1_000)
    ctx, variant = make.make_context(), make.make_variant(price=10_000)
    variants = sellable_variants([variant.pk], ctx)
    rules = queries.pricing_inputs(ctx, variants, Destination("CN"), with_shipping=True)
    quote = queries.priced([Wanted("a", variant.pk, 1)], ctx, rules, variants)

    with django_assert_num_queries(0):
        sent = queries.with_delivery(quote, ctx, rules, "standard")

    assert (quote.total, sent.total) == (10_000, 11_000)


def test_a_method_that_does_not_reach_the_place_is_not_charged() -> None:
    make.make_shipping_method("standard", fee=1_000, countries=["CN"])
    variant = make.make_variant()

    quote = queries.quote([Wanted("a", variant.pk, 1)], make.make_context(), Destination("DE"), "standard")

    assert quote.shipping is None


def test_a_list_costs_the_same_queries_whatever_its_length() -> None:
    category = make.make_category()
    make.make_promotion(category)
    ctx, counts = make.make_context(), []
    for number in (2, 1, 12):  # the first may fill what is kept in the process
        variants = [make.make_variant(categories=[category]) for _ in range(number)]
        products = {variant.product_id: [variant.pk] for variant in variants}
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.list_prices(products, ctx)) == number
        counts.append(len(captured))

    assert counts[1] == counts[2] <= counts[0] <= 5


def test_a_quote_replays_to_the_same_figures() -> None:
    category = make.make_category()
    make.make_promotion(category, percent=15)
    make.make_tax_rate(13)
    make.make_shipping_method()
    ctx, variant = make.make_context(), make.make_variant(price=9_999, categories=[category])
    quote = queries.quote([Wanted("a", variant.pk, 3)], ctx, Destination("CN"), "standard")

    assert trace.replay(trace.dump(quote)).total == quote.total
