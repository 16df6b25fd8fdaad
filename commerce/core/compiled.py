"""Reads that are asked on every request, put into SQL once.

Measured, the ORM spends 0.6 ms on turning a queryset into SQL and 0.05 ms on asking it. A `Compiled` keeps
the SQL and the converters of its columns, so that the second time costs the asking only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stand-ins for parameters while compiling: numbers that no constant of a queryset is.
_FIRST_STAND_IN = 7_000_000_000_000_001

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    constants: tuple[Any, ...]
    places: tuple[int | None, ...]  # which given number goes here; None: the constant
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


class Compiled:
    """Call it with numbers, or lists of numbers, for the rows of `build(...)` as tuples.

    `build` takes as many arguments and answers a `values_list` queryset; it must use each of them, and
    only as numbers (keys, quantities). Lists of another length are another statement. An empty list
    finds nothing, without asking.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], _Statement] = {}

    def __call__(self, *values: int | Sequence[int]) -> list[tuple[Any, ...]]:
        shape: Shape = tuple(None if isinstance(value, int) else len(value) for value in values)
        if 0 in shape:
            return []
        key = (connection.vendor, shape)
        statement = self._statements.get(key)
        if statement is None:
            statement = self._statements[key] = _compile(self.build, shape)
        given = [number for value in values for number in ([value] if isinstance(value, int) else value)]
        parameters = [
            constant if place is None else given[place]
            for place, constant in zip(statement.places, statement.constants, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return [_convert(row, statement) for row in rows] if statement.converters else rows


def _compile(build: Callable[..., QuerySet], shape: Shape) -> _Statement:
    numbers = count(_FIRST_STAND_IN)
    arguments = [next(numbers) if size is None else [next(numbers) for _ in range(size)] for size in shape]
    compiler = build(*arguments).query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    last = next(numbers)
    places = tuple(
        value - _FIRST_STAND_IN if isinstance(value, int) and _FIRST_STAND_IN <= value < last else None
        for value in parameters
    )
    if {place for place in places if place is not None} != set(range(last - _FIRST_STAND_IN)):
        raise ValueError("the queryset does not use every number it is given")
    columns = [column[0] for column in compiler.select]
    converters = compiler.get_converters(columns)
    return _Statement(
        sql=sql,
        constants=tuple(parameters),
        places=places,
        converters=tuple((i, tuple(functions), column) for i, (functions, column) in converters.items()),
    )


def _convert(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for index, functions, column in statement.converters:
        for function in functions:
            values[index] = function(values[index], column, connection)
    return tuple(values)
