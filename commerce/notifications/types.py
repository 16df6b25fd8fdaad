"""A letter before it is addressed."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said, in one language, before anything is laid out.

    `paragraphs` come first, then `rows` (label and value: goods, sums, numbers), then `closing`.
    `link` leads on. `short` is the same in one sentence, for a phone.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    closing: tuple[str, ...] = ()
    link: Row | None = None
    preheader: str = ""
    short: str = ""
