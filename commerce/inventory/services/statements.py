"""The one statement that moves stock figures, for any number of rows, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from commerce.core.compiled import Written
from commerce.inventory.models import StockItem

# What must hold of a row for a promise to be made. The check constraint is the second wall.
ENOUGH = "stock.on_hand - stock.reserved >= wanted.promise"
ALWAYS = "1 = 1"

_TABLE = StockItem._meta.db_table
Rows = list[tuple[Any, ...]]

# The row versions come from the lock, so that a waiter judges what the one before it left; taken in
# the order of ids, so that no two waiters can wait for each other.
_POSTGRESQL = """
WITH wanted(item, promise, change) AS (
    SELECT * FROM unnest(%(items)s::bigint[], %(promises)s::int[], %(changes)s::int[])
),
held(item) AS (SELECT id FROM {table} WHERE id IN (SELECT item FROM wanted) ORDER BY id FOR NO KEY UPDATE)
UPDATE {table} AS stock
SET reserved = stock.reserved + wanted.promise, on_hand = stock.on_hand + wanted.change
FROM wanted, held
WHERE stock.id = wanted.item AND held.item = wanted.item AND {guard}
RETURNING id, variant_id, on_hand - reserved
"""

# BEGIN IMMEDIATE already holds the one write lock.
_SQLITE = """
WITH wanted(item, promise, change) AS (VALUES {rows})
UPDATE {table} AS stock
SET reserved = stock.reserved + wanted.promise, on_hand = stock.on_hand + wanted.change
FROM wanted
WHERE stock.id = wanted.item AND {guard}
RETURNING id, variant_id, on_hand - reserved
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A stock item after a change: units that are free now, and that were free before."""

    id: int
    variant_id: int
    free: int
    free_before: int


def move(
    *,
    reserved: Mapping[int, int] | None = None,
    on_hand: Mapping[int, int] | None = None,
    guard: str = ALWAYS,
) -> dict[int, Moved]:
    """Add to `reserved` and `on_hand` of stock items (by id) where `guard` holds; the rows changed.

    Must run inside a transaction; locks the rows by id. One statement whatever the number of rows.
    """
    promise, change = reserved or {}, on_hand or {}
    ids = sorted(promise.keys() | change.keys())
    if not ids:
        return {}
    changes = [(id_, promise.get(id_, 0), change.get(id_, 0)) for id_ in ids]
    found = (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(changes, guard)
    return {
        id_: Moved(id_, variant_id, free, free + promise.get(id_, 0) - change.get(id_, 0))
        for id_, variant_id, free in found
    }


def _on_postgresql(changes: Sequence[tuple[int, int, int]], guard: str) -> Rows:
    items, promises, given = (list(column) for column in zip(*changes, strict=True))
    return _written(_POSTGRESQL.format(table=_TABLE, guard=guard))(
        items=items, promises=promises, changes=given
    )


@cache
def _written(sql: str) -> Written:
    return Written(sql)


def _on_sqlite(changes: Sequence[tuple[int, int, int]], guard: str) -> Rows:
    rows = ", ".join(["(%s, %s, %s)"] * len(changes))
    with connection.cursor() as cursor:
        cursor.execute(
            _SQLITE.format(rows=rows, table=_TABLE, guard=guard), [v for row in changes for v in row]
        )
        return list(cursor.fetchall())
