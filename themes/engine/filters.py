"""The filters and tests a theme may use: Jinja's harmless ones, and our own where Jinja's are not.

Each filter counts as a step, and text it makes is length-checked, so that a chain of them cannot grow
without end. What a filter computes from a number it was given is capped here.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from functools import wraps
from itertools import islice
from typing import Any

from jinja2 import filters as jinja_filters
from jinja2 import pass_context, pass_environment
from jinja2 import tests as jinja_tests
from jinja2.environment import Environment
from jinja2.runtime import Context, Undefined
from markupsafe import Markup, escape, soft_str

from themes.engine import budget, formats
from themes.engine.errors import HelperError
from themes.engine.hardening import count_steps, weigh
from themes.engine.marks import is_theme_data

MOST_COLUMNS = 100
LONGEST_WITH_TAGS = 64 * 1024
KEPT_FILTERS = [
    "abs",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "filesizeformat",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "last",
    "length",
    "lower",
    "max",
    "min",
    "rejectattr",
    "reverse",
    "selectattr",
    "sort",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "wordcount",
]
KEPT_TESTS = [
    "boolean",
    "defined",
    "divisibleby",
    "eq",
    "equalto",
    "even",
    "false",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "sameas",
    "sequence",
    "string",
    "true",
    "undefined",
    "upper",
    "==",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
]
ATTRIBUTE_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
#: Attributes a `attrs` filter prints; scripts and styles come from files.
REFUSED_ATTRIBUTES = ("on", "style", "srcdoc", "formaction")


def bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, counted as a step and with its text checked."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        budget.spend()
        result = function(*args, **kwargs)
        if isinstance(result, str):
            return budget.check_text(result)
        if isinstance(result, Iterator):
            result = list_of(result)
        if isinstance(result, (list, tuple)):
            budget.spend(len(result))
        return result

    return run


def spoken(function: Callable[..., str]) -> Callable[..., str]:
    """A filter whose answer depends on the reader: never worked out when a template is compiled."""

    @pass_context
    @wraps(function)
    def run(context: Context, *args: Any, **kwargs: Any) -> str:
        budget.spend()
        return budget.check_text(function(*args, **kwargs))

    return run


def strip_tags(text: str) -> str:
    """The text without tags; of at most 64 KB, since the time it takes grows with the square."""
    if len(text) > LONGEST_WITH_TAGS:
        raise budget.BudgetExceeded("text", f"{LONGEST_WITH_TAGS} characters for striptags")
    return jinja_filters.do_striptags(text)


def batch(items: Iterable[Any], count: int, fill_with: Any = None) -> list[list[Any]]:
    """Rows of `count` items; the last one filled up if `fill_with` is given."""
    width = _columns(count)
    kept = list_of(items)
    rows = [kept[start : start + width] for start in range(0, len(kept), width)]
    if rows and fill_with is not None:
        rows[-1] += [fill_with] * (width - len(rows[-1]))
    return weigh(rows)


def sliced(items: Iterable[Any], count: int, fill_with: Any = None) -> list[list[Any]]:
    """`count` columns of about equal length."""
    width = _columns(count)
    kept = list_of(items)
    short, longer = divmod(len(kept), width)
    columns: list[list[Any]] = []
    start = 0
    for number in range(width):
        end = start + short + (number < longer)
        column = kept[start:end]
        if fill_with is not None and longer and number >= longer:
            column.append(fill_with)
        columns.append(column)
        start = end
    return weigh(columns)


def _columns(count: int) -> int:
    if not isinstance(count, int) or not 1 <= count <= MOST_COLUMNS:
        raise HelperError(f"batch and slice take 1 to {MOST_COLUMNS}")
    return count


def list_of(items: Iterable[Any]) -> list[Any]:
    """A list of at most 10,000 items."""
    kept = list(islice(items, budget.ITEMS + 1))
    budget.check_items(kept)
    return kept


@pass_environment
def join(environment: Environment, items: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
    """The items as one text with `d` between them, escaped where they need it."""
    kept = list_of(items)
    if attribute is not None:
        kept = [environment.getitem(item, attribute) for item in kept]
    pieces = [escape(item) for item in kept]
    separator = escape(d)
    length = sum(map(len, pieces)) + len(separator) * max(len(pieces) - 1, 0)
    if length > budget.TEXT:
        raise budget.BudgetExceeded("text", f"{budget.TEXT} characters")
    return separator.join(pieces)


@pass_environment
def pluck(environment: Environment, items: Iterable[Any], name: str) -> list[Any]:
    """That attribute of every item."""
    return [environment.getitem(item, name) for item in list_of(items)]


def replace(text: str, old: str, new: str) -> str:
    """The text with every `old` replaced; escaped text stays escaped."""
    kind = Markup if isinstance(text, Markup) else str
    plain, was, now = soft_str(text), str(old), str(new)
    if kind is Markup:
        was, now = escape(was), escape(now)
    if not was:
        return plain
    if len(plain) + plain.count(was) * (len(now) - len(was)) > budget.TEXT:
        raise budget.BudgetExceeded("text", f"{budget.TEXT} characters")
    return kind(str(plain).replace(str(was), str(now)))


def rounded(number: Any, precision: int = 0) -> float | Decimal:
    """The number rounded half to even to 0–10 decimals."""
    if not isinstance(precision, int) or not 0 <= precision <= 10:
        raise HelperError("round takes 0 to 10 decimals")
    if not isinstance(number, (int, float, Decimal)):
        raise HelperError("round takes a number")
    if isinstance(number, Decimal):
        return round(number, precision)
    return round(float(number), precision)


def total(items: Iterable[Any], attribute: str | None = None) -> Any:
    """The sum of numbers."""
    numbers = pluck_numbers(items, attribute)
    return sum(numbers)


def pluck_numbers(items: Iterable[Any], attribute: str | None) -> list[Any]:
    kept = list_of(items)
    if attribute is not None:
        kept = [_field(item, attribute) for item in kept]
    if not all(isinstance(item, (int, float, Decimal)) for item in kept):
        raise HelperError("sum takes numbers")
    return kept


def _field(item: Any, name: str) -> Any:
    if isinstance(item, dict):
        return item.get(name)
    return getattr(item, name, None) if is_theme_data(item) and not name.startswith("_") else None


def text(value: Any) -> str:
    """The value as text; escaped text stays escaped."""
    return soft_str(value)


def to_json(value: Any) -> str:
    """The value as JSON text, for `data-` attributes (it is escaped like any other text)."""
    weigh(value if isinstance(value, (list, tuple, dict)) else [value])
    return json.dumps(_jsonable(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _jsonable(value: Any) -> Any:
    budget.spend()
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(item) for item in value]
    if is_theme_data(value):
        return {field.name: _jsonable(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Undefined):
        raise HelperError("json was given something undefined")
    return formats.iso(value) if hasattr(value, "isoformat") else str(value)


def attrs(pairs: Iterable[tuple[str, str]]) -> Markup:
    """HTML attributes from (name, value) pairs; handlers and styles are refused."""
    printed = Markup()
    for name, value in list_of(pairs):
        clean = str(name)
        if not clean or set(clean) - ATTRIBUTE_NAME or clean.startswith(REFUSED_ATTRIBUTES):
            raise HelperError(f"{clean!r} is not an attribute a theme may print")
        printed += Markup(' {}="{}"').format(clean, value)
    return printed


FILTERS: dict[str, Callable[..., Any]] = {
    **{name: bounded(jinja_filters.FILTERS[name]) for name in KEPT_FILTERS},
    "attrs": bounded(attrs),
    "batch": bounded(batch),
    "date": spoken(formats.date),
    "datetime": spoken(formats.date_and_time),
    "iso": spoken(formats.iso),
    "join": bounded(join),
    "json": bounded(to_json),
    "list": bounded(list_of),
    "money": spoken(formats.money),
    "number": spoken(formats.number),
    "percent": spoken(formats.percent),
    "pluck": bounded(pluck),
    "replace": bounded(replace),
    "round": bounded(rounded),
    "slice": bounded(sliced),
    "string": bounded(text),
    "striptags": bounded(strip_tags),
    "sum": bounded(total),
    "time": spoken(formats.time),
    # Put in by the engine itself, see hardening.py.
    "_steps": count_steps,
    "_text": budget.check_text,
    "_weighed": weigh,
}

_JINJA_TESTS: dict[str, Any] = dict(jinja_tests.TESTS)
TESTS: dict[str, Callable[..., Any]] = {name: _JINJA_TESTS[name] for name in KEPT_TESTS}
