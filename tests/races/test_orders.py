"""Two hands on one order or cart: each of these ends as if one had come after the other."""

from __future__ import annotations

from functools import partial

import pytest

from commerce.cart import queries as cart_queries
from commerce.cart import services as carts
from commerce.cart.errors import CartClosed
from commerce.cart.models import CartLine
from commerce.checkout import services as checkout
from commerce.checkout.errors import PriceChanged
from commerce.core.context import CommerceContext, CustomerRef
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.models import Reservation
from commerce.orders import queries as orders
from commerce.orders.models import Order, OrderChange
from commerce.orders.types import Actor
from commerce.payments.models import PaymentAttempt, Refund
from tests import factories as make

from .ledger import imbalances
from .rivals import at_once, kinds, rival_after, rival_before

pytestmark = pytest.mark.django_db(transaction=True)
STAFF, SHOPPER = Actor("staff", "1"), Actor("shopper")


@pytest.fixture
def ctx() -> CommerceContext:
    make.make_shipping_method()
    make.make_payment_method()
    return make.make_context()


def pay(order_id: int) -> str:
    """The whole amount arrives and is written down."""
    total = orders.facts(order_id).total_amount
    return checkout.mark_paid(order_id=order_id, amount=total, reference=f"transfer-{order_id}", actor=STAFF)


def states_of_stock(order_id: int) -> set[str]:
    return set(Reservation.objects.filter(order_id=order_id).values_list("state", flat=True))


def test_two_clicks_make_one_order(ctx: CommerceContext) -> None:
    variant = make.make_variant()
    item = make.make_stock(variant, 10)
    cart = make.make_cart({variant: 2}, ctx)
    total = make.view(cart.id, make.make_checkout_input(), ctx).quote.total

    results = at_once([partial(make.place_cart, cart, ctx, shown_total=total)] * 8)

    assert kinds(results) == {"OrderPlacedResult": 8}
    assert len({result.order_id for result in results}) == 1
    assert sum(not result.was_placed_before for result in results) == 1
    item.refresh_from_db()
    assert item.reserved == 2
    assert PaymentAttempt.objects.count() == 1
    assert imbalances() == []


def test_a_second_click_between_look_and_lock_gets_the_first_ones_order(ctx: CommerceContext) -> None:
    variant = make.make_variant()
    make.make_stock(variant, 10)
    cart = make.make_cart({variant: 1}, ctx)
    total = make.view(cart.id, make.make_checkout_input(), ctx).quote.total
    first = partial(make.place_cart, cart, ctx, shown_total=total)

    with rival_before("commerce.checkout.services.place._write", first):
        second = make.place_cart(cart, ctx, shown_total=total)

    assert second.was_placed_before
    assert Order.objects.get().pk == second.order_id


def test_another_tab_that_adds_while_ordering_changes_the_total(ctx: CommerceContext) -> None:
    variant = make.make_variant(price=5_000)
    make.make_stock(variant, 10)
    cart = make.make_cart({variant: 1}, ctx)
    total = make.view(cart.id, make.make_checkout_input(), ctx).quote.total
    add = partial(carts.add_line, cart_id=cart.id, variant_public_id=variant.public_id, quantity=1, ctx=ctx)

    with rival_before("commerce.checkout.services.place._write", add), pytest.raises(PriceChanged) as refusal:
        make.place_cart(cart, ctx, shown_total=total)

    assert refusal.value.quote.total == total + 5_000
    assert not Order.objects.exists()
    assert imbalances() == []


@pytest.mark.postgres  # the rival acts inside the transaction, where SQLite lets nobody else write
def test_adding_to_a_cart_that_was_just_ordered_is_refused(ctx: CommerceContext) -> None:
    variant = make.make_variant()
    make.make_stock(variant, 10)
    cart = make.make_cart({variant: 1}, ctx)
    order = partial(make.place_cart, cart, ctx)

    with rival_before("commerce.cart.services.lines.touch", order), pytest.raises(CartClosed):
        carts.add_line(cart_id=cart.id, variant_public_id=variant.public_id, quantity=1, ctx=ctx)

    assert CartLine.objects.get().quantity == 1


def test_the_last_unit_goes_between_look_and_order(ctx: CommerceContext) -> None:
    variant = make.make_variant(name="Teapot")
    make.make_stock(variant, 1)
    mine, theirs = make.make_cart({variant: 1}, ctx), make.make_cart({variant: 1}, ctx)
    total = make.view(mine.id, make.make_checkout_input(), ctx).quote.total
    faster = partial(make.place_cart, theirs, ctx, shown_total=total)

    with (
        rival_before("commerce.checkout.services.place._write", faster),
        pytest.raises(InsufficientStock) as refusal,
    ):
        make.place_cart(mine, ctx, shown_total=total)

    assert refusal.value.data["lines"] == [
        {"variant": variant.public_id, "name": "Teapot", "wanted": 1, "left": 0}
    ]
    assert Order.objects.count() == 1
    assert cart_queries.find_cart(token=mine.token, ctx=ctx) is not None
    assert imbalances() == []


