"""How a statement is asked. PostgreSQL keeps it with its plan, per connection; SQLite is asked as ever.

A plan that is kept knows no values, so it suits statements that find a few rows by their keys, however the
values lie. Constants stand in the text, where the planner sees them (partial indexes). Lists are one value,
so that one plan serves all lengths. An operator whose pooler shares connections by transaction switches it
off (`DATABASE_KEEPS_PLANS`, which sets `prepare_threshold` to None).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper
from psycopg import sql

# From which time on a statement is kept, and how many per connection: more than there are hot ones.
KEPT_FROM, KEPT = 2, 200
POSTGRESQL = "postgresql"
_prepared: WeakSet[Any] = WeakSet()


def database() -> BaseDatabaseWrapper:
    """This thread's connection, found once per statement: Django's proxy looks for it on every access."""
    return connections[DEFAULT_DB_ALIAS]


class NumberedText(str):
    """A statement with `%s` for Django's log, and numbered as PostgreSQL takes it: nobody has to parse it."""

    numbered: str


class _NumberedCursor(psycopg.RawCursor[Any]):
    """Values go to the server apart from the text."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        super().execute(query.numbered, params, **options)
        if database().queries_logged:
            # Where Django's log looks; the driver itself forgets the text of what the server keeps.
            told = psycopg.ClientCursor(self.connection).mogrify(query, params)
            self._query: Any = SimpleNamespace(query=told.encode())
        return self


@contextmanager
def asked(db: BaseDatabaseWrapper, text: str, values: Sequence[Any]) -> Iterator[CursorWrapper]:
    """A cursor that has asked it; in Django's own wrapper, for logs, budgets and errors as everywhere."""
    try:
        cursor = _asked(db, text, values)
    except NotSupportedError:
        # A table was altered since this connection planned the statement. A rollback forgets all plans; where
        # there is nothing to roll back, a new connection knows none.
        if db.in_atomic_block or not isinstance(text, NumberedText):
            raise
        db.connection.close()
        db.close()
        cursor = _asked(db, text, values)
    with cursor:
        yield cursor


def _asked(db: BaseDatabaseWrapper, text: str, values: Sequence[Any]) -> CursorWrapper:
    cursor = db.cursor()
    if isinstance(text, NumberedText):
        cursor.cursor = _NumberedCursor(db.connection)
    cursor.execute(text, values)
    return cursor


def assembled(db: BaseDatabaseWrapper, pieces: Sequence[str]) -> str:
    """The statement of these pieces of SQL, with a value between each two."""
    if db.vendor != POSTGRESQL:
        return "%s".join(pieces)
    text = NumberedText("%s".join(pieces))
    plain = [piece.replace("%%", "%") for piece in pieces]
    text.numbered = plain[0] + "".join(f"${number}{piece}" for number, piece in enumerate(plain[1:], 1))
    return text


def literal(db: BaseDatabaseWrapper, value: Any) -> str | None:
    """A constant as it stands in the text; None where it stays a value (SQLite)."""
    return sql.quote(value, db.connection).replace("%", "%%") if db.vendor == POSTGRESQL else None


def has_lists(db: BaseDatabaseWrapper) -> bool:
    """Whether a list can be one value."""
    return db.vendor == POSTGRESQL


def adapted(db: BaseDatabaseWrapper, value: Any) -> Any:
    """An instant as the ORM hands it to the database; other values as they are."""
    return db.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def given(db: BaseDatabaseWrapper, value: Any) -> Any:
    """A value, or a list, as it is handed over. Numbers go as text: the server knows best of what type."""
    if db.vendor != POSTGRESQL:
        return adapted(db, value)
    if type(value) is int:
        return str(value)
    if isinstance(value, (list, tuple)):
        are_numbers = all(type(each) is int for each in value)
        return f"{{{','.join(map(str, value))}}}" if are_numbers else list(value)
    return value


def _keep_plans(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Once per connection to the server, however often Django borrows it from a pool."""
    raw = connection.connection
    if connection.vendor != POSTGRESQL or raw in _prepared:
        return
    _prepared.add(raw)
    if "prepare_threshold" not in connection.settings_dict["OPTIONS"]:
        # Only what is asked here is kept; everything else is planned for its values, as ever.
        raw.execute("SET plan_cache_mode = force_generic_plan")
        raw.prepare_threshold, raw.prepared_max = KEPT_FROM, KEPT


connection_created.connect(_keep_plans, dispatch_uid="commerce.core.compiled")
