"""The mark of values a theme may read.

A theme template sees plain data and nothing else: no model, page, form, request or block value ever
reaches it (a stock sandbox given a Wagtail page printed ``page.owner.password``). Contract classes are
marked here; the renderer refuses whatever does not carry the mark.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, dataclass_transform, overload

from markupsafe import Markup

T = TypeVar("T")

#: Values a template may print as they are. ``Markup`` is text that was sanitized before it came here.
PLAIN_TYPES: tuple[type, ...] = (
    str,
    int,
    bool,
    float,
    type(None),
    Decimal,
    Markup,
    datetime.datetime,
    datetime.date,
)


@overload
def theme_data(cls: type[T], /) -> type[T]: ...
@overload
def theme_data(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True)
def theme_data(cls: type[Any] | None = None, /, *, kw_only: bool = False) -> Any:
    """A frozen, slotted dataclass that templates may read by attribute.

    >>> @theme_data
    ... class Crumb:
    ...     label: str
    ...     url: str = ""
    >>> Crumb("Shoes").label, is_theme_data(Crumb("Shoes"))
    ('Shoes', True)
    """

    def mark(plain: type[Any]) -> type[Any]:
        made: Any = dataclass(frozen=True, slots=True, kw_only=kw_only)(plain)
        made.__theme__ = True
        return made

    return mark if cls is None else mark(cls)


def is_theme_data(value: object) -> bool:
    """Whether the value's own class carries the mark; a subclass without the decorator does not."""
    return vars(type(value)).get("__theme__") is True
