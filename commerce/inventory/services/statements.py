"""The one statement that moves stock figures, for any number of rows, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from commerce.inventory.models import StockItem

# What must hold of a row for a promise to be made. The check constraint is the second wall.
ENOUGH = "stock.on_hand - stock.reserved >= wanted.promise"
ALWAYS = "1 = 1"

_TABLE = StockItem._meta.db_table

# The row versions come from the lock, so that a waiter judges what the one before it left; taken in
# the order of ids, so that no two waiters can wait for each other.
_POSTGRESQL = """
WITH wanted(item, promise, change) AS (VALUES {rows}),
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
    is_postgresql = connection.vendor == "postgresql"
    row = "(%s::bigint, %s::int, %s::int)" if is_postgresql else "(%s, %s, %s)"
    statement = (_POSTGRESQL if is_postgresql else _SQLITE).format(
        rows=", ".join([row] * len(ids)), table=_TABLE, guard=guard
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [v for id_ in ids for v in (id_, promise.get(id_, 0), change.get(id_, 0))])
        found = cursor.fetchall()
    return {
        id_: Moved(id_, variant_id, free, free + promise.get(id_, 0) - change.get(id_, 0))
        for id_, variant_id, free in found
    }
