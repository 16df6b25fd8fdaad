"""Receiving, adjusting and counting: every unit has an entry in the books."""

from __future__ import annotations

import pytest

from commerce.catalog.queries import publish_problems
from commerce.core.errors import InvalidInput
from commerce.inventory import queries, services
from commerce.inventory.errors import BelowPromised
from commerce.inventory.models import StockItem, StockMovement
from tests import factories as make
from tests.races.ledger import imbalances

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> int:
    return make.make_location().pk


@pytest.fixture
def variant_id() -> int:
    return make.make_variant().pk


def on_hand(variant_id: int) -> int:
    return StockItem.objects.get(variant_id=variant_id).on_hand


def test_goods_come_in_once_per_delivery(variant_id: int, place: int) -> None:
    delivery = {"variant_id": variant_id, "location_id": place, "quantity": 5, "key": "delivery-1"}

    assert services.receive(**delivery)
    assert not services.receive(**delivery)
    assert on_hand(variant_id) == 5
    assert imbalances() == []


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_and_less_cannot_be_received(variant_id: int, place: int, quantity: int) -> None:
    with pytest.raises(InvalidInput):
        services.receive(variant_id=variant_id, location_id=place, quantity=quantity, key="k")


def test_a_count_posts_the_difference(variant_id: int, place: int) -> None:
    services.receive(variant_id=variant_id, location_id=place, quantity=5, key="a")

    assert services.set_on_hand(variant_id=variant_id, location_id=place, quantity=3, key="count-1")
    assert not services.set_on_hand(variant_id=variant_id, location_id=place, quantity=3, key="count-2")
    assert list(StockMovement.objects.order_by("id").values_list("quantity", flat=True)) == [5, -2]
    assert imbalances() == []


def test_counting_a_whole_warehouse_takes_a_handful_of_statements(
    place: int, django_assert_num_queries
) -> None:
    ids = [make.make_variant().pk for _ in range(8)]
    quantities = dict.fromkeys(ids, 4)

    # Savepoint, rows, their ids, locks, keys, movements, figures, the event, release.
    with django_assert_num_queries(9):
        changed = services.set_stock(location_id=place, quantities=quantities, key="import-1")

    assert changed == 8
    assert services.set_stock(location_id=place, quantities=quantities, key="import-2") == 0
    assert imbalances() == []


@pytest.mark.parametrize("quantity", [-1, 10**10])
def test_a_count_has_limits(variant_id: int, place: int, quantity: int) -> None:
    with pytest.raises(InvalidInput):
        services.set_on_hand(variant_id=variant_id, location_id=place, quantity=quantity, key="k")


def test_what_was_promised_cannot_be_counted_away() -> None:
    variant = make.make_variant()
    make.make_order({variant: 2}, stock=5)
    place = make.make_location().pk

    with pytest.raises(BelowPromised) as refusal:
        services.set_on_hand(variant_id=variant.pk, location_id=place, quantity=1, key="count")
    assert refusal.value.data == {"promised": 2}
    with pytest.raises(BelowPromised):
        services.adjust(variant_id=variant.pk, location_id=place, quantity=-4, key="theft")
    assert services.adjust(variant_id=variant.pk, location_id=place, quantity=-3, key="breakage")
    assert imbalances() == []


def test_a_few_left_and_sold_out_are_marked(place: int) -> None:
    ctx = make.make_context()
    low, gone, plenty = (make.make_variant() for _ in range(3))
    make.make_stock(low, 2)
    make.make_stock(plenty, 50)
    services.set_low_stock_level(variant_id=low.pk, location_id=place, level=3)

    free = queries.availability([low.pk, gone.pk, plenty.pk], ctx)
    found = queries.badges({1: [low.pk], 2: [gone.pk], 3: [plenty.pk], 4: [gone.pk, plenty.pk], 5: []}, free)

    assert found == {1: "low", 2: "sold_out", 3: "", 4: "", 5: "sold_out"}


def test_a_preview_may_assume_other_stock() -> None:
    variant = make.make_variant()
    make.make_stock(variant, 5)

    found = queries.availability([variant.pk], make.make_context(stock={variant.pk: 0}))

    assert not found[variant.pk].is_available


def test_any_number_of_variants_is_one_query(django_assert_num_queries) -> None:
    ids = [make.make_variant().pk for _ in range(5)]
    ctx = make.make_context()

    with django_assert_num_queries(1):
        queries.availability(ids, ctx)


def test_a_product_without_stock_anywhere_is_not_ready_to_be_published() -> None:
    variant = make.make_variant()
    assert "no_stock_location" in {p.code for p in publish_problems(variant.product_id)}

    make.make_stock(variant, 0)

    assert "no_stock_location" not in {p.code for p in publish_problems(variant.product_id)}
