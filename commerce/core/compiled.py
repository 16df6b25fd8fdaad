"""Reads that are asked on every request, put into SQL once.

Measured, the ORM spends ten times as long on turning a queryset into SQL as on asking it. A `Compiled` keeps
the SQL and the converters of its columns, so that the second time costs the asking only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = int | str | datetime
Argument = Value | Sequence[Value]
#: Per argument: the type of its values, and how many there are (None: it is no list).
Shape = tuple[tuple[type, int | None], ...]

# Stand-ins for values while compiling: what no constant of a queryset is.
_FIRST_NUMBER = 7_000_000_000_000_001
_FIRST_INSTANT = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    constants: tuple[Any, ...]
    places: tuple[int | None, ...]  # which given value goes here; None: the constant
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


class Compiled:
    """Call it with numbers, texts and instants, or lists of them, for the rows of `build(...)` as tuples.

    `build` takes as many arguments and answers a `values_list` queryset. It must use each value, and as it
    is: what the ORM would turn into something else (`icontains`, a calculation) is refused when first
    asked. Lists of another length are another statement. An empty list finds nothing, without asking.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], _Statement] = {}

    def __call__(self, *arguments: Argument) -> list[tuple[Any, ...]]:
        values: list[Value] = []
        shape: list[tuple[type, int | None]] = []
        for argument in arguments:
            if isinstance(argument, (int, str, datetime)):
                values.append(argument)
                shape.append((type(argument), None))
            elif argument:
                values += argument
                shape.append((type(argument[0]), len(argument)))
            else:
                return []
        statement = self._statement(tuple(shape))
        given = [_adapted(value) for value in values]
        parameters = [
            constant if place is None else given[place]
            for place, constant in zip(statement.places, statement.constants, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return [_convert(row, statement) for row in rows] if statement.converters else rows

    def _statement(self, shape: Shape) -> _Statement:
        key = (connection.vendor, shape)
        if key not in self._statements:
            self._statements[key] = _compile(self.build, shape)
        return self._statements[key]


def _adapted(value: Value) -> Any:
    """The value as the ORM hands it to the database."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _compile(build: Callable[..., QuerySet], shape: Shape) -> _Statement:
    stand_ins: list[Value] = []
    arguments: list[Argument] = []
    for kind, size in shape:
        these = [_stand_in(kind, number) for number in range(len(stand_ins), len(stand_ins) + (size or 1))]
        stand_ins += these
        arguments.append(these[0] if size is None else these)
    compiler = build(*arguments).query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    numbers = {_adapted(value): number for number, value in enumerate(stand_ins)}
    places = tuple(
        numbers.get(value) if isinstance(value, (int, str, datetime)) else None for value in parameters
    )
    if {place for place in places if place is not None} != set(range(len(stand_ins))):
        raise ValueError("the queryset does not use every value as it is given")
    columns = [column[0] for column in compiler.select]
    converters = compiler.get_converters(columns)
    return _Statement(
        sql=sql,
        constants=tuple(parameters),
        places=places,
        converters=tuple((i, tuple(functions), column) for i, (functions, column) in converters.items()),
    )


def _stand_in(kind: type, number: int) -> Value:
    if issubclass(kind, datetime):
        return _FIRST_INSTANT + timedelta(microseconds=number)
    return f"\ue000{number}" if issubclass(kind, str) else _FIRST_NUMBER + number


def _convert(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for index, functions, column in statement.converters:
        for function in functions:
            values[index] = function(values[index], column, connection)
    return tuple(values)
