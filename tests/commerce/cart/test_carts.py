"""Carts: whose they are, what goes in, what is said when something changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.cart import queries, services
from commerce.cart.errors import (
    MAX_LINES,
    CartClosed,
    CartFull,
    InvalidQuantity,
    NotSellable,
    UnknownCart,
    UnknownCartLine,
)
from commerce.cart.models import Cart, CartLine
from commerce.cart.services import lines as line_services
from commerce.catalog import services as catalog
from commerce.catalog.errors import UnknownVariant
from commerce.core.context import CommerceContext, CustomerRef
from commerce.core.ids import digest
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.models import StockItem
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ctx() -> CommerceContext:
    return make.make_context()


@pytest.fixture
def variant():
    """Costs 100.00; twenty are there."""
    variant = make.make_variant(price=10_000)
    make.make_stock(variant, 20)
    return variant


def add(cart, variant, ctx: CommerceContext, quantity: int = 1) -> str:
    return services.add_line(cart_id=cart.id, variant_public_id=variant.public_id, quantity=quantity, ctx=ctx)


def notices(cart, ctx: CommerceContext) -> list[str]:
    return [change.code for line in queries.view(cart.id, ctx).lines for change in line.changes]


def test_an_anonymous_cart_opens_with_its_token_alone(ctx: CommerceContext) -> None:
    cart = services.open_cart(ctx=ctx)

    assert services.open_cart(token=cart.token, ctx=ctx).id == cart.id
    assert queries.find_cart(token="guess", ctx=ctx) is None
    assert queries.find_cart(ctx=ctx) is None
    assert Cart.objects.get().token_digest == digest(cart.token)


def test_a_members_cart_does_not_open_with_a_token(ctx: CommerceContext) -> None:
    customer = make.make_customer()
    cart = services.open_cart(ctx=ctx)
    services.merge(token=cart.token, customer_id=customer.pk, ctx=ctx)

    assert queries.find_cart(token=cart.token, ctx=ctx) is None
    assert queries.find_own(public_id=cart.public_id, token=cart.token) is None
    assert queries.find_cart(customer_id=customer.pk, ctx=ctx) is not None


def test_each_channel_has_its_own_cart(ctx: CommerceContext) -> None:
    cart = services.open_cart(ctx=ctx)
    elsewhere = make.make_context(make.make_channel("eu", currency="EUR"))

    assert queries.find_cart(token=cart.token, ctx=elsewhere) is None


def test_the_same_thing_twice_is_one_line(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 2}, ctx)

    add(cart, variant, ctx, 3)

    assert [line.quantity for line in queries.view(cart.id, ctx).lines] == [5]
    assert queries.count(cart) == 5
    assert queries.count_for(token=cart.token, ctx=ctx) == 5
    assert queries.count_for(ctx=ctx) == queries.count(None) == 0


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10**9, True, 1.5, "2", None])
def test_senseless_quantities_are_refused(ctx: CommerceContext, variant, quantity) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    line = queries.view(cart.id, ctx).lines[0].public_id

    with pytest.raises(InvalidQuantity):
        add(cart, variant, ctx, quantity)
    if quantity != 0:
        with pytest.raises(InvalidQuantity):
            services.set_quantity(cart_id=cart.id, line_public_id=line, quantity=quantity, ctx=ctx)
    assert queries.count(cart) == 1


def test_what_nobody_knows_cannot_be_added(ctx: CommerceContext) -> None:
    cart = services.open_cart(ctx=ctx)

    with pytest.raises(UnknownVariant):
        services.add_line(cart_id=cart.id, variant_public_id="nothing", quantity=1, ctx=ctx)


def test_what_is_not_for_sale_cannot_be_added(ctx: CommerceContext) -> None:
    draft, unpriced = make.make_variant(status="draft"), make.make_variant(price=None)
    make.make_stock(draft, 1)
    make.make_stock(unpriced, 1)
    cart = services.open_cart(ctx=ctx)

    for variant in (draft, unpriced):
        with pytest.raises(NotSellable):
            add(cart, variant, ctx)


def test_more_than_there_is_cannot_be_added(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 15}, ctx)

    with pytest.raises(InsufficientStock) as refusal:
        add(cart, variant, ctx, 6)

    assert refusal.value.data["lines"][0]["left"] == 20
    assert queries.count(cart) == 15


def test_a_cart_has_room_for_a_hundred_things(ctx: CommerceContext, variant) -> None:
    cart = services.open_cart(ctx=ctx)
    others = [make.make_variant() for _ in range(2)]
    CartLine.objects.create(cart_id=cart.id, variant=others[0], quantity=1, added_at=timezone.now())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_services, "MAX_LINES", 1)
        with pytest.raises(CartFull):
            add(cart, variant, ctx)
    assert MAX_LINES == 100


def test_quantities_change_and_lines_go_and_come_back(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 2}, ctx)
    line = queries.view(cart.id, ctx).lines[0].public_id

    services.set_quantity(cart_id=cart.id, line_public_id=line, quantity=7, ctx=ctx)
    assert queries.count(cart) == 7
    services.set_quantity(cart_id=cart.id, line_public_id=line, quantity=0, ctx=ctx)
    assert queries.count(cart) == 0
    services.remove_line(cart_id=cart.id, line_public_id=line)
    with pytest.raises(UnknownCartLine):
        services.set_quantity(cart_id=cart.id, line_public_id=line, quantity=1, ctx=ctx)
    for _ in range(2):
        services.restore_line(cart_id=cart.id, variant_public_id=variant.public_id, quantity=7, ctx=ctx)
    assert queries.count(cart) == 7


def test_a_line_of_another_cart_is_out_of_reach(ctx: CommerceContext, variant) -> None:
    mine, theirs = make.make_cart({variant: 1}, ctx), make.make_cart({variant: 1}, ctx)
    line = queries.view(theirs.id, ctx).lines[0].public_id

    with pytest.raises(UnknownCartLine):
        services.set_quantity(cart_id=mine.id, line_public_id=line, quantity=9, ctx=ctx)
    services.remove_line(cart_id=mine.id, line_public_id=line)

    assert queries.count(theirs) == 1


def test_sold_out_while_in_the_cart_costs_nothing_and_blocks_nothing(ctx: CommerceContext, variant) -> None:
    other = make.make_variant(price=500)
    make.make_stock(other, 5)
    cart = make.make_cart({variant: 1, other: 2}, ctx)
    StockItem.objects.filter(variant=variant).update(on_hand=0)

    view = queries.view(cart.id, ctx)

    assert [line.variant.id for line in view.invalid] == [variant.pk]
    assert view.invalid[0].changes[0].code == "sold_out"
    assert view.quote.total == 1_000
    assert services.clear_invalid(cart_id=cart.id, ctx=ctx) == 1
    assert [line.variant.id for line in queries.view(cart.id, ctx).lines] == [other.pk]


def test_fewer_left_than_wanted_lowers_the_quantity_and_says_so(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 5}, ctx)
    StockItem.objects.filter(variant=variant).update(on_hand=2)

    line = queries.view(cart.id, ctx).lines[0]

    assert (line.quantity, line.wanted, line.line.total) == (2, 5, 20_000)
    assert [change.code for change in line.changes] == ["quantity_reduced"]
    services.accept_changes(cart_id=cart.id, ctx=ctx)
    assert notices(cart, ctx) == []
    assert CartLine.objects.get().quantity == 2


@pytest.mark.parametrize(("price", "notice"), [(12_000, "price_raised"), (8_000, "price_lowered")])
def test_a_changed_price_is_announced_until_it_was_accepted(
    ctx: CommerceContext, variant, price: int, notice: str
) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    assert notices(cart, ctx) == []

    make.make_price(variant, price, valid_from=timezone.now())
    later = make.make_context()

    assert notices(cart, later) == [notice]
    services.accept_changes(cart_id=cart.id, ctx=later)
    assert notices(cart, later) == []


def test_a_promotion_that_begins_is_announced_too(ctx: CommerceContext) -> None:
    category = make.make_category()
    variant = make.make_variant(categories=[category])
    make.make_stock(variant, 3)
    cart = make.make_cart({variant: 3}, ctx)

    make.make_promotion(category, percent=10)

    assert notices(cart, ctx) == ["price_lowered"]


def test_what_was_taken_off_the_shelf_is_said(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    catalog.set_status(product_id=variant.product_id, status="archived")

    assert notices(cart, ctx) == ["not_sellable"]
    assert queries.view(cart.id, ctx).quote.total == 0


def test_what_lost_its_price_is_said(ctx: CommerceContext, variant) -> None:
    other = make.make_variant(price=700)
    make.make_stock(other, 1)
    cart = make.make_cart({variant: 1, other: 1}, ctx)
    yesterday = ctx.at(timezone.now() - timedelta(days=1))
    variant.product.listings.update(available_from=None)

    before = queries.view(cart.id, yesterday)

    assert {change.code for line in before.lines for change in line.changes} == {"no_price"}
    assert before.quote.total == 0


def test_on_login_quantities_add_up(ctx: CommerceContext, variant) -> None:
    other = make.make_variant()
    make.make_stock(other, 5)
    customer = make.make_customer()
    member = make.make_context(customer=CustomerRef(customer.pk))
    mine = make.make_cart({variant: 2}, member)
    anonymous = make.make_cart({variant: 3, other: 1}, ctx)
    services.remember_delivery(cart_id=anonymous.id, data={"email": "a@example.com"})

    merged = services.merge(token=anonymous.token, customer_id=customer.pk, ctx=ctx)

    view = queries.view(merged.id, member)
    assert merged.id == mine.id
    assert {line.variant.id: line.quantity for line in view.lines} == {variant.pk: 5, other.pk: 1}
    assert view.delivery == {"email": "a@example.com"}
    assert queries.find_cart(token=anonymous.token, ctx=ctx) is None
    with pytest.raises(CartClosed):
        add(anonymous, variant, ctx)


def test_on_login_at_most_999_of_a_kind(ctx: CommerceContext, variant) -> None:
    customer = make.make_customer()
    mine = make.make_cart({variant: 1}, make.make_context(customer=CustomerRef(customer.pk)))
    anonymous = make.make_cart({variant: 1}, ctx)
    CartLine.objects.update(quantity=600)

    services.merge(token=anonymous.token, customer_id=customer.pk, ctx=ctx)

    assert queries.count(mine) == 999


def test_on_login_without_an_anonymous_cart_nothing_happens(ctx: CommerceContext) -> None:
    customer = make.make_customer()

    assert services.merge(token=None, customer_id=customer.pk, ctx=ctx) is None
    assert services.merge(token="guess", customer_id=customer.pk, ctx=ctx) is None


def test_delivery_is_remembered_and_nothing_else(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    services.remember_delivery(
        cart_id=cart.id,
        data={
            "email": "a@example.com",
            "address": {"country": "CN"},
            "note": "x" * 9_999,
            "total": 1,
            "phone": 5,
        },
    )

    kept = queries.view(cart.id, ctx).delivery
    assert kept["email"] == "a@example.com"
    assert kept["address"] == {"country": "CN"}
    assert len(kept["note"]) == 500
    assert kept.keys() == {"email", "address", "note"}


def test_abandoned_carts_are_forgotten(ctx: CommerceContext, variant, settings) -> None:
    old, fresh = make.make_cart({variant: 1}, ctx), make.make_cart({variant: 1}, ctx)
    Cart.objects.filter(pk=old.id).update(
        touched_at=timezone.now() - timedelta(seconds=settings.CART_KEEP_SECONDS + 1)
    )

    services.forget_abandoned()

    assert list(Cart.objects.values_list("pk", flat=True)) == [fresh.id]
    with pytest.raises(UnknownCart):
        queries.view(old.id, ctx)


def test_a_cart_costs_the_same_queries_whatever_its_length(ctx: CommerceContext) -> None:
    category = make.make_category()
    make.make_promotion(category)
    counts = []
    for lines in (2, 1, 10):  # the first may fill what is kept in the process
        variants = [make.make_variant(categories=[category]) for _ in range(lines)]
        for each in variants:
            make.make_stock(each, 5)
        cart = make.make_cart(dict.fromkeys(variants, 1), ctx)
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.view(cart.id, ctx).buyable) == lines
        counts.append(len(captured))

    assert counts[1] == counts[2] <= counts[0] <= 9


def test_somebody_elses_cart_cannot_be_looked_into(ctx: CommerceContext, variant) -> None:
    customer = make.make_customer()
    member = make.make_context(customer=CustomerRef(customer.pk))
    mine, theirs = make.make_cart({variant: 1}, member), make.make_cart({variant: 1}, ctx)

    for cart, shopper in [(mine, ctx), (theirs, member)]:
        with pytest.raises(UnknownCart):
            queries.view(cart.id, shopper)
