"""Postal addresses: which fields a country asks for, whether they can be delivered to, how they are written.

Rules are data (see `postal`); where data lacks, free text is taken as it comes. Region, city and district
are stored under the code of the country's list, so that the same place is one value in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import phonenumbers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput, Text

from . import postal
from .types import ADDRESS_FIELDS, AddressField

MAX_LENGTHS = {
    "name": 100,
    "phone": 40,
    "country": 2,
    "region": 100,
    "city": 100,
    "district": 100,
    "street": 300,
    "postal_code": 20,
}

LABELS: dict[str, Text] = {
    "name": _("Full name"),
    "phone": _("Phone"),
    "country": _("Country or region"),
    "street": _("Street address"),
    "province": _("Province"),
    "state": _("State"),
    "prefecture": _("Prefecture"),
    "county": _("County"),
    "area": _("Area"),
    "island": _("Island"),
    "department": _("Department"),
    "emirate": _("Emirate"),
    "parish": _("Parish"),
    "oblast": _("Oblast"),
    "do_si": _("Province or city"),
    "city": _("City"),
    "post_town": _("Town"),
    "suburb": _("Suburb"),
    "district": _("District"),
    "neighborhood": _("Neighborhood"),
    "townland": _("Townland"),
    "village_township": _("Village"),
    "postal": _("Postal code"),
    "zip": _("ZIP code"),
    "pin": _("PIN code"),
    "eircode": _("Eircode"),
}
_KIND_OF = {
    "region": ("state_name_type", "province"),
    "city": ("locality_name_type", "city"),
    "district": ("sublocality_name_type", "district"),
    "postal_code": ("zip_name_type", "postal"),
}


def regions(
    country: str, region: str | None = None, city: str | None = None, language: str | None = None
) -> list[tuple[str, str]]:
    """(code, name) pairs: a country's regions, a region's cities or a city's districts; [] when unknown."""
    found = postal.places(country.upper(), region or "", city or "", language or get_language() or "en")
    return [(place.code, place.name) for place in found]


