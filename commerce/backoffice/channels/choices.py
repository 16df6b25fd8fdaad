"""Currencies and time zones to choose from, named in the reader's language."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache

from babel.dates import get_timezone_location
from babel.numbers import get_currency_name

from commerce.core.formats import locale_of

CURRENCIES = (
    "CNY", "HKD", "TWD", "MOP", "EUR", "USD", "GBP", "JPY", "KRW", "SGD", "MYR", "THB", "VND", "IDR", "PHP",
    "INR", "AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "AED", "SAR",
    "ILS", "ZAR", "BRL", "MXN", "RUB", "KZT",
)  # fmt: skip


def currencies(language: str, stored: str = "") -> list[tuple[str, str]]:
    """(code, `CNY – Chinese Yuan`), with the stored one even if it is rare."""
    codes = CURRENCIES if not stored or stored in CURRENCIES else (stored, *CURRENCIES)
    return [(code, f"{code} – {get_currency_name(code, locale=locale_of(language))}") for code in codes]


@lru_cache(maxsize=8)
def time_zones(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(area, [(zone, name)]) of every zone that is named after a place."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(zoneinfo.available_timezones()):
        area, _, place = zone.partition("/")
        if place and area not in ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"):
            location = get_timezone_location(zone, locale=locale_of(language))
            areas.setdefault(area, []).append((zone, f"{zone} ({location})"))
    return [*areas.items(), ("UTC", [("UTC", "UTC")])]
