"""Types of contract values, as far as a template can walk along them.

A type is a class, a `typing` form over classes, or `ANY`, which is never complained about.
"""

import datetime
import types
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

ANY: Any = Any
LEAVES = (str, int, float, bool, Decimal, datetime.datetime, datetime.date, type(None))


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The types a value may have: `X | None` is X and None."""
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(part for option in get_args(kind) for part in alternatives(option))
    return (kind,)


def union(*kinds: Any) -> Any:
    """One type for a value that may be any of these."""
    parts = list(dict.fromkeys(part for kind in kinds for part in alternatives(kind)))
    if not parts or ANY in parts:
        return ANY
    return parts[0] if len(parts) == 1 else Union[tuple(parts)]  # noqa: UP007 - built at run time


def is_contract(kind: Any) -> bool:
    return isinstance(kind, type) and vars(kind).get("__theme__") is True


def kinds_of(kind: type) -> list[type]:
    """The contract classes below one: a list of sections holds heroes, rails and others."""
    children: list[type] = kind.__subclasses__()
    below = [child for child in children if is_contract(child)]
    return below + [deeper for one in below for deeper in kinds_of(one)]


@cache
def field_types(kind: type) -> dict[str, Any]:
    """Fields of a contract class with their types, and its properties."""
    hints = dict(get_type_hints(kind))
    for base in kind.__mro__:
        for name, value in vars(base).items():
            if isinstance(value, property) and not name.startswith("_"):
                hints.setdefault(name, ANY)
    return {name: hint for name, hint in hints.items() if not name.startswith("_")}


def element(kind: Any) -> Any:
    """The type of what a loop over the value yields."""
    found = []
    for part in alternatives(kind):
        arguments = get_args(part)
        if get_origin(part) is tuple:
            found += [argument for argument in arguments if argument is not Ellipsis]
        elif get_origin(part) is list and arguments:
            found.append(arguments[0])
        elif part is str:
            found.append(str)
        elif part is not type(None):
            return ANY
    return union(*found) if found else ANY


def unpacked(kind: Any, count: int) -> list[Any]:
    """The types of `count` names that a value is unpacked into."""
    for part in alternatives(kind):
        arguments = get_args(part)
        if get_origin(part) is tuple and len(arguments) == count and Ellipsis not in arguments:
            return list(arguments)
    return [ANY] * count


def attribute(kind: Any, name: str) -> tuple[Any, str]:
    """The type of an attribute and, where there is none, what to tell the author."""
    found = []
    complaints = []
    for part in alternatives(kind):
        if part is ANY or part is dict or get_origin(part) is dict:
            return ANY, ""
        if is_contract(part):
            fields = field_types(part)
            below = [field_types(kind)[name] for kind in kinds_of(part) if name in field_types(kind)]
            if name in fields:
                found.append(fields[name])
            elif below:
                found += below
            else:
                complaints.append(f"{part.__name__} has no {name!r}{nearest(name, fields)}")
        elif part is not type(None):
            complaints.append(f"{_name(part)} has no attributes (asked for {name!r})")
    if found:
        return union(*found), ""
    return ANY, complaints[0] if complaints else ""


def nearest(name: str, fields: dict[str, Any]) -> str:
    """A hint for a name that is not there: the one it looks like, or all there are."""
    close = get_close_matches(name, fields, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; it has {', '.join(sorted(fields))}"


def _name(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else "a list"
