"""Locks one can find.

One global order, kept by every path (place, confirm, cancel, expire, refund):

    cart → order → payment → coupon → points and value accounts → stock items by id, always last

so that the hottest rows are held for the shortest time. Row locks are taken only through
`LockingQuerySet.lock(ids)`; named locks (tree moves) through `named_lock`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models, transaction

M = TypeVar("M", bound=models.Model)

LOCK_ORDER = ("cart", "order", "payment", "coupon", "account", "stock")


class LockingQuerySet(models.QuerySet[M]):
    """A queryset whose rows can be locked, always in the order of their keys."""

    def lock(self, ids: Iterable[Any]) -> list[M]:
        """The rows with `ids`, locked until the transaction ends, ordered by key.

        Must run inside a transaction. PostgreSQL: FOR NO KEY UPDATE OF self, so that inserts of
        referring rows go on. SQLite: BEGIN IMMEDIATE already holds the one write lock.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("lock() must run inside a transaction")
        rows = self.filter(pk__in=list(ids)).order_by("pk")
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",), no_key=True)
        return list(rows)


@contextmanager
def named_lock(name: str) -> Iterator[None]:
    """Hold the lock `name` until the surrounding transaction ends. Must run inside one.

    PostgreSQL: a transaction-level advisory lock. SQLite: the transaction is the lock.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("named_lock() must run inside a transaction")
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    yield
