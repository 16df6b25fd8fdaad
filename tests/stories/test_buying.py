"""Buying, as the shop tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from commerce.cart import queries as carts
from commerce.cart import services as cart_services
from commerce.catalog.models import Variant
from commerce.checkout import services as checkout
from commerce.checkout.errors import PriceChanged
from commerce.checkout.queries import view
from commerce.core.context import CommerceContext, CustomerRef
from commerce.core.models import OutboxEvent
from commerce.fulfillment import services as fulfillment
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.models import StockItem
from commerce.orders import queries as orders
from commerce.orders.models import Order
from commerce.orders.types import Actor, OrderView
from commerce.quotes import queries as quotes
from tests import factories as make
from tests.races.ledger import imbalances

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "1")


@pytest.fixture(autouse=True)
def an_open_shop() -> Iterator[None]:
    """Delivers in China for 10.00, takes bank transfers, charges 13 % tax inside its prices; in English."""
    make.make_shipping_method(fee=1_000)
    make.make_payment_method()
    make.make_tax_rate(13)
    with translation.override("en"):
        yield


def given_shoes(price: int = 39_900, stock: int = 5, **fields) -> Variant:
    shoes = make.make_variant(name="跑步鞋", price=price, **fields)
    make.make_stock(shoes, stock)
    return shoes


def units_free(variant: Variant) -> int:
    item = StockItem.objects.get(variant=variant)
    return item.on_hand - item.reserved


def total_shown(cart, shopper: CommerceContext) -> int:
    return view(cart.id, make.make_checkout_input(), shopper).quote.total


def read(order_id: int, language: str = "en") -> OrderView:
    return orders.order_view(order_id, language)


def test_a_guest_buys_pays_and_receives() -> None:
    # Given a guest with two pairs in the cart,
    shoes, guest = given_shoes(), make.make_context(language="zh-hans")
    cart = make.make_cart({shoes: 2}, guest)

    # when they order at the total they see,
    placed = make.place_cart(cart, guest, shown_total=80_800)

    # then the order waits for their money, and the pairs wait for them;
    order = read(placed.order_id, "zh-hans")
    assert (order.facts.status, order.facts.total_amount) == ("pending_payment", 80_800)
    assert orders.get_by_token(placed.token).id == placed.order_id
    assert units_free(shoes) == 3
    assert carts.find_cart(token=cart.token, ctx=guest) is None

    # when the money arrives, the parcel leaves, is received and is kept,
    checkout.mark_paid(order_id=placed.order_id, amount=80_800, reference="T-1", actor=STAFF)
    assert read(placed.order_id).status_label == "To ship"
    fulfillment.ship(
        order_id=placed.order_id, carrier="sf", tracking_number="SF1234567890123", key="k", actor=STAFF
    )
    assert read(placed.order_id).status_label == "Shipped"
    fulfillment.deliver(order_id=placed.order_id, actor=Actor("shopper"))
    assert read(placed.order_id).status_label == "Delivered"
    Order.objects.update(delivered_at=timezone.now() - timedelta(days=60))
    assert fulfillment.complete_due() == 1

    # then it is done, and the books balance.
    assert read(placed.order_id).status_label == "Completed"
    assert [entry.command for entry in read(placed.order_id).history] == [
        "place", "confirm", "ship_rest", "deliver", "complete",
    ]  # fmt: skip
    assert StockItem.objects.get().on_hand == 3
    assert imbalances() == []


def test_exactly_one_announcement_for_one_order() -> None:
    shoes, guest = given_shoes(), make.make_context()
    cart = make.make_cart({shoes: 1}, guest)
    OutboxEvent.objects.all().delete()

    placed = make.place_cart(cart, guest)
    make.place_cart(cart, guest, shown_total=placed.total_amount)

    assert OutboxEvent.objects.filter(name="orders.OrderPlaced").count() == 1


def test_a_guest_becomes_a_member_and_keeps_the_cart() -> None:
    # Given something in an anonymous cart and something in the member's own,
    shoes, socks = given_shoes(), make.make_variant(price=1_000)
    make.make_stock(socks, 9)
    customer = make.make_customer()
    member = make.make_context(customer=CustomerRef(customer.pk))
    make.make_cart({shoes: 1}, member)
    guest = make.make_cart({shoes: 1, socks: 3}, make.make_context())

    # when they log in and order,
    mine = cart_services.merge(token=guest.token, customer_id=customer.pk, ctx=member)
    assert mine is not None
    placed = make.place_cart(mine, member)

    # then everything is in one order, and the order is in their account.
    assert [(line.sku, line.quantity) for line in read(placed.order_id).lines] == [
        (shoes.sku, 2),
        (socks.sku, 3),
    ]
    assert orders.get_for_customer(customer.pk, placed.order_public_id).id == placed.order_id


def test_sold_out_while_in_the_cart() -> None:
    # Given two shoppers with the last pair in their carts,
    shoes = given_shoes(stock=1)
    first, second = make.make_context(), make.make_context()
    mine, theirs = make.make_cart({shoes: 1}, first), make.make_cart({shoes: 1}, second)
    shown = total_shown(mine, first)

    # when the other one is faster,
    make.place_cart(theirs, second)

    # then I am told what is gone and keep my cart, which charges nothing for it.
    with pytest.raises(InsufficientStock) as refusal:
        make.place_cart(mine, first, shown_total=shown)
    assert str(refusal.value.fields[shoes.public_id]) == "跑步鞋 is sold out."
    line = carts.view(mine.id, first).lines[0]
    assert [change.code for change in line.changes] == ["sold_out"]
    assert Order.objects.count() == 1


def test_the_price_changed_since_it_was_shown() -> None:
    # Given a total on the page,
    shoes, shopper = given_shoes(price=39_900), make.make_context()
    cart = make.make_cart({shoes: 1}, shopper)
    shown = total_shown(cart, shopper)

    # when the price is raised before the shopper orders,
    make.make_price(shoes, 42_900, valid_from=timezone.now())
    later = make.make_context()

    # then nothing is ordered at a price they have not seen; the cart says what changed;
    with pytest.raises(PriceChanged) as refusal:
        make.place_cart(cart, later, shown_total=shown)
    assert refusal.value.data["total"] == shown + 3_000
    assert [c.code for c in carts.view(cart.id, later).lines[0].changes] == ["price_raised"]

    # and at the new total they may order.
    assert make.place_cart(cart, later, shown_total=shown + 3_000).total_amount == shown + 3_000


def test_a_promotion_says_the_same_everywhere() -> None:
    # Given a fifth off all shoes, and shoes two levels below,
    shoes_category = make.make_category("Shoes")
    running = make.make_category("Running", parent=shoes_category)
    make.make_promotion(shoes_category, percent=20)
    shoes, shopper = given_shoes(price=39_990, categories=[running]), make.make_context()

    # when somebody sees them in a list, on their page, in the cart and orders them,
    listed = quotes.list_prices({shoes.product_id: [shoes.pk]}, shopper)[shoes.product_id]
    on_page = quotes.variant_prices([shoes.pk], shopper)[shoes.pk]
    cart = make.make_cart({shoes: 1}, shopper)
    in_cart = carts.view(cart.id, shopper).lines[0].line
    placed = make.place_cart(cart, shopper)
    ordered = read(placed.order_id).lines[0]

    # then it is the same figure: 399.90 − 79.98.
    assert in_cart is not None
    assert [listed.amount, on_page.total, in_cart.total, ordered.total_amount] == [31_992] * 4
    assert listed.was == ordered.unit_amount == 39_990
    assert {listed.label, in_cart.adjustments[0].label, ordered.adjustments[0].label} == {"20 % off"}


def test_a_promotion_that_ends_at_midnight_ends_at_midnight() -> None:
    # Given a promotion until midnight,
    category = make.make_category()
    midnight = timezone.now() + timedelta(hours=1)
    make.make_promotion(category, percent=50, ends_at=midnight)
    shoes, shopper = given_shoes(price=10_000, categories=[category]), make.make_context()
    cart = make.make_cart({shoes: 1}, shopper)

    # then a second before it is on, and at midnight off, without anything having run.
    assert total_shown(cart, shopper.at(midnight - timedelta(seconds=1))) == 6_000
    assert total_shown(cart, shopper.at(midnight)) == 11_000


def test_a_shopper_who_comes_back_after_paying_finds_the_same_order() -> None:
    # Given a paid order,
    shoes, shopper = given_shoes(), make.make_context()
    cart = make.make_cart({shoes: 1}, shopper)
    placed = make.place_cart(cart, shopper)
    checkout.mark_paid(order_id=placed.order_id, amount=placed.total_amount, reference="T", actor=STAFF)

    # when the back button leads to checkout and *Place order* is pressed again,
    again = make.place_cart(cart, shopper, shown_total=placed.total_amount)

    # then it is the same order, and nothing is to be paid.
    assert (again.order_id, again.was_placed_before, again.action.kind) == (placed.order_id, True, "none")
    assert units_free(shoes) == 4


def test_delivery_that_is_free_from_an_amount_on() -> None:
    make.make_shipping_method("saver", fee=800, free_over=50_000)
    shoes, shopper = given_shoes(price=25_000), make.make_context()
    choice = make.make_checkout_input(shipping_method="saver")

    one = make.place_cart(make.make_cart({shoes: 1}, shopper), shopper, input=choice)
    two = make.place_cart(make.make_cart({shoes: 2}, shopper), shopper, input=choice)

    assert (one.total_amount, two.total_amount) == (25_800, 50_000)


def test_the_clock_of_the_order_is_the_shops_day() -> None:
    # Given half past midnight in Shanghai, which is still yesterday in London,
    with time_machine.travel("2026-11-22T16:30:00+00:00", tick=True):
        make.make_payment_method()
        shoes, shopper = given_shoes(), make.make_context()

        # when somebody orders, then the number names Shanghai's day.
        placed = make.place_cart(make.make_cart({shoes: 1}, shopper), shopper)

    assert placed.number.startswith("261123")
