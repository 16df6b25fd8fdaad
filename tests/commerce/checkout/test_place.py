"""Placing an order: everything at once or nothing, and never at another price than the one shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from commerce.cart import queries as carts
from commerce.cart.errors import CartClosed
from commerce.checkout.errors import DeliveryUnavailable, EmptyCart, PriceChanged
from commerce.checkout.queries import view
from commerce.checkout.types import CheckoutInput
from commerce.core import editorial
from commerce.core.context import CommerceContext, CustomerRef, ThemeRef
from commerce.core.errors import InvalidInput
from commerce.customers.types import AddressFields
from commerce.inventory.errors import InsufficientStock
from commerce.inventory.models import Reservation, StockItem
from commerce.orders import queries as orders
from commerce.orders.models import Order, OrderLine
from commerce.payments.errors import PaymentUnavailable
from commerce.payments.models import PaymentAttempt
from commerce.pricing.engine import trace
from tests import factories as make

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 20


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def ctx() -> CommerceContext:
    make.make_shipping_method(fee=1_000)
    make.make_payment_method()
    return make.make_context()


@pytest.fixture
def variant():
    """Costs 50.00; five are there."""
    variant = make.make_variant(name="Teapot", price=5_000)
    make.make_stock(variant, 5)
    return variant


class Editors(editorial.NoEditors):
    """Editors with one page, and with terms."""

    def revision_ids(self, product_ids, context):
        return dict.fromkeys(product_ids, 31)

    def policy_revisions(self, context):
        return {"terms": 4, "returns": 9}


def test_a_placed_order_has_the_exact_figures(ctx: CommerceContext, variant) -> None:
    category = make.make_category()
    make.make_promotion(category, percent=20)
    make.make_tax_rate(13)
    reduced = make.make_variant(price=9_999, categories=[category])
    make.make_stock(reduced, 5)
    cart = make.make_cart({variant: 2, reduced: 1}, ctx)

    placed = make.place_cart(cart, ctx)

    order = orders.order_view(placed.order_id, "en")
    # 2 × 50.00 + 99.99 − 20.00 + 10.00
    assert placed.total_amount == order.facts.total_amount == 18_999
    assert (order.items_amount, order.discount_amount, order.shipping_amount) == (19_999, 2_000, 1_000)
    assert [line.total_amount for line in order.lines] == [10_000, 7_999]
    assert order.tax_amount == sum(line.tax_amount for line in order.lines) + 115
    assert Order.objects.count() == 1
    assert list(Reservation.objects.order_by("id").values_list("quantity", flat=True)) == [2, 1]
    assert placed.action.kind == "instructions"
    assert not placed.was_placed_before


def test_an_order_keeps_what_the_customer_saw(
    ctx: CommerceContext, variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editorial, "_sources", [Editors()])
    ctx = dataclasses.replace(ctx, theme=ThemeRef("lunar", "2.1"), language="zh-hans")

    placed = make.place_cart(make.make_cart({variant: 2}, ctx), ctx)

    order, line = Order.objects.get(), OrderLine.objects.get()
    assert (order.language, order.theme_code, order.theme_version) == ("zh-hans", "lunar", "2.1")
    assert (line.page_revision_id, line.policy_revisions) == (31, {"terms": 4, "returns": 9})
    assert trace.replay(order.price_trace).total == placed.total_amount
    assert trace.replay_line(line.price_trace).total == line.total_amount


def test_terms_are_asked_for_where_the_shop_has_some(
    ctx: CommerceContext, variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    monkeypatch.setattr(editorial, "_sources", [Editors()])

    with pytest.raises(InvalidInput) as refusal:
        make.place_cart(cart, ctx, input=make.make_checkout_input(terms_accepted=False))

    assert refusal.value.fields.keys() == {"terms_accepted"}


def test_everything_wrong_is_said_at_once(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    nonsense = CheckoutInput(
        email="no address", phone="12", address=AddressFields(country="CN"), note="x" * 501
    )

    with pytest.raises(InvalidInput) as refusal:
        make.place_cart(cart, ctx, input=nonsense, shown_total=1)

    assert refusal.value.fields.keys() >= {
        "email", "phone", "note", "shipping_method", "payment_method", "address.name", "address.phone",
        "address.region", "address.street",
    }  # fmt: skip
    assert all(str(text) for text in refusal.value.fields.values())


def test_somebody_must_be_reachable(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)

    with pytest.raises(InvalidInput) as refusal:
        make.place_cart(cart, ctx, input=make.make_checkout_input(email=""))
    assert refusal.value.fields.keys() == {"email"}

    placed = make.place_cart(cart, ctx, input=make.make_checkout_input(email="", phone="138 0013 8000"))
    assert orders.facts(placed.order_id).phone == "+8613800138000"


def test_a_price_that_changed_since_it_was_shown_is_shown_again(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    make.make_price(variant, 6_000)

    with pytest.raises(PriceChanged) as refusal:
        make.place_cart(cart, make.make_context(), shown_total=6_000)

    assert refusal.value.data == {"shown_total": 6_000, "total": 7_000, "currency": "CNY"}
    assert not Order.objects.exists()
    assert carts.count(cart) == 1


def test_a_lower_price_is_not_charged_unseen_either(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)

    with pytest.raises(PriceChanged):
        make.place_cart(cart, ctx, shown_total=6_001)


def test_sold_out_since_it_was_shown(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 3}, ctx)
    total = view(cart.id, make.make_checkout_input(), ctx).quote.total
    StockItem.objects.update(on_hand=2)

    with pytest.raises(InsufficientStock) as refusal:
        make.place_cart(cart, ctx, shown_total=total)

    assert refusal.value.data["lines"] == [
        {"variant": variant.public_id, "name": "Teapot", "wanted": 3, "left": 2}
    ]
    assert str(refusal.value.fields[variant.public_id]) == "Only 2 of Teapot are left."
    assert not Order.objects.exists()


def test_what_was_shown_with_less_is_ordered_with_less(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 3}, ctx)
    StockItem.objects.update(on_hand=2)

    placed = make.place_cart(cart, ctx)

    assert placed.total_amount == 11_000
    assert OrderLine.objects.get().quantity == 2


def test_an_empty_cart_is_not_ordered(ctx: CommerceContext) -> None:
    with pytest.raises(EmptyCart):
        make.place_cart(make.make_cart({}, ctx), ctx)


def test_the_same_cart_again_is_the_same_order(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    first = make.place_cart(cart, ctx)

    second = make.place_cart(cart, ctx, shown_total=first.total_amount)

    assert second.was_placed_before
    assert (second.order_id, second.token) == (first.order_id, first.token)
    assert PaymentAttempt.objects.count() == 1
    assert carts.find_cart(token=cart.token, ctx=ctx) is None
    assert carts.find_own(public_id=cart.public_id, token=cart.token).id == cart.id


def test_a_cart_that_was_merged_is_not_ordered(ctx: CommerceContext, variant) -> None:
    customer = make.make_customer()
    make.make_cart({variant: 1}, make.make_context(customer=CustomerRef(customer.pk)))
    anonymous = make.make_cart({variant: 1}, ctx)
    make.carts.merge(token=anonymous.token, customer_id=customer.pk, ctx=ctx)

    with pytest.raises(CartClosed):
        make.place_cart(anonymous, ctx, shown_total=6_000)


def test_delivery_that_does_not_reach_the_place_is_refused(ctx: CommerceContext, variant) -> None:
    abroad = AddressFields(
        name="Ada", phone="+1 650 253 0000", country="US", region="CA", city="Mountain View",
        street="1600 Amphitheatre Parkway", postal_code="94043",
    )  # fmt: skip
    cart = make.make_cart({variant: 1}, ctx)

    with pytest.raises(DeliveryUnavailable) as refusal:
        make.place_cart(cart, ctx, input=make.make_checkout_input(address=abroad), shown_total=5_000)

    assert refusal.value.fields.keys() == {"shipping_method"}


def test_a_country_the_channel_does_not_serve_is_refused(variant) -> None:
    channel = make.make_channel("hk", currency="HKD", countries=["HK"])
    make.make_shipping_method(channel=channel, countries=[])
    make.make_payment_method(channel=channel)
    there = make.make_context(channel)
    item = make.make_variant(channel=channel)
    make.make_stock(item, 1)

    with pytest.raises(InvalidInput) as refusal:
        make.place_cart(make.make_cart({item: 1}, there), there)

    assert refusal.value.fields.keys() == {"address.country"}


def test_a_payment_method_that_is_not_offered_is_refused(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)

    with pytest.raises(PaymentUnavailable):
        make.place_cart(cart, ctx, input=make.make_checkout_input(payment_method="barter"), shown_total=6_000)


def test_what_is_free_needs_no_payment(ctx: CommerceContext) -> None:
    gift = make.make_variant(price=0)
    make.make_stock(gift, 1)
    make.make_shipping_method("free", fee=0)
    choice = make.make_checkout_input(payment_method="", shipping_method="free")

    placed = make.place_cart(make.make_cart({gift: 1}, ctx), ctx, input=choice)

    assert placed.total_amount == 0
    assert orders.facts(placed.order_id).status == "confirmed"


def test_what_is_not_carried_needs_no_address(ctx: CommerceContext) -> None:
    voucher = make.make_variant(price=5_000)
    voucher.requires_shipping = False
    voucher.save()
    make.make_stock(voucher, 1)
    choice = make.make_checkout_input(address=AddressFields(), shipping_method="")

    placed = make.place_cart(make.make_cart({voucher: 1}, ctx), ctx, input=choice)

    assert placed.total_amount == 5_000
    assert Order.objects.get().shipping_address == {}


def test_collected_on_delivery_is_confirmed_at_once(ctx: CommerceContext, variant) -> None:
    make.make_payment_method("cash_on_delivery")
    choice = make.make_checkout_input(payment_method="cash_on_delivery")

    placed = make.place_cart(make.make_cart({variant: 1}, ctx), ctx, input=choice)

    order = orders.facts(placed.order_id)
    assert (order.status, order.payment_status) == ("confirmed", "collect")
    assert Reservation.objects.get().state == "allocated"


def test_a_provider_that_fails_leaves_an_order_to_pay_again(
    ctx: CommerceContext, variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise ConnectionError("no route")

    monkeypatch.setattr("commerce.payments.services.begin", broken)

    placed = make.place_cart(make.make_cart({variant: 1}, ctx), ctx)

    assert placed.action.kind == "none"
    assert placed.action.data["state"] == "unknown"
    assert orders.facts(placed.order_id).status == "pending_payment"


def test_a_defect_while_writing_leaves_nothing_behind(
    ctx: CommerceContext, variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart = make.make_cart({variant: 1}, ctx)

    def broken(**_: object) -> None:
        raise RuntimeError("defect")

    monkeypatch.setattr("commerce.inventory.services.reserve", broken)
    with pytest.raises(RuntimeError):
        make.place_cart(cart, ctx)

    assert not Order.objects.exists()
    assert carts.find_cart(token=cart.token, ctx=ctx) is not None


def test_time_to_pay_depends_on_the_method(ctx: CommerceContext, variant, settings) -> None:
    placed = make.place_cart(make.make_cart({variant: 1}, ctx), ctx)

    order = orders.facts(placed.order_id)
    waits = (order.pay_by - order.placed_at).total_seconds()
    assert abs(waits - settings.PAY_WITHIN_OFFLINE_SECONDS) < 5


def test_the_view_offers_and_chooses_what_there_is(ctx: CommerceContext, variant) -> None:
    make.make_shipping_method("express", fee=2_500)
    make.make_payment_method("cash_on_delivery")
    cart = make.make_cart({variant: 1}, ctx)

    here = AddressFields(country="CN")

    first = view(cart.id, CheckoutInput(address=here), ctx)
    express = view(cart.id, CheckoutInput(address=here, shipping_method="express"), ctx)
    nowhere = view(cart.id, CheckoutInput(), ctx)

    assert {option.code for option in first.payments} == {"bank_transfer", "cash_on_delivery"}
    assert {option.code: option.amount for option in first.delivery} == {"standard": 1_000, "express": 2_500}
    assert (first.shipping_method, first.quote.total) == ("standard", 6_000)
    assert (express.shipping_method, express.quote.total) == ("express", 7_500)
    assert (nowhere.delivery, nowhere.shipping_method, nowhere.quote.total) == ((), "", 5_000)


@pytest.mark.parametrize("lines", [3, 9])
def test_placing_costs_few_statements_whatever_the_number_of_lines(
    ctx: CommerceContext, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    category = make.make_category()
    make.make_promotion(category)
    variants = [make.make_variant(categories=[category]) for _ in range(lines)]
    for each in variants:
        make.make_stock(each, 5)
    cart = make.make_cart(dict.fromkeys(variants, 1), ctx)
    total = view(cart.id, make.make_checkout_input(), ctx).quote.total
    monkeypatch.setattr("commerce.checkout.services.pay.begin", lambda **_: None)

    with CaptureQueriesContext(connection) as statements:
        make.place_cart(cart, ctx, shown_total=total)

    # The test's own surrounding transaction turns BEGIN and COMMIT into savepoints.
    real = [s["sql"] for s in statements if "SAVEPOINT" not in s["sql"]]
    assert len(real) <= MOST_STATEMENTS, "\n".join(real)


def test_a_late_look_at_a_sold_out_sale_costs_little(ctx: CommerceContext, variant) -> None:
    cart = make.make_cart({variant: 1}, ctx)
    StockItem.objects.update(on_hand=0)

    with CaptureQueriesContext(connection) as statements, pytest.raises(InsufficientStock):
        make.place_cart(cart, ctx, shown_total=6_000)

    assert not any(s["sql"].startswith(("UPDATE", "INSERT", "SAVEPOINT")) for s in statements)


def test_the_shoppers_language_is_the_orders(ctx: CommerceContext, variant) -> None:
    chinese = make.make_context(language="zh-hans")

    placed = make.place_cart(make.make_cart({variant: 1}, chinese), chinese)

    assert orders.facts(placed.order_id).language == "zh-hans"
