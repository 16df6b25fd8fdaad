"""Parcels: what goes in, what stock and order say afterwards, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from commerce.checkout import services as checkout
from commerce.core.errors import InvalidInput
from commerce.fulfillment import queries, services
from commerce.fulfillment.errors import NotShippable
from commerce.fulfillment.models import Shipment
from commerce.inventory.models import StockItem, StockMovement
from commerce.orders import queries as orders
from commerce.orders.errors import TransitionRefused
from commerce.orders.models import Order
from commerce.orders.types import Actor, OrderFacts
from commerce.payments.models import Refund
from tests import factories as make

pytestmark = pytest.mark.django_db
STAFF, SHOPPER = Actor("staff", "1"), Actor("shopper", "2")
NUMBER = "SF1234567890123"


@pytest.fixture
def order() -> OrderFacts:
    """Three units of one thing and one of another, paid."""
    channel = make.make_channel()
    wanted = {make.make_variant(channel=channel): 3, make.make_variant(channel=channel): 1}
    placed = make.make_order(wanted)
    checkout.mark_paid(order_id=placed.id, amount=placed.total_amount, reference="T", actor=STAFF)
    return orders.facts(placed.id)


def ship(order: OrderFacts, key: str = "k1", **changes):
    fields = {"carrier": "sf", "tracking_number": NUMBER, "key": key, "actor": STAFF}
    return services.ship(order_id=order.id, **{**fields, **changes})


def test_a_parcel_with_everything_ships_the_order_and_moves_stock(order):
    ship(order)

    assert orders.facts(order.id).status == "shipped"
    assert orders.facts(order.id).fulfillment_status == "shipped"
    assert {(item.on_hand, item.reserved) for item in StockItem.objects.all()} == {(0, 0)}
    assert sorted(StockMovement.objects.filter(kind="sale").values_list("quantity", flat=True)) == [-3, -1]


def test_two_parcels_ship_it_in_parts(order):
    first, second = orders.line_facts(order.id)

    ship(order, quantities={first.id: 2})
    assert orders.facts(order.id).status == "partially_shipped"
    assert orders.facts(order.id).fulfillment_status == "partial"
    ship(order, key="k2", tracking_number="SF9999999999999")

    assert orders.facts(order.id).status == "shipped"
    parcels = queries.shipments_of(order.id)
    assert [parcel.lines for parcel in parcels] == [((first.id, 2),), ((first.id, 1), (second.id, 1))]


def test_a_repeated_request_sends_one_parcel(order):
    assert ship(order).public_id == ship(order).public_id

    assert Shipment.objects.count() == 1


@pytest.mark.parametrize("quantities", [{}, {0: 1}, {"first": 4}, {"first": -1}])
def test_a_parcel_holds_only_what_remains(order, quantities):
    first, _ = orders.line_facts(order.id)
    wanted = {first.id if line == "first" else line: n for line, n in quantities.items()}

    with pytest.raises(InvalidInput) as refusal:
        ship(order, quantities=wanted)

    assert "quantities" in refusal.value.fields
    assert not Shipment.objects.exists()
    assert not StockMovement.objects.filter(kind="sale").exists()


@pytest.mark.parametrize(
    ("carrier", "number", "field"),
    [("pigeon", NUMBER, "carrier"), ("sf", "Lin Mei", "tracking_number"), ("ups", "  ", "tracking_number")],
)
def test_carrier_and_number_are_checked(order, carrier, number, field):
    with pytest.raises(InvalidInput) as refusal:
        ship(order, carrier=carrier, tracking_number=number)

    assert list(refusal.value.fields) == [field]


def test_an_unpaid_order_is_not_shipped():
    order = make.make_order()

    with pytest.raises(NotShippable):
        ship(order)


def test_the_parcel_can_be_followed(order):
    with translation.override("en"):
        parcel = ship(order, tracking_number=" sf 1234 5678 90123 ")

    assert parcel.tracking_number == NUMBER
    assert parcel.tracking_url.startswith("https://www.sf-express.com/") and NUMBER in parcel.tracking_url
    assert parcel.carrier_name == "SF Express"


def test_the_shoppers_word_delivers_and_leaves_the_return_window_open(order):
    ship(order)

    assert services.deliver(order_id=order.id, actor=SHOPPER) == "delivered"

    assert queries.shipments_of(order.id)[0].delivered_at is not None
    assert orders.facts(order.id).fulfillment_status == "delivered"
    with pytest.raises(TransitionRefused):
        services.complete(order_id=order.id, actor=SHOPPER)
    assert services.complete_due() == 0


def test_delivering_and_completing_twice_changes_nothing(order):
    ship(order)
    for _ in range(2):
        assert services.deliver(order_id=order.id, actor=STAFF) in ("delivered", "completed")
    for _ in range(2):
        assert services.complete(order_id=order.id, actor=STAFF) == "completed"

    assert Order.objects.get().history.filter(command="deliver").count() == 1
    assert Order.objects.get().history.filter(command="complete").count() == 1


def test_goods_to_be_paid_at_the_door_stay_open_until_they_are_paid():
    order = make.make_order(payment_method="cash_on_delivery")
    ship(order)

    assert services.deliver(order_id=order.id, actor=SHOPPER) == "delivered"
    with pytest.raises(TransitionRefused):
        services.complete(order_id=order.id, actor=STAFF)


def test_nothing_is_delivered_before_all_is_sent(order):
    first, _ = orders.line_facts(order.id)
    ship(order, quantities={first.id: 1})

    with pytest.raises(TransitionRefused):
        services.deliver(order_id=order.id, actor=STAFF)


def test_time_delivers_and_completes(order, settings):
    ship(order)
    assert (services.deliver_due(), services.complete_due()) == (0, 0)

    long_ago = timezone.now() - timedelta(days=60)
    Order.objects.update(shipped_at=long_ago)
    assert services.deliver_due() == 1
    assert services.complete_due() == 0
    Order.objects.update(delivered_at=long_ago)
    assert services.complete_due() == 1

    assert orders.facts(order.id).status == "completed"


def test_refunding_all_of_a_confirmed_order_frees_its_stock(order):
    (refund_id,) = checkout.refund(
        order_id=order.id, amount=order.total_amount, reason="sorry", actor=STAFF, key="r"
    )
    public_id = Refund.objects.get(pk=refund_id).public_id
    assert checkout.mark_refunded(refund_public_id=public_id, reference="B1", actor=STAFF) == "refunded"

    assert {item.reserved for item in StockItem.objects.all()} == {0}
    with pytest.raises(NotShippable):
        ship(order)
