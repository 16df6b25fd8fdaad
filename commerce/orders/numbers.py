"""Order numbers: read aloud, typed by hand, telling nobody how many orders there are."""

from __future__ import annotations

import secrets
from datetime import date


def new_number(day: date) -> str:
    """YYMMDD, six random digits and a check digit: `2611234829133`. The caller retries a collision."""
    body = f"{day:%y%m%d}{secrets.randbelow(1_000_000):06d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The Luhn digit that catches every mistyped digit and most swapped neighbors.

    >>> check_digit("7992739871")
    '3'
    """
    total = 0
    for place, character in enumerate(reversed(body)):
        digit = int(character) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def is_number(text: str) -> bool:
    """Whether `text` can be an order number: thirteen digits, the last one right."""
    return len(text) == 13 and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]
