"""Dates, numbers and money in the reader's language, by CLDR; instants in the shop's time zone."""

import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from django.utils import timezone, translation

from themes.engine.errors import HelperError

Number = int | float | Decimal
WIDTHS = frozenset({"short", "medium", "long", "full"})
LONGEST_PATTERN = 40


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a Django language code; English for one that Babel does not know.

    >>> str(locale_of("zh-hans"))
    'zh_Hans'
    """
    try:
        return Locale.parse(language.replace("-", "_"))
    except ValueError:
        return Locale("en")


def current_locale() -> Locale:
    return locale_of(translation.get_language() or "en")


def date(value: Any, format: str = "medium") -> str:
    """`2026-11-23` as "Nov 23, 2026"; `format` is short, medium, long, full or a CLDR pattern."""
    return babel_dates.format_date(_local(value), _pattern(format), current_locale())


def time(value: Any, format: str = "short") -> str:
    """The time of day of an instant."""
    return babel_dates.format_time(_local(value), _pattern(format), locale=current_locale())


def date_and_time(value: Any, format: str = "medium") -> str:
    """Date and time of an instant."""
    return babel_dates.format_datetime(_local(value), _pattern(format), locale=current_locale())


def iso(value: Any) -> str:
    """The value for `<time datetime="…">`."""
    return _local(value).isoformat()


def number(value: Number, digits: int | None = None) -> str:
    """`1234.5` as "1,234.5"; `digits` fixes the decimals (0–10)."""
    _check_number(value)
    if digits is None:
        return babel_numbers.format_decimal(value, locale=current_locale())
    if not isinstance(digits, int) or not 0 <= digits <= 10:
        raise HelperError("number takes 0 to 10 digits")
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return babel_numbers.format_decimal(value, format=pattern, locale=current_locale())


def percent(value: Number) -> str:
    """`0.25` as "25%"."""
    _check_number(value)
    return babel_numbers.format_percent(value, locale=current_locale())


def money(value: Any) -> str:
    """The printed form of a `MoneyData`, which the shop has already put into the reader's language."""
    formatted = getattr(value, "formatted", None)
    if not isinstance(formatted, str):
        raise HelperError("money takes a MoneyData")
    return formatted


def _check_number(value: Any) -> None:
    if not isinstance(value, (int, float, Decimal)):
        raise HelperError("a number is needed")


def _pattern(format: str) -> Any:
    if format in WIDTHS:
        return format
    if not isinstance(format, str) or len(format) > LONGEST_PATTERN:
        raise HelperError(f"a date pattern has at most {LONGEST_PATTERN} characters")
    return format


def _local(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, datetime.date):
        return value
    raise HelperError("a date or an instant is needed")
