"""Statements that are compiled once answer what their querysets would."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.core.compiled import Compiled
from commerce.orders.models import Order
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
