"""Statements of every request, put into SQL once. One class reads, two write.

Measured, the ORM spends ten times as long on turning a queryset into SQL as on asking it. These keep the SQL
and what adapts values and columns, so that the second time costs the asking only. Writes go past `save()`
and its signals, by which nothing in this shop happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql import UpdateQuery

M = TypeVar("M", bound=Model)
Value = int | str | datetime
Argument = Value | Sequence[Value]
#: Per argument: the type of its values, and how many there are (None: it is no list).
Shape = tuple[tuple[type, int | None], ...]

# Stand-ins for values while compiling: what no constant of a queryset is, and fits a column of 32 bits.
_FIRST_NUMBER = 2_147_000_001
_FIRST_INSTANT = datetime(9999, 1, 1, tzinfo=UTC)


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
        values, shape = _flattened(arguments)
        if values is None:
            return []
        statement = self._statements.get((connection.vendor, shape))
        if statement is None:
            statement = self._statements[connection.vendor, shape] = _compile(self.build, shape)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.parameters(values))
            rows = cursor.fetchall()
        return [_convert(row, statement) for row in rows] if statement.converters else rows


class CompiledUpdate:
    """Call it like a `Compiled`, for the number of rows it changed.

    `build` answers which rows, and what to set: `(queryset, {"state": state, "version": F("version") + 1})`.
    A value that is set by itself may also be None, true or false, or a JSON object.
    """

    def __init__(self, build: Callable[..., tuple[QuerySet, Mapping[str, Any]]]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], _Statement] = {}

    def __call__(self, *arguments: Any) -> int:
        values, shape = _flattened(arguments)
        if values is None:
            return 0
        statement = self._statements.get((connection.vendor, shape))
        if statement is None:
            statement = self._statements[connection.vendor, shape] = _compile_update(self.build, shape)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.parameters(values))
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
        sql = self._statements.get((connection.vendor, len(rows)))
        if sql is None:
            sql = self._statements[connection.vendor, len(rows)] = self._compile(len(rows))
        values = [
            field.get_db_prep_save(_given(row, field), connection) for row in rows for field in self.fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]

    def _compile(self, count: int) -> str:
        quote, meta = connection.ops.quote_name, self.model._meta
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        row = f"({', '.join(['%s'] * len(self.fields))})"
        sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
        if self.unless:
            taken = ", ".join(quote(str(field.column)) for field in self.fields if field.name in self.unless)
            sql += f" ON CONFLICT ({taken}) DO NOTHING"
        return f"{sql} RETURNING {quote(str(meta.pk.column))}"


def _given(row: Mapping[str, Any], field: Field[Any, Any]) -> Any:
    if field.attname in row:
        return row[field.attname]
    return row[field.name] if field.name in row else field.get_default()


def columns(model: type[Model], path: str = "") -> list[str]:
    """The names of all columns of `model`, for `values_list`; `path` leads there ("attempts__")."""
    return [path + field.attname for field in model._meta.concrete_fields]


def instance(model: type[M], values: Sequence[Any]) -> M:
    """The row whose `columns` these are."""
    return model.from_db(connection.alias, columns(model), values)


@dataclass(frozen=True, slots=True)
class _Statement:
    """`places`: which given value goes where (None: the constant). `fields`: who adapts what is only set."""

    sql: str
    constants: tuple[Any, ...]
    places: tuple[int | None, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...] = ()
    fields: Mapping[int, Field[Any, Any]] = field(default_factory=dict)

    def parameters(self, values: Sequence[Any]) -> list[Any]:
        fields = self.fields
        given = [
            fields[number].get_db_prep_save(value, connection) if number in fields else _adapted(value)
            for number, value in enumerate(values)
        ]
        return [
            constant if place is None else given[place]
            for place, constant in zip(self.places, self.constants, strict=True)
        ]


def _flattened(arguments: Sequence[Any]) -> tuple[list[Any] | None, Shape]:
    """All values in a row, and their shape. None: there is a list without values."""
    values: list[Any] = []
    shape: list[tuple[type, int | None]] = []
    for argument in arguments:
        if not isinstance(argument, (list, tuple)):
            values.append(argument)
            shape.append((type(argument), None))
        elif argument:
            values += argument
            shape.append((type(argument[0]), len(argument)))
        else:
            return None, ()
    return values, tuple(shape)


def _adapted(value: Any) -> Any:
    """The value as the ORM hands it to the database."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _compile(build: Callable[..., QuerySet], shape: Shape) -> _Statement:
    arguments, stand_ins = _stand_ins(shape)
    compiler = build(*arguments).query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [column[0] for column in compiler.select]
    converters = compiler.get_converters(columns)
    return _Statement(
        sql=sql,
        constants=tuple(parameters),
        places=_places(parameters, stand_ins),
        converters=tuple((i, tuple(functions), column) for i, (functions, column) in converters.items()),
    )


def _compile_update(build: Callable[..., tuple[QuerySet, Mapping[str, Any]]], shape: Shape) -> _Statement:
    arguments, stand_ins = _stand_ins(shape)
    rows, changes = build(*arguments)
    numbers = {id(value): number for number, value in enumerate(stand_ins)}
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(
        {
            name: _Place(numbers[id(value)]) if id(value) in numbers else value
            for name, value in changes.items()
        }
    )
    fields = {value.number: field for field, _model, value in query.values if isinstance(value, _Place)}
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    return _Statement(
        sql=sql, constants=tuple(parameters), places=_places(parameters, stand_ins, fields), fields=fields
    )


class _Place(Expression):
    """Where a value that is set goes."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def _stand_ins(shape: Shape) -> tuple[list[Any], list[Any]]:
    """Arguments of that shape, and all values in them."""
    arguments: list[Any] = []
    stand_ins: list[Any] = []
    for kind, size in shape:
        these = [_stand_in(kind, number) for number in range(len(stand_ins), len(stand_ins) + (size or 1))]
        stand_ins += these
        arguments.append(these[0] if size is None else these)
    return arguments, stand_ins


def _stand_in(kind: type, number: int) -> Any:
    if issubclass(kind, datetime):
        return _FIRST_INSTANT + timedelta(microseconds=number)
    if issubclass(kind, str):
        return f"\ue000{number}"
    # What is neither can only be set: a place of its own, that fits no condition.
    return _FIRST_NUMBER + number if issubclass(kind, int) and kind is not bool else _Place(number)


def _places(
    parameters: Sequence[Any], stand_ins: Sequence[Any], settable: Iterable[int] = ()
) -> tuple[int | None, ...]:
    """Which given value each parameter is. Raises ValueError when one is not used as it is given."""
    numbers = {
        _adapted(value): number
        for number, value in enumerate(stand_ins)
        if isinstance(value, (int, str, datetime))
    }
    numbers |= {_Place(number): number for number in settable}
    places = tuple(
        numbers.get(parameter) if isinstance(parameter, (int, str, datetime, _Place)) else None
        for parameter in parameters
    )
    if {place for place in places if place is not None} != set(range(len(stand_ins))):
        raise ValueError("the queryset does not use every value as it is given")
    return places


def _convert(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for index, functions, column in statement.converters:
        for function in functions:
            values[index] = function(values[index], column, connection)
    return tuple(values)
