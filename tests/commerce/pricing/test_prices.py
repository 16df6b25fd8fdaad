"""Prices as intervals: planned ahead, ended by the next one, never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commerce.catalog import queries as catalog
from commerce.catalog.errors import UnknownVariant
from commerce.catalog.models import Product
from commerce.core.context import CustomerRef
from commerce.core.errors import InvalidInput
from commerce.customers.models import CustomerGroup
from commerce.pricing import queries, services
from commerce.pricing.errors import InvalidPrice, UnknownPriceList
from commerce.pricing.models import Price
from commerce.pricing.types import PriceDraft
from tests.factories import (
    make_channel,
    make_context,
    make_price,
    make_price_list,
    make_product,
    make_variant,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture
def variant():
    return make_variant(price=None)


@pytest.fixture
def retail():
    channel = make_channel()
    return queries.default_price_list(channel.id, channel.currency)


def amounts(variant, at, **context) -> list[int]:
    found = queries.unit_prices([variant.pk], make_context(**context).at(at))
    return [price.amount for price in found.get(variant.pk, ())]


def test_a_new_price_ends_the_one_before(variant, retail):
    services.set_price(variant_id=variant.pk, price_list_id=retail, amount=100, valid_from=NOW - HOUR)
    services.set_price(variant_id=variant.pk, price_list_id=retail, amount=90, valid_from=NOW)

    assert amounts(variant, NOW - HOUR - timedelta(seconds=1)) == []
    assert amounts(variant, NOW - timedelta(microseconds=1)) == [100]
    assert amounts(variant, NOW) == [90]
    assert Price.objects.get(amount=100).valid_until == NOW


def test_a_price_planned_for_later_still_comes(variant, retail):
    set_price = services.set_price
    set_price(variant_id=variant.pk, price_list_id=retail, amount=100, valid_from=NOW - HOUR)
    set_price(variant_id=variant.pk, price_list_id=retail, amount=120, valid_from=NOW + 2 * HOUR)
    set_price(variant_id=variant.pk, price_list_id=retail, amount=90, valid_from=NOW + HOUR)

    assert amounts(variant, NOW) == [100]
    assert amounts(variant, NOW + HOUR) == [90]
    assert amounts(variant, NOW + 2 * HOUR) == [120]


def test_the_same_price_again_changes_nothing(variant, retail):
    assert services.set_price(variant_id=variant.pk, price_list_id=retail, amount=100)
    version = Product.objects.get().content_version

    assert not services.set_price(variant_id=variant.pk, price_list_id=retail, amount=100)

    assert Price.objects.count() == 1
    assert Product.objects.get().content_version == version


def test_a_planned_price_can_be_corrected(variant, retail):
    for amount in (80, 85):
        services.set_price(variant_id=variant.pk, price_list_id=retail, amount=amount, valid_from=NOW + HOUR)
    assert amounts(variant, NOW + HOUR) == [85]


def test_a_temporary_price_lies_over_the_standing_one_and_ends_by_itself(variant, retail):
    services.set_price(variant_id=variant.pk, price_list_id=retail, amount=100, valid_from=NOW - HOUR)
    for _ in range(2):
        services.set_price(
            variant_id=variant.pk, price_list_id=retail, amount=70, valid_from=NOW, valid_until=NOW + HOUR
        )
    # Raised meanwhile: the new standing price is what returns.
    services.set_price(variant_id=variant.pk, price_list_id=retail, amount=110, valid_from=NOW + HOUR / 2)

    assert amounts(variant, NOW) == [100, 70]
    assert sorted(amounts(variant, NOW + HOUR * 3 / 4)) == [70, 110]
    assert amounts(variant, NOW + HOUR) == [110]


def test_a_withdrawn_price_leaves_nothing_to_buy(variant, retail):
    make_price(variant, 100)
    assert services.withdraw_price(variant_id=variant.pk, price_list_id=retail)
    assert not services.withdraw_price(variant_id=variant.pk, price_list_id=retail)
    assert amounts(variant, timezone.now()) == []


def test_many_prices_cost_a_handful_of_statements(retail, django_assert_max_num_queries):
    product = make_product(options={"size": [str(size) for size in range(30)]}, price=None)
    drafts = [PriceDraft(variant.pk, 100 + variant.pk) for variant in product.variants.all()]

    with django_assert_max_num_queries(15):
        assert services.set_prices(price_list_id=retail, prices=drafts) == 30
    with django_assert_max_num_queries(6):
        assert services.set_prices(price_list_id=retail, prices=drafts) == 0

    assert Price.objects.count() == 30


def test_given_twice_the_last_one_counts(variant, retail):
    services.set_prices(
        price_list_id=retail, prices=[PriceDraft(variant.pk, 100), PriceDraft(variant.pk, 90)]
    )
    assert amounts(variant, timezone.now()) == [90]


def test_quantity_breaks_stand_beside_each_other(variant, retail):
    make_price(variant, 100)
    make_price(variant, 90, min_quantity=10)
    found = queries.unit_prices([variant.pk], make_context())[variant.pk]
    assert [(price.min_quantity, price.amount) for price in found] == [(1, 100), (10, 90)]


def test_members_of_a_group_have_prices_of_their_own(variant):
    group = CustomerGroup.objects.create(code="trade", name={"en": "Trade"})
    trade = make_price_list(customer_group_id=group.pk, priority=5)
    make_price(variant, 100)
    make_price(variant, 60, price_list=trade)

    member = CustomerRef(id=1, group_ids=frozenset({group.pk}))

    assert amounts(variant, timezone.now()) == [100]
    assert sorted(amounts(variant, timezone.now(), customer=member)) == [60, 100]


def test_other_channels_have_other_prices(variant):
    europe = make_channel("eu", currency="EUR")
    make_price(variant, 100)
    make_price(variant, 20, channel=europe)

    assert amounts(variant, timezone.now()) == [100]
    assert amounts(variant, timezone.now(), channel=europe) == [20]


def test_prices_of_any_number_of_variants_cost_one_query(django_assert_num_queries):
    variants = [make_variant(price=100).pk for _ in range(4)]
    context = make_context()
    with django_assert_num_queries(1):
        assert len(queries.unit_prices(variants, context)) == 4
    with django_assert_num_queries(1):
        assert len(queries.listed_prices(variants)) == 4


@pytest.mark.parametrize("amount", [-1, 10**14])
def test_impossible_amounts_are_refused(variant, retail, amount):
    with pytest.raises(InvalidPrice):
        services.set_price(variant_id=variant.pk, price_list_id=retail, amount=amount)


@pytest.mark.parametrize("quantity", [0, -1, 10**9])
def test_impossible_quantities_are_refused(variant, retail, quantity):
    with pytest.raises(InvalidPrice):
        services.set_price(variant_id=variant.pk, price_list_id=retail, amount=1, min_quantity=quantity)


def test_a_temporary_price_that_ends_before_it_starts_is_refused(variant, retail):
    with pytest.raises(InvalidPrice):
        services.set_price(
            variant_id=variant.pk, price_list_id=retail, amount=1, valid_from=NOW, valid_until=NOW
        )


def test_unknown_variants_and_lists_are_refused(variant, retail):
    with pytest.raises(UnknownVariant):
        services.set_price(variant_id=10**9, price_list_id=retail, amount=1)
    with pytest.raises(UnknownPriceList):
        services.set_price(variant_id=variant.pk, price_list_id=10**9, amount=1)
    with pytest.raises(UnknownPriceList):
        queries.default_price_list(10**9, "CNY")


def test_a_code_of_a_price_list_is_used_once():
    make_price_list(code="retail")
    with pytest.raises(InvalidInput):
        make_price_list(code="retail")
    assert queries.price_list_id("retail")


def test_a_product_without_a_price_is_not_ready():
    product = make_product(options={"size": ["S", "M"]}, price=None)
    small, medium = product.variants.all()

    assert "no_price" in {problem.code for problem in catalog.publish_problems(product.pk)}
    make_price(small, 100)
    assert "no_price" in {problem.code for problem in catalog.publish_problems(product.pk)}
    make_price(medium, 100)
    assert "no_price" not in {problem.code for problem in catalog.publish_problems(product.pk)}


def test_a_changed_price_is_announced_once_for_a_product(announced):
    product = make_product(options={"size": ["S", "M"]}, price=None)
    retail = queries.default_price_list(make_channel().id, "CNY")
    announced.clear()

    services.set_prices(
        price_list_id=retail, prices=[PriceDraft(variant.pk, 100) for variant in product.variants.all()]
    )

    assert [(event.product_id, event.reason) for event in announced] == [(product.pk, "price")]