def countries(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """(code, name) pairs by name; of every country when `codes` is empty."""
    wanted = [code for code in (codes or _all_countries()) if postal.exists(code)]
    named = [(code, postal.country_name(code, language)) for code in wanted]
    return sorted(named, key=lambda pair: unicodedata.normalize("NFKD", pair[1])) if not codes else named


def _all_countries() -> list[str]:
    return sorted(code for code in phonenumbers.SUPPORTED_REGIONS if postal.exists(code))


def kind_of(country: str, name: str) -> str:
    """The country's own word for a part of its addresses: "state", "zip", "prefecture", …"""
    if name not in _KIND_OF:
        return name
    fact, default = _KIND_OF[name]
    return postal.fact(country, fact) or default


def label_of(country: str, name: str) -> Text:
    """What to call a field of this country's addresses."""
    return LABELS.get(kind_of(country, name), LABELS.get(name, name))


def layout(country: str, region: str = "", city: str = "", language: str | None = None) -> list[AddressField]:
    """The parts to ask for after name and phone, in a good order for filling in.

    Lists come before the street, so that one follows from the other; otherwise the order is that of
    the country's envelopes. A part that cannot be asked yet (its list hangs on an open choice) is
    there without choices and `waits`.
    """
    order = [part for part in postal.order_of(country) if part not in postal.NOT_ASKED.get(country, ())]
    required = postal.required_in(country, region)
    cascade = bool(regions(country, language=language))
    chain = ["region", "city", "district"]
    if cascade and _has_lists_below(country):
        order = [part for part in chain if part in order] + [part for part in order if part not in chain]
    fields: list[AddressField] = []
    for part in order:
        choices: tuple[tuple[str, str], ...] = ()
        if part == "region":
            choices = tuple(regions(country, language=language))
        elif part == "city" and region:
            choices = tuple(regions(country, region, language=language))
        elif part == "district" and region and city:
            choices = tuple(regions(country, region, city, language=language))
        if _is_pointless(part, choices, country, region, city, required):
            continue
        needed = part in required or (bool(choices) and part in ("city", "district"))
        refreshes = bool(choices) and part in ("region", "city") and _has_lists_below(country)
        waits = _waits(part, choices, country, region)
        fields.append(AddressField(part, kind_of(country, part), needed, choices, refreshes, waits))
    return fields


def _has_lists_below(country: str) -> bool:
    return "true" in postal.node(country).get("sub_mores", "")


def _waits(part: str, choices: tuple[tuple[str, str], ...], country: str, region: str) -> bool:
    """Whether a list will come once the part above is chosen."""
    if choices or not _has_lists_below(country):
        return False
    return (part == "city" and not region) or part == "district"


def _is_pointless(
    part: str,
    choices: tuple[tuple[str, str], ...],
    country: str,
    region: str,
    city: str,
    required: frozenset[str],
) -> bool:
    """Whether a part asks for nothing there: Beijing has no level below its districts."""
    if choices or part in ("street", "postal_code", "region") or not _has_lists_below(country):
        return False
    if part == "city":
        return bool(region) and "city" not in required
    return bool(city) or (bool(region) and not regions(country, region))


def normalize_address(fields: Mapping[str, str]) -> dict[str, str]:
    """The address as it is stored: trimmed, places by code, postal code and phone in standard form.

    Never raises; what cannot be understood stays as it was typed, for `check_address` to say so.
    """
    text = {name: _clean(fields.get(name, "")) for name in ADDRESS_FIELDS}
    country = text["country"] = text["country"].upper()
    if not postal.exists(country):
        return text
    for part, above in (("region", ()), ("city", ("region",)), ("district", ("region", "city"))):
        path = [text[name] for name in above] + ["", ""]
        found = postal.places(country, path[0], path[1], "en") if all(path[: len(above)]) else ()
        text[part] = postal.find_place(text[part], found) or text[part]
    parts = postal.order_of(country)
    for part in ("region", "city", "district", "postal_code"):
        if part not in parts:
            text[part] = ""
    text["postal_code"] = unicodedata.normalize("NFKC", text["postal_code"]).upper()
    try:
        text["phone"] = normalize_phone(text["phone"], country) if text["phone"] else ""
    except InvalidInput:
        pass  # kept as typed: `check_address` says what is wrong with it
    return text


def check_address(fields: Mapping[str, str]) -> dict[str, Text]:
    """What is wrong with an address, by field; empty when one can deliver to it."""
    text = normalize_address(fields)
    country = text["country"]
    if not postal.exists(country):
        return {"country": _("Choose a country or region.")}
    errors: dict[str, Text] = {}
    for name in ("name", "phone"):
        if not text[name]:
            errors[name] = _missing(country, name)
    for field in layout(country, text["region"], text["city"]):
        value = text[field.name]
        if field.waits:
            continue  # the choice it hangs on is missing, which is said there
        if not value and field.required:
            errors[field.name] = _missing(country, field.name)
        elif value and field.choices and value not in {code for code, _name in field.choices}:
            errors[field.name] = _("Choose one from the list.")
    if text["phone"] and "phone" not in errors:
        try:
            normalize_phone(text["phone"], country)
        except InvalidInput as refused:
            errors["phone"] = refused.message
    if text["postal_code"] and not _is_postal_code(text["postal_code"], country, text["region"]):
        errors["postal_code"] = _("This does not look right. Example: {example}").format(
            example=postal.fact(country, "zipex").split(",")[0]
        )
    for name, longest in MAX_LENGTHS.items():
        if len(text[name]) > longest:
            errors[name] = _("At most {longest} characters.").format(longest=longest)
    return errors


def _missing(country: str, name: str) -> Text:
    return _("Please fill in: {field}").format(field=label_of(country, name))


def _is_postal_code(text: str, country: str, region: str) -> bool:
    whole = postal.fact(country, "zip")
    if not whole:
        return True
    if not re.fullmatch(whole, text):
        return False
    start = postal.node(country, region).get("zip") if region else None
    return start is None or re.match(start, text) is not None


def normalize_phone(text: str, country: str) -> str:
    """E.164, e.g. "+8613800138000"; numbers without a country code are read as `country`'s.

    Raises InvalidInput with `fields["phone"]` for what nobody could call.
    """
    refusal = _("Enter a phone number that can be called, with the area code.")
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), country.upper() or None)
    except phonenumbers.NumberParseException:
        raise InvalidInput(refusal, fields={"phone": refusal}) from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidInput(refusal, fields={"phone": refusal})
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def country_of_phone(phone: str) -> str:
    """Where a number in E.164 is at home, e.g. "CN"; empty for one that no country gave out."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone, None)) or ""
    except phonenumbers.NumberParseException:
        return ""


def format_phone(phone: str, country: str = "") -> str:
    """A stored number as people of the same country write it, else with its country code."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    at_home = phonenumbers.region_code_for_number(number) == country.upper()
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL))


def format_address(fields: Mapping[str, str], language: str) -> list[str]:
    """The lines of an address as its country writes it, places named in `language`; without name,
    phone and country."""
    country = fields.get("country", "").upper()
    if not postal.exists(country):
        return [
            line for part in ("street", "city", "region", "postal_code") if (line := fields.get(part, ""))
        ]
    native = language.split("-")[0] == postal.fact(country, "lang").split("-")[0]
    pattern = (
        postal.fact(country, "fmt") if native else postal.fact(country, "lfmt") or postal.fact(country, "fmt")
    )
    names = _place_names(fields, country, language)
    lines: list[str] = []
    district_alone = False
    for piece in pattern.split("%n"):
        line = re.sub(r"%(.)", lambda found: names.get(found.group(1), ""), piece)
        line = re.sub(r"\s+", " ", line).strip(" ,-〒" if not names.get("Z") else " ,-")
        if not line:
            continue
        if district_alone:
            lines[-1] = f"{lines[-1]}, {line}"
        else:
            lines.append(line)
        district_alone = piece == "%D"
    return lines


def _place_names(fields: Mapping[str, str], country: str, language: str) -> dict[str, str]:
    region, city = fields.get("region", ""), fields.get("city", "")
    known = {
        "region": dict(regions(country, language=language)),
        "city": dict(regions(country, region, language=language)) if region else {},
        "district": dict(regions(country, region, city, language=language)) if region and city else {},
    }
    if country in ("US", "CA", "AU"):
        known["region"] = {}  # envelopes carry the abbreviation
    return {
        letter: known.get(part, {}).get(fields.get(part, ""), fields.get(part, ""))
        for letter, part in postal.LETTERS.items()
    }


def _clean(text: str) -> str:
    """One line, no control characters, composed the same way whatever keyboard it came from."""
    text = unicodedata.normalize("NFC", text or "")
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
