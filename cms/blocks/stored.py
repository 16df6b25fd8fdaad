"""Blocks as they are stored: plain values with ids, read without asking the database for a single chosen
thing. What is chosen in hundreds of sections is then fetched together, kind by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_LINK = re.compile(r'<a [^>]*linktype="(page|document)"[^>]*>')
_ID = re.compile(r'\bid="(\d{1,18})"')
PICTURES = ("image", "poster")
FILES = ("film", "captions")


@dataclass(frozen=True, slots=True)
class Stored:
    """One section: its type, its id on the page, its place from the top, what it holds."""

    kind: str
    id: str
    at: int
    value: Mapping[str, Any]


def stored(stream: Any) -> list[Stored]:
    """The sections of a StreamField value, saved or only typed yet."""
    if not stream:
        return []
    return [
        Stored(raw["type"], f"s-{raw.get('id') or at}", at, raw.get("value") or {})
        for at, raw in enumerate(stream.raw_data)
        if isinstance(raw.get("value") or {}, Mapping)
    ]


def items(value: Any) -> list[Any]:
    """What stands in a stored list; lists from before Wagtail 2.16 hold bare values."""
    return [each["value"] if isinstance(each, Mapping) and "value" in each else each for each in value or ()]


@dataclass(slots=True)
class Chosen:
    """Ids of everything chosen anywhere in some sections."""

    images: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    products: set[int] = field(default_factory=set)
    categories: set[int] = field(default_factory=set)


def chosen(value: Any, found: Chosen | None = None) -> Chosen:
    """Everything chosen in a stored value: the name of a field says what it holds."""
    found = found if found is not None else Chosen()
    for name, each in _fields(value):
        if name in PICTURES:
            _note(found.images, each)
        elif name in FILES:
            _note(found.documents, each)
        elif name == "page":
            _note(found.pages, each)
        elif name in ("product", "products"):
            _note(found.products, *(items(each) if isinstance(each, list) else [each]))
        elif name in ("category", "categories"):
            _note(found.categories, *(items(each) if isinstance(each, list) else [each]))
        elif isinstance(each, str):
            for kind, number in links_in(each):
                (found.pages if kind == "page" else found.documents).add(number)
        else:
            chosen(each, found)
    return found


def links_in(html: str) -> Iterator[tuple[str, int]]:
    """("page" or "document", id) of each link in stored rich text."""
    for tag in _LINK.finditer(html):
        number = _ID.search(tag.group())
        if number:
            yield tag.group(1), int(number.group(1))


def without_impossible_links(html: str) -> str:
    """Stored rich text in which each link to a page or document has an id that a row can have."""
    return _LINK.sub(lambda tag: tag.group() if _ID.search(tag.group()) else "<a>", html)


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        for each in items(value):
            yield from _fields(each)


def _note(ids: set[int], *values: Any) -> None:
    ids.update(value for value in values if isinstance(value, int))
