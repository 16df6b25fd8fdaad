"""A letter before it is addressed."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said, in one language, before anything is laid out.

    `paragraphs` come first, then `rows` (label and value: goods, sums, numbers) with the `total` they come
    to, then `closing`. `link` leads on, `links` to what belongs to it. `short` is the same in one sentence,
    for a phone.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    closing: tuple[str, ...] = ()
    link: Row | None = None
    links: tuple[Row, ...] = ()
    preheader: str = ""
    short: str = ""