def test_cancel_against_confirm(ctx: CommerceContext) -> None:
    for _ in range(5):
        order = make.make_order(ctx=ctx)

        at_once(
            [partial(checkout.cancel, order_id=order.id, actor=STAFF, reason="typo"), partial(pay, order.id)]
        )

        # Whoever came first: staff's word counts, the money goes back, the stock is free again.
        checkout.settle_order(order_id=order.id)
        after = orders.facts(order.id)
        paid = after.captured_amount
        assert after.status in ("canceled", "refunded")
        assert states_of_stock(order.id) == {"released"}
        assert Refund.objects.filter(attempt__payment__order_id=order.id).count() == (1 if paid else 0)
    assert imbalances() == []


def test_money_that_arrives_just_before_the_cancellation_is_given_back(ctx: CommerceContext) -> None:
    order = make.make_order(ctx=ctx)

    with rival_before("commerce.checkout.services.cancel._cancel", partial(pay, order.id)):
        checkout.cancel(order_id=order.id, actor=SHOPPER)

    assert orders.facts(order.id).status == "canceled"
    assert Refund.objects.get().amount == order.total_amount
    assert imbalances() == []


def test_money_that_arrives_just_after_the_cancellation_is_given_back(ctx: CommerceContext) -> None:
    order = make.make_order(ctx=ctx)

    with rival_after("commerce.checkout.services.cancel._cancel", partial(pay, order.id)):
        checkout.cancel(order_id=order.id, actor=SHOPPER)

    assert orders.facts(order.id).status == "canceled"
    assert Refund.objects.get().amount == order.total_amount
    assert states_of_stock(order.id) == {"released"}
    assert imbalances() == []


def test_expiry_against_payment(ctx: CommerceContext) -> None:
    order = make.make_order(ctx=ctx)
    Order.objects.update(pay_by="2020-01-01T00:00Z")

    with rival_before("commerce.checkout.services.expire._expire", partial(pay, order.id)):
        assert checkout.expire(order_id=order.id) is False

    assert orders.facts(order.id).status == "confirmed"
    assert states_of_stock(order.id) == {"allocated"}
    assert imbalances() == []


def test_two_sweeps_expire_an_order_once(ctx: CommerceContext) -> None:
    order = make.make_order(ctx=ctx)
    Order.objects.update(pay_by="2020-01-01T00:00Z")

    results = at_once([checkout.expire_overdue] * 4)

    assert sum(results) == 1
    assert OrderChange.objects.filter(order_id=order.id, command="expire").count() == 1
    assert imbalances() == []


def test_two_cancellations_return_stock_once(ctx: CommerceContext) -> None:
    variant = make.make_variant()
    order = make.make_order({variant: 3}, ctx, stock=5)

    results = at_once([partial(checkout.cancel, order_id=order.id, actor=STAFF)] * 4)

    assert kinds(results) == {"OrderFacts": 4}
    assert OrderChange.objects.filter(order_id=order.id, command="cancel").count() == 1
    assert make.make_stock(variant, 0).reserved == 0
    assert imbalances() == []


def test_merging_against_adding_loses_nothing(ctx: CommerceContext) -> None:
    variant, other = make.make_variant(), make.make_variant()
    make.make_stock(variant, 50)
    make.make_stock(other, 50)
    customer = make.make_customer()
    member = make.make_context(customer=CustomerRef(customer.pk))
    mine = make.make_cart({variant: 1}, member)
    for _ in range(5):
        anonymous = make.make_cart({variant: 1}, ctx)
        before = cart_queries.count(mine)

        results = at_once(
            [
                partial(carts.merge, token=anonymous.token, customer_id=customer.pk, ctx=ctx),
                partial(
                    carts.add_line,
                    cart_id=anonymous.id,
                    variant_public_id=other.public_id,
                    quantity=1,
                    ctx=ctx,
                ),
                partial(
                    carts.add_line, cart_id=mine.id, variant_public_id=other.public_id, quantity=1, ctx=member
                ),
            ]
        )

        refused = sum(isinstance(result, CartClosed) for result in results)
        assert kinds(results)["CartHandle"] == 1
        assert cart_queries.count(mine) == before + 3 - refused


def test_two_tabs_of_a_member_open_one_cart(ctx: CommerceContext) -> None:
    customer = make.make_customer()

    results = at_once([partial(carts.open_cart, customer_id=customer.pk, ctx=ctx)] * 6)

    assert len({cart.id for cart in results}) == 1
