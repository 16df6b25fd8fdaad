"""Figures as people read them, by CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_percent

from .money import Money


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a Django language code; English for one Babel does not know."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


# As many as a shop has prices: writing one by CLDR costs as much as a card.
@lru_cache(maxsize=16384)
def format_money(money: Money, language: str) -> str:
    """`¥19.99`, `€19.99`, `JP¥1,200`: currency, grouping and decimals as `language` writes them.

    >>> format_money(Money(123456, "EUR"), "en")
    '€1,234.56'
    """
    return format_currency(money.decimal, money.currency, locale=locale_of(language))


def format_ppm(ppm: int, language: str) -> str:
    """Parts per million as a percentage: `20%`."""
    return format_percent(ppm / 1_000_000, locale=locale_of(language), format="#,##0.##%")
