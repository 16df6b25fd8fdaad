"""Many documents at once: every number once, none left out. With the guard off, numbers are dealt twice."""

from __future__ import annotations

from functools import partial
from unittest.mock import patch

import pytest
from django.db import connection

from commerce.checkout import services as checkout
from commerce.core.context import CommerceContext
from commerce.documents import services
from commerce.documents.models import FiscalDocument, Series
from commerce.orders.types import Actor
from tests import factories as make

from .rivals import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)
STAFF = Actor("staff", "1")
MANY = 16


@pytest.fixture
def ctx() -> CommerceContext:
    make.make_shipping_method()
    make.make_payment_method()
    return make.make_context()


def paid_orders(ctx: CommerceContext) -> list[int]:
    variant = make.make_variant()
    orders = [make.make_order({variant: 1}, ctx) for _ in range(MANY)]
    for order in orders:
        checkout.mark_paid(
            order_id=order.id, amount=order.total_amount, reference=f"T-{order.id}", actor=STAFF
        )
    return [order.id for order in orders]


def dealt() -> list[int]:
    return list(FiscalDocument.objects.order_by("sequence").values_list("sequence", flat=True))


def test_numbers_have_no_gap_and_no_double_whoever_issues_at_once(ctx: CommerceContext) -> None:
    results = at_once([partial(services.issue_due, order_id=pk) for pk in paid_orders(ctx)], threads=8)

    assert kinds(results) == {"DocumentSummary": MANY}
    assert dealt() == list(range(1, MANY + 1))
    assert Series.objects.get().last_number == MANY


def test_one_order_is_invoiced_once_by_all_who_try(ctx: CommerceContext) -> None:
    order_id = paid_orders(ctx)[0]
    results = at_once([partial(services.issue_due, order_id=order_id)] * 8)

    assert len({result.number for result in results}) == 1
    assert dealt() == [1]


def test_transactions_that_fail_leave_no_gap_between_those_that_do_not(ctx: CommerceContext) -> None:
    orders = paid_orders(ctx)
    write = services._write
    unlucky = set(orders[::3])

    def fails_for_some(kind, order, *args, **kwargs):  # type: ignore[no-untyped-def]
        written = write(kind, order, *args, **kwargs)
        if order.id in unlucky:
            raise RuntimeError("after the number was taken")
        return written

    with patch.object(services, "_write", fails_for_some):
        results = at_once([partial(services.issue_due, order_id=pk) for pk in orders], threads=8)

    assert kinds(results)["RuntimeError"] == len(unlucky)
    assert dealt() == list(range(1, MANY - len(unlucky) + 1))


@pytest.mark.postgres
def test_control_without_the_lock_a_number_is_dealt_twice(ctx: CommerceContext) -> None:
    """Only the last wall, the unique number, is then left to refuse what two were given."""
    assert connection.vendor == "postgresql"
    orders = paid_orders(ctx)
    services.issue_due(order_id=orders.pop())

    def unlocked(ids):  # type: ignore[no-untyped-def]
        return list(Series.objects.filter(pk__in=list(ids)))

    with (
        patch.object(Series.objects, "lock", unlocked, create=True),
        patch.object(services, "with_retries", lambda work: work()),
    ):
        results = at_once([partial(services.issue_due, order_id=pk) for pk in orders], threads=8)

    assert kinds(results)["IntegrityError"] > 0
