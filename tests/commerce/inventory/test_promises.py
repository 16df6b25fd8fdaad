"""Stock is promised once, taken from the right place, and given back whole."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commerce.core.errors import Conflict
from commerce.inventory import queries, services
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.events import StockCameBack, StockRanOut
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.inventory.types import Demand
from commerce.orders.models import OrderLine
from tests import factories as make
from tests.races.ledger import imbalances

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant():
    return make.make_variant()


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list:
    found: list = []
    monkeypatch.setattr("commerce.inventory.services.promises.publish", found.append)
    return found


def held(order_id: int) -> dict[str, int]:
    """Units by location code."""
    rows = Reservation.objects.filter(order_id=order_id).order_by("id")
    return dict(rows.values_list("stock_item__location__code", "quantity"))


def test_an_order_holds_its_stock_until_it_should_have_been_paid(variant) -> None:
    item = make.make_stock(variant, 5)
    order = make.make_order({variant: 2}, stock=0)

    item.refresh_from_db()
    reservation = Reservation.objects.get()
    assert (item.on_hand, item.reserved) == (5, 2)
    assert (reservation.state, reservation.expires_at) == ("held", order.pay_by)
    assert queries.availability([variant.pk], make.make_context())[variant.pk].quantity == 3


def test_a_line_is_taken_from_the_first_place_and_then_the_next(variant) -> None:
    make.make_stock(variant, 2, location=make.make_location("far", priority=1))
    make.make_stock(variant, 2, location=make.make_location("near", priority=9))

    order = make.make_order({variant: 3}, stock=0)

    assert held(order.id) == {"near": 2, "far": 1}
    assert imbalances() == []


def test_a_place_of_another_channel_is_not_taken_from(variant) -> None:
    elsewhere = make.make_channel("eu", currency="EUR")
    make.make_stock(variant, 9, location=make.make_location("eu", channel=elsewhere))

    found = queries.availability([variant.pk], make.make_context())

    assert found[variant.pk].quantity == 0
    with pytest.raises(InsufficientStock):
        make.make_cart({variant: 1})


def test_a_shortage_names_what_is_left_and_holds_nothing(variant) -> None:
    other = make.make_variant()
    make.make_stock(variant, 2)
    make.make_stock(other, 2)
    order = make.make_order({variant: 1}, stock=0)
    lines = OrderLine.objects.get()

    with pytest.raises(InsufficientStock) as refusal, transaction.atomic():
        services.reserve(
            demands=[Demand(lines.pk, other.pk, 1), Demand(lines.pk, variant.pk, 2)],
            order_id=order.id,
            channel_id=order.channel_id,
            expires_at=None,
        )

    assert [(s.variant_id, s.wanted, s.left) for s in refusal.value.lines] == [(variant.pk, 2, 1)]
    assert list(StockItem.objects.order_by("id").values_list("reserved", flat=True)) == [1, 0]


def test_no_stock_row_no_sale(variant) -> None:
    assert queries.shortages({variant.pk: 1}, make.make_channel().id)[0].left == 0


def test_giving_back_happens_once(variant) -> None:
    order = make.make_order({variant: 3}, stock=4)

    assert services.release(order_id=order.id) == 3
    assert services.release(order_id=order.id) == 0
    assert make.make_stock(variant, 0).reserved == 0
    assert imbalances() == []


def test_a_confirmed_promise_has_no_end(variant) -> None:
    order = make.make_order({variant: 1})

    assert services.allocate(order_id=order.id) == 1
    assert services.allocate(order_id=order.id) == 0
    assert Reservation.objects.get().expires_at is None


def test_shipping_takes_goods_off_the_shelf_once(variant) -> None:
    order = make.make_order({variant: 3}, stock=5)
    services.allocate(order_id=order.id)
    line = OrderLine.objects.get()

    assert services.ship(order_id=order.id, quantities={line.pk: 2}, key="parcel-1")
    assert not services.ship(order_id=order.id, quantities={line.pk: 2}, key="parcel-1")
    item = make.make_stock(variant, 0)
    assert (item.on_hand, item.reserved) == (3, 1)
    assert services.ship(order_id=order.id, quantities={line.pk: 1}, key="parcel-2")
    assert Reservation.objects.get().state == "shipped"
    assert services.release(order_id=order.id) == 0
    assert imbalances() == []


def test_more_than_was_promised_is_not_shipped(variant) -> None:
    order = make.make_order({variant: 1}, stock=5)
    line = OrderLine.objects.get()

    with pytest.raises(Conflict):
        services.ship(order_id=order.id, quantities={line.pk: 2}, key="parcel")


def test_what_comes_back_goes_where_it_came_from(variant) -> None:
    order = make.make_order({variant: 3}, stock=5)
    line = OrderLine.objects.get()
    services.ship(order_id=order.id, quantities={line.pk: 3}, key="parcel")

    assert services.restock(order_id=order.id, quantities={line.pk: 2}, key="return")
    assert not services.restock(order_id=order.id, quantities={line.pk: 2}, key="return")
    assert make.make_stock(variant, 0).on_hand == 4
    with pytest.raises(Conflict):
        services.restock(order_id=order.id, quantities={line.pk: 2}, key="again")
    assert imbalances() == []


def test_running_out_and_coming_back_are_announced(variant, announced: list) -> None:
    make.make_stock(variant, 2)
    announced.clear()
    order = make.make_order({variant: 2}, stock=0)
    assert announced == [StockRanOut((variant.pk,))]

    announced.clear()
    services.release(order_id=order.id)

    assert announced == [StockCameBack((variant.pk,))]


def test_the_table_itself_refuses_what_a_forgotten_guard_would_allow(variant) -> None:
    item = make.make_stock(variant, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.filter(pk=item.pk).update(reserved=2)


def test_one_statement_whatever_the_number_of_lines(variant, django_assert_num_queries) -> None:
    variants = [make.make_variant() for _ in range(6)]
    for each in variants:
        make.make_stock(each, 5)
    order = make.make_order({variant: 1})
    line = OrderLine.objects.get()
    seen = queries.stock_of([each.pk for each in variants], order.channel_id)
    demands = [Demand(line.pk, each.pk, 1) for each in variants]

    with django_assert_num_queries(2), transaction.atomic(savepoint=False):
        services.reserve(
            demands=demands, order_id=order.id, channel_id=order.channel_id,
            expires_at=timezone.now(), seen=seen,
        )  # fmt: skip

    assert StockItem.objects.filter(reserved=1).count() == 7


def test_movements_are_kept_for_every_unit(variant) -> None:
    order = make.make_order({variant: 1}, stock=2)
    services.ship(order_id=order.id, quantities={OrderLine.objects.get().pk: 1}, key="k")

    kinds = StockMovement.objects.order_by("id").values_list("kind", "quantity")
    assert list(kinds) == [("receipt", 2), ("sale", -1)]
