"""Addresses and phone numbers as staff reads and copies them."""

from __future__ import annotations

from collections.abc import Mapping

from commerce.customers.addresses import countries, format_address, format_phone


def label_of(address: Mapping[str, str], language: str) -> list[str]:
    """The lines of a parcel's label, name and phone first, the country last; empty without an address."""
    fields = dict(address)
    if not fields:
        return []
    who = " · ".join(part for part in (fields.get("name", ""), phone_of(fields.get("phone", ""))) if part)
    country = [name for _code, name in countries([fields.get("country", "")], language)]
    return [line for line in (who, *format_address(fields, language), *country) if line]


def phone_of(stored: str | None) -> str:
    """A number as its country writes it; empty for none."""
    return format_phone(stored) if stored else ""
