"""The newest articles, for sections. The journal lives above blocks, so it registers the one who knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from commerce.core.context import CommerceContext


@dataclass(frozen=True, slots=True)
class News:
    """An article as lists show it."""

    title: str
    url: str
    published_on: date
    intro: str = ""
    author: str = ""
    image_id: int | None = None
    image_alt: str = ""


Newest = Callable[[CommerceContext, int], Sequence[News]]

_readers: list[Newest] = []


def register(reader: Newest) -> None:
    """Make `reader` the one that answers; called while apps load."""
    _readers[:] = [reader]


def newest(ctx: CommerceContext, limit: int) -> tuple[News, ...]:
    """The newest live articles in the context's language; none without a journal."""
    return tuple(_readers[0](ctx, limit)) if _readers else ()
