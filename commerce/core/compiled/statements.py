"""The four kinds of statements that are compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model, QuerySet

from .asking import asked, assembled, given, has_lists
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
        shape = shape_of(arguments)
        if shape is None:
            return []
        statement = self._statements.get((connection.vendor, shape))
        if statement is None:
            statement = self._statements[connection.vendor, shape] = of_queryset(self.build, shape)
        with asked(statement.text, statement.values(arguments)) as cursor:
            return statement.converted(cursor.fetchall())


class CompiledUpdate:
    """Call it like a `Compiled`, for the number of rows it changed.

    `build` answers which rows, and what to set: `(queryset, {"state": state, "version": F("version") + 1})`.
    A value that is set by itself may also be None, true or false, or a JSON object.
    """

    def __init__(self, build: Callable[..., tuple[QuerySet, Mapping[str, Any]]]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], Statement] = {}

    def __call__(self, *arguments: Any) -> int:
        shape = shape_of(arguments)
        if shape is None:
            return 0
        statement = self._statements.get((connection.vendor, shape))
        if statement is None:
            statement = self._statements[connection.vendor, shape] = of_update(self.build, shape)
        with asked(statement.text, statement.values(arguments)) as cursor:
            return int(cursor.rowcount)


class CompiledInsert:
    """Call it with rows, as `{field or column: value}`, for their keys in the same order.

    What a row leaves out gets its default. With `unless` (fields that are unique together) rows that are
    there already are left alone, and have no key in the answer. No rows write nothing, without asking.
    """

    def __init__(self, model: type[Model], *, unless: Sequence[str] = ()) -> None:
        self.model, self.unless = model, unless
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.names = {name for field in self.fields for name in (field.name, field.attname)}
        self._statements: dict[tuple[str, int], str] = {}

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        if not rows:
            return []
        if unknown := {name for row in rows for name in row} - self.names:
            raise TypeError(f"{self.model.__name__} has no {', '.join(sorted(unknown))}")
        text = self._statements.get((connection.vendor, len(rows)))
        if text is None:
            text = self._statements[connection.vendor, len(rows)] = self._compiled(len(rows))
        values = [
            given(field.get_db_prep_save(_of(row, field), connection))
            for row in rows
            for field in self.fields
        ]
        with asked(text, values) as cursor:
            return [key for (key,) in cursor.fetchall()]

    def _compiled(self, count: int) -> str:
        quote, meta = connection.ops.quote_name, self.model._meta
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        row = f"({', '.join(['%s'] * len(self.fields))})"
        sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
        if self.unless:
            taken = ", ".join(quote(str(field.column)) for field in self.fields if field.name in self.unless)
            sql += f" ON CONFLICT ({taken}) DO NOTHING"
        pieces = f"{sql} RETURNING {quote(str(meta.pk.column))}".split("%s")
        return assembled(pieces, range(len(pieces) - 1))


def _of(row: Mapping[str, Any], field: Field[Any, Any]) -> Any:
    if field.attname in row:
        return row[field.attname]
    return row[field.name] if field.name in row else field.get_default()


class Written:
    """A statement written by hand: `SELECT … WHERE id IN %(ids)s AND at <= %(now)s`; call it by these names.

    Answers the rows as the database gives them: nothing converts JSON, nor instants on SQLite. What follows
    `IN` is a list; an empty one finds nothing, without asking.
    """

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.lists = set(re.findall(r"IN %\((\w+)\)s", sql))
        self._texts: dict[tuple[str, tuple[int, ...]], str] = {}
        # SQL and names by turns.
        self._parts = re.split(r"%\((\w+)\)s", sql)

    def __call__(self, **values: Any) -> Rows:
        if not all(values[name] for name in self.lists):
            return []
        lengths = () if has_lists() else tuple(len(values[name]) for name in sorted(self.lists))
        text = self._texts.get((connection.vendor, lengths))
        if text is None:
            text = self._texts[connection.vendor, lengths] = self._compiled(values)
        handed: list[Any] = []
        for name in self._parts[1::2]:
            if name in self.lists and not has_lists():
                handed += values[name]
            else:
                handed.append(given(values[name]))
        with asked(text, handed) as cursor:
            return list(cursor.fetchall())

    def _compiled(self, values: Mapping[str, Any]) -> str:
        written = self._parts[0]
        for name, after in zip(self._parts[1::2], self._parts[2::2], strict=True):
            if name not in self.lists:
                written += f"%s{after}"
            elif has_lists():
                written = f"{written.removesuffix('IN ')}= ANY(%s){after}"
            else:
                written += f"({', '.join(['%s'] * len(values[name]))}){after}"
        pieces = written.split("%s")
        return assembled(pieces, range(len(pieces) - 1))


def columns(model: type[Model], path: str = "") -> list[str]:
    """The names of all columns of `model`, for `values_list`; `path` leads there ("attempts__")."""
    return [path + field.attname for field in model._meta.concrete_fields]


def instance(model: type[M], values: Sequence[Any]) -> M:
    """The row whose `columns` these are."""
    return model.from_db(connection.alias, columns(model), values)
