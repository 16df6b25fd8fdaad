"""PostgreSQL keeps the plans of hot statements; nobody notices when tables change under them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.utils import NotSupportedError

from commerce.core.compiled import Compiled
from commerce.orders.models import Order
from tests import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

NOTES = Compiled(lambda keys: Order.objects.filter(pk__in=keys).order_by("pk").values_list("note"))


def change(kind: str) -> None:
    """As a migration does it, from outside: nothing that this connection sees."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(f"ALTER TABLE orders_order ALTER COLUMN note TYPE {kind}")
    finally:
        other.close()


@pytest.fixture
def orders() -> Iterator[list[int]]:
    """Three orders whose notes were asked for often enough that the plan is kept."""
    ids = [make.make_order().id for _ in range(3)]
    for length in (1, 2, 3, 3):
        assert len(NOTES(ids[:length])) == length
    yield ids
    connection.close()
    change(Order._meta.get_field("note").db_type(connection) or "")


def test_one_plan_serves_lists_of_every_length(orders: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(generic_plans), max(custom_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE '%note%ANY%' AND statement NOT LIKE '%pg_prepared%'"
        )
        statements, generic, custom = cursor.fetchone()

    assert (statements, custom) == (1, 0)
    assert generic >= 2


def test_a_column_is_altered_under_a_running_shop(orders: list[int]) -> None:
    change("varchar(3000)")

    assert NOTES(orders) == [("",)] * 3


def test_one_transaction_may_fail_then_and_the_next_one_works(orders: list[int]) -> None:
    change("varchar(3000)")

    with pytest.raises(NotSupportedError), transaction.atomic():
        NOTES(orders)
    with transaction.atomic():
        assert NOTES(orders) == [("",)] * 3
