"""The four kinds of statements that are compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)

from .asking import asked, assembled, database, given, has_lists
from .building import Shape, Statement, of_queryset, of_update, shape_of

M = TypeVar("M", bound=Model)
Value = int | str | datetime
Argument = Value | Sequence[Value]
Rows = list[tuple[Any, ...]]


class Compiled:
    """Call it with numbers, texts and instants, or lists of them, for the rows of `build(...)` as tuples.

    `build` takes as many arguments and answers a `values_list` queryset. It must use each value, and as it
    is: what the ORM would turn into something else (`icontains`, a calculation) is refused when first
    asked. An empty list finds nothing, without asking.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], Statement] = {}

    def __call__(self, *arguments: Argument) -> Rows:
        db = database()
        shape = shape_of(db, arguments)
        if shape is None:
            return []
        statement = self._statements.get((db.vendor, shape))
        if statement is None:
            statement = self._statements[db.vendor, shape] = of_queryset(db, self.build, shape)
        with asked(db, statement.text, statement.values(db, arguments)) as cursor:
            return statement.converted(db, cursor.fetchall())


class CompiledUpdate:
    """Call it like a `Compiled`, for the number of rows it changed.

    `build` answers which rows, and what to set: `(queryset, {"state": state, "version": F("version") + 1})`.
    A value that is set by itself may also be None, true or false, or a JSON object.
    """

    def __init__(self, build: Callable[..., tuple[QuerySet, Mapping[str, Any]]]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], Statement] = {}

    def __call__(self, *arguments: Any) -> int:
        db = database()
        shape = shape_of(db, arguments)
        if shape is None:
            return 0
        statement = self._statements.get((db.vendor, shape))
        if statement is None:
            statement = self._statements[db.vendor, shape] = of_update(db, self.build, shape)
        with asked(db, statement.text, statement.values(db, arguments)) as cursor:
            return int(cursor.rowcount)


class CompiledInsert:
    """Call it with rows, as `{column: value}`, for their keys in the same order.

    What a row leaves out gets its default. With `unless` (columns that are unique together) rows that are
    there already are left alone, and have no key in the answer. No rows write nothing, without asking.
    """

    def __init__(self, model: type[Model], *, unless: Sequence[str] = ()) -> None:
        self.model, self.unless = model, unless
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.columns = {field.attname for field in self.fields}
        self._adapters = [(field.attname, field.get_default, _adapter(field)) for field in self.fields]
        self._statements: dict[tuple[str, int], str] = {}

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        if not rows:
            return []
        for row in rows:
            if not row.keys() <= self.columns:
                unknown = ", ".join(sorted(row.keys() - self.columns))
                raise TypeError(f"{self.model.__name__} has no column {unknown}")
        db = database()
        text = self._statements.get((db.vendor, len(rows)))
        if text is None:
            text = self._statements[db.vendor, len(rows)] = self._compiled(db, len(rows))
        values = []
        for row in rows:
            for column, default, adapt in self._adapters:
                value = row[column] if column in row else default()
                values.append(given(db, adapt(value, db) if adapt else value))
        with asked(db, text, values) as cursor:
            return [key for (key,) in cursor.fetchall()]

    def _compiled(self, db: BaseDatabaseWrapper, count: int) -> str:
        quote, meta = db.ops.quote_name, self.model._meta
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        row = f"({', '.join(['%s'] * len(self.fields))})"
        sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
        if self.unless:
            sql += f" ON CONFLICT ({', '.join(quote(column) for column in self.unless)}) DO NOTHING"
        return assembled(db, f"{sql} RETURNING {quote(str(meta.pk.column))}".split("%s"))


# These hand on what they are given, if it is of their type; asking them costs more than all the rest.
_PLAIN = {kind.get_prep_value for kind in (CharField, TextField, IntegerField, BooleanField)}


def _adapter(field: Field[Any, Any]) -> Callable[[Any, BaseDatabaseWrapper], Any] | None:
    """What makes a value ready for the database, where it has to be made so."""
    kind = type(field.target_field if isinstance(field, ForeignKey) else field)
    return None if kind.get_prep_value in _PLAIN else field.get_db_prep_save


class Written:
    """A statement written by hand: `SELECT … WHERE id IN %(ids)s AND at <= %(now)s`; call it by these names.

    Answers the rows as the database gives them: nothing converts JSON, nor instants on SQLite. What follows
    `IN` is a list; an empty one finds nothing, without asking.
    """

    def __init__(self, sql: str) -> None:
        self.lists = set(re.findall(r"IN %\((\w+)\)s", sql))
        # SQL and names by turns.
        self._parts = re.split(r"%\((\w+)\)s", sql)
        self._texts: dict[tuple[str, tuple[int, ...]], str] = {}

    def __call__(self, **values: Any) -> Rows:
        if not all(values[name] for name in self.lists):
            return []
        db = database()
        lengths = () if has_lists(db) else tuple(len(values[name]) for name in sorted(self.lists))
        text = self._texts.get((db.vendor, lengths))
        if text is None:
            text = self._texts[db.vendor, lengths] = self._compiled(db, values)
        handed: list[Any] = []
        for name in self._parts[1::2]:
            if name in self.lists and not has_lists(db):
                handed += values[name]
            else:
                handed.append(given(db, values[name]))
        with asked(db, text, handed) as cursor:
            return list(cursor.fetchall())

    def _compiled(self, db: BaseDatabaseWrapper, values: Mapping[str, Any]) -> str:
        written = self._parts[0]
        for name, after in zip(self._parts[1::2], self._parts[2::2], strict=True):
            if name not in self.lists:
                written += f"%s{after}"
            elif has_lists(db):
                written = f"{written.removesuffix('IN ')}= ANY(%s){after}"
            else:
                written += f"({', '.join(['%s'] * len(values[name]))}){after}"
        return assembled(db, written.split("%s"))


def columns(model: type[Model], path: str = "") -> list[str]:
    """The names of all columns of `model`, for `values_list`; `path` leads there ("attempts__")."""
    return [path + field.attname for field in model._meta.concrete_fields]


def instance(model: type[M], values: Sequence[Any]) -> M:
    """The row whose `columns` these are."""
    return model.from_db(DEFAULT_DB_ALIAS, columns(model), values)
