"""Orders are written whole or not at all, and move only as the table says."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from commerce.core import listeners
from commerce.core.context import CustomerRef
from commerce.core.models import OutboxEvent
from commerce.orders import queries, services
from commerce.orders.errors import TotalMismatch, TransitionRefused, UnknownOrder
from commerce.orders.models import Order, OrderChange, OrderLine
from commerce.orders.numbers import check_digit, is_number, new_number
from commerce.orders.states import Command
from commerce.orders.types import Actor, AdjustmentDraft, LineDraft, OrderDraft
from tests import factories as make

STAFF = Actor("staff", "7")


@pytest.fixture
def draft() -> OrderDraft:
    """Two units of 50.00 less 10.00, delivery 8.00: 98.00, tax included."""
    channel, variant = make.make_channel(), make.make_variant()
    line = LineDraft(
        variant_id=variant.pk, product_public_id="p", variant_public_id="v", sku="TEA", name="Tea",
        option_label="", quantity=2, list_amount=5000, unit_amount=5000, discount_amount=1000,
        tax_amount=1035, tax_rate_ppm=130_000, total_amount=9000, weight_grams=100, requires_shipping=True,
        image_id=None, page_revision_id=3,
        adjustments=(AdjustmentDraft("percent_off", "promotion:x@1", "10 % off", -1000),),
    )  # fmt: skip
    return OrderDraft(
        source_key="cart:abc", channel_id=channel.id, customer_id=None, email="a@example.com", phone="",
        language="en", currency="CNY", lines=(line,), items_amount=10000, discount_amount=1000,
        shipping_amount=800, tax_amount=1127, total_amount=9800, prices_include_tax=True,
        shipping_method_code="standard", shipping_method_name="Standard", payment_method_code="test",
        shipping_address={"country": "CN"}, billing_address={}, note="", theme_code="base",
        theme_version="1", price_trace={"version": 1}, policy_revisions={"terms": 4}, pay_by=None,
    )  # fmt: skip


def create(draft: OrderDraft, **fields):
    with transaction.atomic():
        return services.create(dataclasses.replace(draft, **fields), shown_total=9800, actor=Actor("shopper"))


@pytest.mark.django_db
def test_an_order_is_written_with_everything_the_customer_saw(draft: OrderDraft) -> None:
    placed = create(draft)

    view = queries.order_view(placed.id, "en")
    line = OrderLine.objects.get()
    assert view.facts.status == "pending_payment"
    assert view.status_label == "To pay"
    assert view.facts.total_amount == 9800
    assert [(each.sku, each.total_amount) for each in view.lines] == [("TEA", 9000)]
    assert view.lines[0].adjustments == draft.lines[0].adjustments
    assert (line.page_revision_id, line.theme_code, line.theme_version) == (3, "base", "1")
    assert (line.language, line.policy_revisions) == ("en", {"terms": 4})
    assert [entry.command for entry in view.history] == ["place"]
    assert queries.get_by_token(placed.token).id == placed.id


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"items_amount": 10001},
        {"discount_amount": 900},
        {"shipping_amount": 900},
        {"total_amount": 9801},
        {"lines": ()},
        {"prices_include_tax": False},
    ],
)
def test_figures_that_contradict_each_other_are_refused(draft: OrderDraft, fields: dict) -> None:
    with pytest.raises(TotalMismatch):
        create(draft, **fields)

    assert not Order.objects.exists()


@pytest.mark.django_db
def test_tax_on_top_belongs_to_the_total(draft: OrderDraft) -> None:
    line = dataclasses.replace(draft.lines[0], total_amount=9720, tax_amount=720)
    net = dataclasses.replace(
        draft, lines=(line,), prices_include_tax=False, tax_amount=784, total_amount=10584
    )
    with transaction.atomic():
        placed = services.create(net, shown_total=10584, actor=Actor("shopper"))

    assert queries.facts(placed.id).total_amount == 10584


@pytest.mark.django_db
def test_a_total_that_was_not_shown_is_refused(draft: OrderDraft) -> None:
    with pytest.raises(TransitionRefused) as refusal:
        services.create(draft, shown_total=9700, actor=Actor("shopper"))

    assert refusal.value.data["guard"] == "is_as_shown"


@pytest.mark.django_db
def test_one_source_becomes_one_order(draft: OrderDraft) -> None:
    create(draft)

    with pytest.raises(IntegrityError):
        create(draft)
    assert queries.find_by_source("cart:abc") is not None
    assert queries.find_by_source("cart:other") is None


@pytest.mark.django_db
def test_a_step_writes_history_and_an_instant(draft: OrderDraft) -> None:
    order = create(draft)

    after = services.transition(
        order_id=order.id, command=Command.CANCEL, actor=STAFF, note="typo", reason="x"
    )

    change = OrderChange.objects.latest("id")
    assert after.status == "canceled"
    assert (change.from_status, change.to_status, change.actor_id) == ("pending_payment", "canceled", "7")
    assert Order.objects.get().canceled_at is not None


@pytest.mark.django_db
def test_a_step_the_table_does_not_have_changes_nothing(draft: OrderDraft) -> None:
    order = create(draft)

    with pytest.raises(TransitionRefused) as refusal:
        services.transition(order_id=order.id, command=Command.SHIP_REST)

    assert refusal.value.data == {"command": "ship_rest", "status": "pending_payment", "guard": ""}
    assert queries.facts(order.id).status == "pending_payment"


@pytest.mark.django_db
def test_an_unpaid_order_is_not_confirmed(draft: OrderDraft) -> None:
    order = create(draft)
    services.follow_payment(order_id=order.id, authorized=0, captured=9799, refunded=0)

    with pytest.raises(TransitionRefused):
        services.transition(order_id=order.id, command=Command.CONFIRM)

    services.follow_payment(order_id=order.id, authorized=0, captured=9800, refunded=0)
    after = services.transition(order_id=order.id, command=Command.CONFIRM)
    assert (after.status, after.payment_status) == ("confirmed", "paid")


@pytest.mark.django_db
def test_what_was_shipped_cannot_be_canceled_nor_shipped_twice(draft: OrderDraft) -> None:
    order = create(draft)
    line_id = order.line_ids[0]
    services.transition(order_id=order.id, command=Command.CONFIRM, collects_on_delivery=True)

    assert services.follow_shipments(order_id=order.id, shipped={line_id: 1}) == 1
    with pytest.raises(TransitionRefused):
        services.transition(order_id=order.id, command=Command.CANCEL)
    with pytest.raises(TransitionRefused):
        services.follow_shipments(order_id=order.id, shipped={line_id: 2})
    assert services.follow_shipments(order_id=order.id, shipped={line_id: 1}) == 0
    assert queries.facts(order.id).fulfillment_status == "shipped"


@pytest.mark.django_db
def test_placing_announces_exactly_one_event(draft: OrderDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(listeners._after, "orders.OrderPlaced", {"listener": print})

    order = create(draft)

    event = OutboxEvent.objects.get(name="orders.OrderPlaced")
    assert event.payload == {
        "order_id": order.id,
        "order_public_id": order.public_id,
        "total_amount": 9800,
        "currency": "CNY",
    }


@pytest.mark.django_db
def test_orders_open_only_to_whom_they_belong(draft: OrderDraft) -> None:
    customer, other = make.make_customer(), make.make_customer()
    order = create(draft, customer_id=customer.pk)

    assert queries.get_for_customer(customer.pk, order.public_id).id == order.id
    with pytest.raises(UnknownOrder):
        queries.get_for_customer(other.pk, order.public_id)
    with pytest.raises(UnknownOrder):
        queries.get_by_token("guess")
    assert list(queries.orders_of(other.pk)) == []


@pytest.mark.django_db
def test_a_customer_sees_a_list_with_counts(draft: OrderDraft, django_assert_num_queries) -> None:
    customer = make.make_customer()
    for number in range(3):
        create(draft, customer_id=customer.pk, source_key=f"cart:{number}")
    services.transition(order_id=Order.objects.first().pk, command=Command.CANCEL, actor=STAFF)

    assert queries.status_counts(customer.pk) == {"pending_payment": 2, "canceled": 1}
    with django_assert_num_queries(2):
        found = queries.summaries(queries.orders_of(customer.pk, "pending_payment"), "en")
    assert [(each.quantity, each.status_label) for each in found] == [(2, "To pay"), (2, "To pay")]


@pytest.mark.django_db
def test_a_whole_order_is_read_in_four_queries(draft: OrderDraft, django_assert_num_queries) -> None:
    order = create(draft)

    with django_assert_num_queries(4):
        queries.order_view(order.id, "zh-hans")


def test_numbers_tell_the_day_and_catch_slips() -> None:
    number = new_number(date(2026, 11, 23))

    assert number.startswith("261123")
    assert is_number(number)
    for place in range(len(number)):
        for digit in set("0123456789") - {number[place]}:
            assert not is_number(number[:place] + digit + number[place + 1 :])
    assert not is_number("１２３")
    assert check_digit("7992739871") == "3"


@pytest.mark.django_db
def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    variant = make.make_variant()
    first = make.make_order({variant: 1}, stock=5)
    drawn = iter([first.number, "2611230000008"])
    monkeypatch.setattr("commerce.orders.services.creating.new_number", lambda day: next(drawn))

    second = make.make_order({variant: 1}, stock=5)

    assert second.number == "2611230000008"


@pytest.mark.django_db
def test_member_orders_carry_their_customer() -> None:
    customer = make.make_customer()
    order = make.make_order(ctx=make.make_context(customer=CustomerRef(customer.pk)))

    assert order.customer_id == customer.pk
