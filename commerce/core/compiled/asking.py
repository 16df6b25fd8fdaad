"""How a statement is asked. PostgreSQL keeps it with its plan, per connection; SQLite is asked as ever.

A plan that is kept knows no values, so it suits statements that find a few rows by their keys, however the
values lie. Constants stand in the text, where the planner sees them (partial indexes). Lists are one value,
so that one plan serves all lengths. What an operator sets himself (`prepare_threshold` among the database's
OPTIONS, None behind a pooler that shares connections by transaction) is left so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper
from psycopg import sql

# From which time on a statement is kept, and how many per connection: more than there are hot ones.
KEPT_FROM, KEPT = 2, 200
_prepared: WeakSet[Any] = WeakSet()


class NumberedText(str):
    """A statement with `%s` for Django's log, and numbered as PostgreSQL takes it: nobody has to parse it."""

    numbered: str


class _NumberedCursor(psycopg.RawCursor[Any]):
    """Values go to the server apart from the text."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        super().execute(query.numbered, params, **options)
        if connection.queries_logged:
            # Where Django's log looks; the driver itself forgets the text of what the server keeps.
            told = psycopg.ClientCursor(self.connection).mogrify(query, params)
            self._query: Any = SimpleNamespace(query=told.encode())
        return self


@contextmanager
def asked(text: str, values: Sequence[Any]) -> Iterator[CursorWrapper]:
    """A cursor that has asked it; in Django's own wrapper, for logs, budgets and errors as everywhere."""
    with connection.cursor() as cursor:
        if isinstance(text, NumberedText):
            cursor.cursor = _NumberedCursor(connection.connection)
        cursor.execute(text, values)
        yield cursor


def assembled(pieces: Sequence[str], places: Sequence[int]) -> str:
    """The statement of `pieces` of SQL between placeholders; `places` say which value goes into each gap."""
    if connection.vendor != "postgresql":
        return "%s".join(pieces)
    text = NumberedText("%s".join(pieces))
    gaps = (f"${place + 1}" for place in places)
    text.numbered = "".join(part.replace("%%", "%") + next(gaps, "") for part in pieces)
    return text


def literal(value: Any) -> str | None:
    """A constant as it stands in the text; None where it stays a value (SQLite)."""
    if connection.vendor != "postgresql":
        return None
    return sql.quote(value, connection.connection).replace("%", "%%")


def has_lists() -> bool:
    """Whether a list can be one value."""
    return connection.vendor == "postgresql"


def adapted(value: Any) -> Any:
    """An instant as the ORM hands it to the database; other values as they are."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def given(value: Any) -> Any:
    """A value, or a list, as it is handed over. Numbers go as text: the server knows best of what type."""
    value = adapted(value)
    if connection.vendor != "postgresql":
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, (list, tuple)):
        are_numbers = all(type(each) is int for each in value)
        return f"{{{','.join(map(str, value))}}}" if are_numbers else list(value)
    return value


def _keep_plans(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Once per connection to the server, however often Django borrows it from a pool."""
    raw = connection.connection
    if connection.vendor != "postgresql" or raw in _prepared:
        return
    _prepared.add(raw)
    if "prepare_threshold" not in connection.settings_dict["OPTIONS"]:
        # Only what is asked here is kept; everything else is planned for its values, as ever.
        raw.execute("SET plan_cache_mode = force_generic_plan")
        raw.prepare_threshold, raw.prepared_max = KEPT_FROM, KEPT


connection_created.connect(_keep_plans, dispatch_uid="commerce.core.compiled")
