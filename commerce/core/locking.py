"""Locks one can find.

One global order, kept by every path (place, confirm, cancel, expire, refund):

    cart → order → payment → coupon → points and value accounts → stock items by id, always last

so that the hottest rows are held for the shortest time. The counter of a document series is taken after the
order by a transaction that issues a document and does nothing else. Row locks are taken only through
`LockingQuerySet.lock(ids)`; named locks (tree moves) through `named_lock`.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from django.db import IntegrityError, OperationalError, connection, models, transaction

from .errors import Unavailable

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

LOCK_ORDER = ("cart", "order", "payment", "coupon", "account", "stock", "series")


class LockingQuerySet(models.QuerySet[M]):
    """A queryset whose rows can be locked, always in the order of their keys."""

    def lock(self, ids: Iterable[Any]) -> list[M]:
        """The rows with `ids`, locked until the transaction ends, ordered by key.

        Must run inside a transaction. PostgreSQL: FOR NO KEY UPDATE OF self, so that inserts of
        referring rows go on. SQLite: BEGIN IMMEDIATE already holds the one write lock.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("lock() must run inside a transaction")
        return list(self.filter(pk__in=list(ids)).order_by("pk").locking())

    def locking(self, *, joined: bool = False) -> Self:
        """The same rows, to be locked when they are read; `lock` is what one calls.

        `joined`: those of other tables that a filter brings along too, after these. Without, a reader who
        had to wait for the lock sees the joined ones as they were before.
        """
        if not connection.features.has_select_for_update:
            return self
        return self.select_for_update(of=() if joined else ("self",), no_key=True)


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


def hold(model: type[models.Model], ids: Iterable[Any]) -> set[Any]:
    """Keep rows from being deleted while this transaction begins to refer to them; the ids that exist.

    Must run inside a transaction. A foreign key alone is looked at no earlier than at COMMIT, too late to
    tell anybody. PostgreSQL: FOR KEY SHARE, which makes nobody wait but `doom`. SQLite: the transaction is
    the lock.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("hold() must run inside a transaction")
    wanted = list(ids)
    rows = model._default_manager.filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True)
    if connection.vendor != "postgresql" or not wanted:
        return set(rows)
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR KEY SHARE", parameters)
        return {id_ for (id_,) in cursor.fetchall()}


def doom(row: models.Model) -> None:
    """Lock a row that is to be deleted: wait for those who `hold` it, and let nobody hold it from now on.

    What refers to it must be looked for afterwards. Must run inside a transaction.
    """
    list(type(row)._default_manager.select_for_update().filter(pk=row.pk).values_list("pk"))


# PostgreSQL: could not serialize, deadlock, lock not available in time.
TRANSIENT = frozenset({"40001", "40P01", "55P03"})
TRIES = 3


def with_retries(work: Callable[[], T]) -> T:
    """The result of `work`, a whole transaction, run again when it lost against another one.

    Again after a deadlock, a serialization failure, a lock that did not come in time, or a unique key
    that another transaction took (an order number). Raises Unavailable when it lost three times; what
    is no such conflict is raised as it is. `work` must be safe to run again: it left nothing behind.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return work()
        except IntegrityError:
            if attempt == TRIES:
                raise
        except OperationalError as exc:
            if not is_transient(exc):
                raise
            if attempt == TRIES:
                raise Unavailable from exc
        # A little chance, so that two that collided do not meet again at once.
        time.sleep(random.uniform(0.005, 0.03) * attempt)  # noqa: S311 - no secret
    raise AssertionError("unreachable")


def is_transient(error: OperationalError) -> bool:
    """Whether the database only asks to try again. SQLite says so in words."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in TRANSIENT or "database is locked" in str(error)
