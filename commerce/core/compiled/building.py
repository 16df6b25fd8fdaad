"""From a queryset, or what one is to be changed into, to the SQL that is kept.

The ORM compiles once, with stand-ins for the values; where one comes out is where a value goes. What comes
out beside them is constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql import UpdateQuery

from .asking import adapted, assembled, given, has_lists, literal

#: Per argument: the type of its values, and how many there are (None: it is no list; MANY: any number).
Shape = tuple[tuple[type, int | None], ...]
MANY = 2

# Stand-ins: what no constant of a queryset is, and fits a column of 32 bits.
_FIRST_NUMBER = 2_147_000_001
_FIRST_INSTANT = datetime(9999, 1, 1, tzinfo=UTC)

# So many values of one list can be told apart.
_MOST_ITEMS = 10_000

# Which argument goes into a gap of the text, and which of its values (None: the argument itself).
Source = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """Compiled SQL, where the values of its gaps come from, and what makes Python of its columns.

    `constants` fill the gaps that have no source. `fields` adapt what is set, by argument.
    """

    text: str
    sources: tuple[Source | None, ...]
    constants: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...] = ()
    fields: Mapping[int, Field[Any, Any]] = field(default_factory=dict)

    def values(self, db: BaseDatabaseWrapper, arguments: Sequence[Any]) -> list[Any]:
        """What the gaps are filled with, in their order."""
        return [
            constant if source is None else self._value(db, arguments, *source)
            for source, constant in zip(self.sources, self.constants, strict=True)
        ]

    def _value(self, db: BaseDatabaseWrapper, arguments: Sequence[Any], number: int, item: int | None) -> Any:
        value = arguments[number] if item is None else arguments[number][item]
        if number in self.fields:
            value = self.fields[number].get_db_prep_save(value, db)
        return given(db, value)

    def converted(self, db: BaseDatabaseWrapper, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows with values of the columns' types."""
        if not self.converters:
            return rows
        found = []
        for row in rows:
            values = list(row)
            for index, functions, column in self.converters:
                for function in functions:
                    values[index] = function(values[index], column, db)
            found.append(tuple(values))
        return found


def shape_of(db: BaseDatabaseWrapper, arguments: Sequence[Any]) -> Shape | None:
    """What a statement depends on. None: there is a list without values."""
    shape: list[tuple[type, int | None]] = []
    for argument in arguments:
        if not isinstance(argument, (list, tuple)):
            shape.append((type(argument), None))
        elif argument:
            shape.append((type(argument[0]), MANY if has_lists(db) else len(argument)))
        else:
            return None
    return tuple(shape)


def of_queryset(db: BaseDatabaseWrapper, build: Callable[..., QuerySet], shape: Shape) -> Statement:
    """The statement of a `values_list` queryset."""
    arguments = [_stand_in(kind, size, number) for number, (kind, size) in enumerate(shape)]
    compiler = build(*arguments).query.get_compiler(connection=db)
    sql, parameters = compiler.as_sql()
    text, sources, constants = _text(db, sql, parameters, arguments)
    columns = [column[0] for column in compiler.select]
    converters = compiler.get_converters(columns)
    return Statement(
        text,
        sources,
        constants,
        tuple((i, tuple(functions), column) for i, (functions, column) in converters.items()),
    )


def of_update(
    db: BaseDatabaseWrapper, build: Callable[..., tuple[QuerySet, Mapping[str, Any]]], shape: Shape
) -> Statement:
    """The statement that changes a queryset's rows."""
    arguments = [_stand_in(kind, size, number) for number, (kind, size) in enumerate(shape)]
    rows, changes = build(*arguments)
    numbers = {id(argument): number for number, argument in enumerate(arguments)}
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(
        {name: _Set(numbers[id(value)]) if id(value) in numbers else value for name, value in changes.items()}
    )
    fields = {value.number: field for field, _model, value in query.values if isinstance(value, _Set)}
    sql, parameters = query.get_compiler(connection=db).as_sql()
    return Statement(*_text(db, sql, parameters, arguments, fields), fields=fields)


class _Set(Expression):
    """The place of a value that is set by itself."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def _stand_in(kind: type, size: int | None, number: int) -> Any:
    """What stands for argument `number` while the ORM compiles; as long as it says."""
    if size is not None:
        return [_one(kind, number, item) for item in range(size)]
    return _one(kind, number, 0)


def _one(kind: type, number: int, item: int) -> Any:
    place = number * _MOST_ITEMS + item
    if issubclass(kind, datetime):
        return _FIRST_INSTANT + timedelta(microseconds=place)
    if issubclass(kind, str):
        return f"\ue000{place}"
    # What is neither can only be set: an expression of its own, that is refused in a condition.
    return _FIRST_NUMBER + place if issubclass(kind, int) and kind is not bool else _Set(number)


def _text(
    db: BaseDatabaseWrapper,
    sql: str,
    parameters: Sequence[Any],
    arguments: Sequence[Any],
    settable: Iterable[int] = (),
) -> tuple[str, tuple[Source | None, ...], tuple[Any, ...]]:
    """The text with constants written in, and what fills its gaps. Raises ValueError unless every value
    comes out as it went in."""
    origins = _origins(db, arguments)
    known = origins | {_Set(number): (number, None) for number in settable}
    found = [known.get(each) if isinstance(each, _STAND_INS) else None for each in parameters]
    if set(origins.values()) - set(found):
        raise ValueError("the queryset does not use every value as it is given")
    pieces = [part.replace("\0", "%%") for part in sql.replace("%%", "\0").split("%s")]
    written, sources, constants = [pieces[0]], [], []
    gaps = iter(zip(found, parameters, pieces[1:], strict=True))
    for source, parameter, after in gaps:
        constant = literal(db, parameter) if source is None else None
        if constant is not None:
            written[-1] += constant + after
            continue
        if source is not None and source[1] is not None and has_lists(db):
            written[-1], after = _as_list(written[-1], source, after, next(gaps))
            source = (source[0], None)
        sources.append(source)
        constants.append(parameter if source is None else None)
        written.append(after)
    return assembled(db, written), tuple(sources), tuple(constants)


def _origins(db: BaseDatabaseWrapper, arguments: Sequence[Any]) -> dict[Any, Source]:
    """Which argument each stand-in is, as the ORM hands it to the database."""
    found: dict[Any, Source] = {}
    for number, argument in enumerate(arguments):
        if isinstance(argument, list):
            found |= {adapted(db, value): (number, item) for item, value in enumerate(argument)}
        else:
            # What can only be set is looked for where it is set.
            found[object() if isinstance(argument, _Set) else adapted(db, argument)] = (number, None)
    return found


def _as_list(before: str, source: Source, between: str, following: tuple[Any, ...]) -> tuple[str, str]:
    """`x IN (a, b)` as `x = ANY(list)`: the text before and after the list. Raises ValueError for a list that
    the queryset uses otherwise."""
    second, _parameter, after = following
    if not (before.endswith("IN (") and between == ", " and second == (source[0], 1) and after[0] == ")"):
        raise ValueError("a list is asked for with __in")
    return before.removesuffix("IN (") + "= ANY(", after


_STAND_INS = (int, str, datetime, _Set)
