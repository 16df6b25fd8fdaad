"""Many parcels on one screen: what has a number is sent, what has none waits, what is wrong says why."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from commerce.checkout import services as checkout
from commerce.orders.models import Order
from commerce.orders.types import Actor, OrderFacts
from tests.factories import make_order

pytestmark = pytest.mark.django_db
SHIP = "/admin/order/ship/"


def paid(count: int) -> list[OrderFacts]:
    orders = [make_order() for _ in range(count)]
    for at, order in enumerate(orders):
        checkout.mark_paid(
            order_id=order.id, amount=order.total_amount, reference=f"T{at}", actor=Actor("staff", "1")
        )
    return orders


def path(orders: list[OrderFacts]) -> str:
    return SHIP + "?" + "&".join(f"order={order.id}" for order in orders)


def row(order: OrderFacts, number: str, carrier: str = "sf") -> dict[str, str]:
    prefix = f"order-{order.id}"
    return {
        f"{prefix}-key": f"k{order.id}",
        f"{prefix}-carrier": carrier,
        f"{prefix}-tracking_number": number,
    }


def statuses(orders: list[OrderFacts]) -> list[str]:
    found = dict(Order.objects.values_list("pk", "status"))
    return [found[order.id] for order in orders]


def test_marked_orders_are_shipped_row_by_row(staff: Client) -> None:
    first, second, waiting = orders = paid(3)
    body = staff.get(path(orders)).content.decode()
    assert re.search(f"{first.number}.*{second.number}", body, re.DOTALL) and "Lin Mei" in body
    answer = staff.post(
        path(orders),
        row(first, "SF1000000000001") | row(second, "SF1000000000002") | row(waiting, ""),
        follow=True,
    )
    assert "2 parcels are on their way" in answer.content.decode()
    assert statuses(orders) == ["shipped", "shipped", "confirmed"]
    assert ModelLogEntry.objects.filter(action="qilou.order.ship").count() == 2


def test_what_is_wrong_stays_with_its_reason_and_the_rest_is_sent(staff: Client) -> None:
    good, bad = orders = paid(2)
    answer = staff.post(path(orders), row(good, "SF1000000000001") | row(bad, "12", carrier=""))
    body = answer.content.decode()
    assert answer.status_code == 422 and bad.number in body and good.number not in body.split("<main")[-1]
    assert "Please fill this in" in body and 'value="12"' in body
    assert statuses(orders) == ["shipped", "confirmed"]


def test_sending_it_twice_sends_one_parcel(staff: Client) -> None:
    orders = paid(1)
    for _ in range(2):
        staff.post(path(orders), row(orders[0], "SF1000000000001"))
    assert ModelLogEntry.objects.filter(action="qilou.order.ship").count() == 1


@pytest.mark.parametrize("query", ["", "?order=x", "?order=99999999999999999999"])
def test_nothing_to_send_is_said(staff: Client, query: str) -> None:
    assert staff.get(SHIP + query)["Location"] == "/admin/order/"


def test_support_looks_and_does_not_ship(support: Client) -> None:
    orders = paid(1)
    assert "q-print" in support.get("/admin/order/").content.decode()
    assert SHIP not in support.get("/admin/order/").content.decode()
    assert support.post(path(orders), row(orders[0], "SF1000000000001"))["Location"] == "/admin/"
    assert statuses(orders) == ["confirmed"]
