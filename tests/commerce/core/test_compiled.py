"""Statements that are compiled once answer and write what the ORM would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.core.compiled import Compiled, CompiledInsert, CompiledUpdate
from commerce.core.models import IdempotencyKey
from commerce.orders.models import Order
from commerce.payments.models import PaymentAttempt
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_rows_have_the_types_of_their_columns() -> None:
    order = make.make_order()
    read = Compiled(
        lambda key: Order.objects.filter(pk=key).values_list("id", "placed_at", "shipping_address", "number")
    )

    for _ in range(2):
        [(key, placed_at, address, number)] = read(order.id)
        assert (key, placed_at, address["country"], number) == (order.id, order.placed_at, "CN", order.number)


def test_lists_of_any_length() -> None:
    ids = [make.make_order().id for _ in range(3)]
    read = Compiled(
        lambda keys, least: (
            Order.objects.filter(pk__in=keys, total_amount__gte=least, currency="CNY")
            .order_by("id")
            .values_list("id", flat=False)
        )
    )

    assert read(ids, 0) == [(key,) for key in ids]
    assert read(ids[:1], 0) == [(ids[0],)]
    assert read(ids, 10**9) == []
    with CaptureQueriesContext(connection) as captured:
        assert read([], 0) == []
    assert len(captured) == 0


def test_a_number_that_is_not_used_is_a_mistake() -> None:
    read = Compiled(lambda key, other: Order.objects.filter(pk=key).values_list("id"))

    with pytest.raises(ValueError, match="does not use"):
        read(1, 2)


def test_texts_and_instants_are_given_as_the_orm_would() -> None:
    order = make.make_order()
    read = Compiled(
        lambda numbers, before, currency: (
            Order.objects.filter(number__in=numbers, placed_at__lte=before).exclude(currency=currency)
        ).values_list("id")
    )

    assert read([order.number, "none"], order.placed_at, "JPY") == [(order.id,)]
    assert read([order.number, "none"], order.placed_at - timedelta(microseconds=1), "JPY") == []
    assert read([order.number, "none"], order.placed_at, order.currency) == []


def test_a_value_that_the_orm_would_change_is_a_mistake() -> None:
    read = Compiled(lambda part: Order.objects.filter(number__contains=part).values_list("id"))

    with pytest.raises(ValueError, match="as it is given"):
        read("7")


@pytest.mark.parametrize("value", [None, True])
def test_a_condition_asks_for_nothing_and_truth_in_words(value: Any) -> None:
    read = Compiled(lambda given: Order.objects.filter(confirmed_at=given).values_list("id"))

    with pytest.raises(ValueError, match="as it is given"):
        read(value)


def test_rows_are_changed_as_the_orm_would() -> None:
    orders = [make.make_order().id for _ in range(3)]
    now = timezone.now()
    change = CompiledUpdate(
        lambda keys, country, address, confirmed_at, more: (
            Order.objects.filter(pk__in=keys, email__gte=country),
            {
                "shipping_address": address,
                "confirmed_at": confirmed_at,
                "total_amount": F("total_amount") + more,
                "status": "confirmed",
            },
        )
    )
    before = Order.objects.get(pk=orders[0]).total_amount

    assert change(orders[:2], "a", {"country": "JP", "city": "東京"}, now, 7) == 2
    assert change(orders[2:], "a", {}, None, 0) == 1
    assert change(orders, "zz", {}, now, 0) == 0
    with CaptureQueriesContext(connection) as captured:
        assert change([], "a", {}, now, 0) == 0
    assert len(captured) == 0

    first, _, last = Order.objects.filter(pk__in=orders).order_by("pk")
    assert first.shipping_address == {"country": "JP", "city": "東京"}
    assert (first.confirmed_at, first.total_amount, first.status) == (now, before + 7, "confirmed")
    assert (last.shipping_address, last.confirmed_at, last.status) == ({}, None, "confirmed")


def test_an_update_uses_every_value_and_finds_no_row_by_nothing() -> None:
    forgets = CompiledUpdate(lambda key, state: (Order.objects.filter(pk=key), {"status": "canceled"}))
    by_nothing = CompiledUpdate(lambda email: (Order.objects.filter(email=email), {"status": "canceled"}))

    with pytest.raises(ValueError, match="as it is given"):
        forgets(1, "canceled")
    with pytest.raises(ValueError, match="as it is given"):
        by_nothing(None)


def test_rows_are_written_with_the_defaults_of_their_columns() -> None:
    payment = PaymentAttempt.objects.get(payment__order_id=make.make_order().id).payment
    insert, now = CompiledInsert(PaymentAttempt), timezone.now()
    rows = [
        {
            "payment_id": payment.pk, "provider": "test_pay", "merchant_ref": f"ref-{number}", "currency": "CNY",
            "amount": 100 + number, "created_at": now, "action": {"kind": "none", "data": {"n": number}},
        }
        for number in range(3)
    ]  # fmt: skip

    keys = insert(rows)

    written = list(PaymentAttempt.objects.filter(pk__in=keys).order_by("pk"))
    assert [each.pk for each in written] == keys
    assert [each.merchant_ref for each in written] == ["ref-0", "ref-1", "ref-2"]
    assert len({each.public_id for each in written}) == 3
    assert written[2].action == {"kind": "none", "data": {"n": 2}}
    assert (written[0].state, written[0].created_at, written[0].expires_at) == ("created", now, None)
    assert insert([]) == []


def test_an_unknown_column_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="IdempotencyKey has no column fingerprnt"):
        CompiledInsert(IdempotencyKey)([{"scope": "s", "key": "k", "fingerprnt": "f"}])
