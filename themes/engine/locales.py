"""The words of a theme: `t("cart.add", n=3)`.

`locales/<language>.json` holds texts under dotted keys (nested or flat). An object whose keys are CLDR
plural categories is one text in several forms. Looked up child → parent → base, then the same in the
fallback language, then the key itself, which is reported. `{name}` placeholders are escaped like
everything else; a key that ends in `_html` is HTML, and only what is put into it is escaped.
"""

import json
import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from markupsafe import Markup, escape

from themes.engine import budget, discovery, formats
from themes.engine.errors import HelperError, ManifestError

logger = logging.getLogger(__name__)

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
FALLBACK_LANGUAGE = "en"
FILE_NAMES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}

Text = str | dict[str, str]


def file_name(language: str) -> str:
    """`zh-hans` is kept in `zh-Hans.json`."""
    return f"{FILE_NAMES.get(language, language)}.json"


def read_texts(file: Path) -> dict[str, Text]:
    """The texts of one file by dotted key; raises `ManifestError` saying what is wrong."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (json.JSONDecodeError, UnicodeDecodeError, OSError) as error:
        raise ManifestError(
            file.parent.parent.name, [f"locales/{file.name} cannot be read: {error}"]
        ) from None
    texts: dict[str, Text] = {}
    problems: list[str] = []
    _flatten(data, "", texts, problems)
    if problems:
        raise ManifestError(
            file.parent.parent.name, [f"locales/{file.name}: {problem}" for problem in problems]
        )
    return texts


def _flatten(data: Any, prefix: str, texts: dict[str, Text], problems: list[str]) -> None:
    if not isinstance(data, dict):
        problems.append(f"{prefix or 'the file'} is not an object")
        return
    for key, value in data.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(value, str):
            texts[path] = value
        elif isinstance(value, dict) and "other" in value and value.keys() <= PLURALS:
            if all(isinstance(form, str) for form in value.values()):
                texts[path] = dict(value)
            else:
                problems.append(f"a plural form of {path} is not a text")
        elif isinstance(value, dict):
            _flatten(value, path, texts, problems)
        else:
            problems.append(f"{path} is neither a text nor an object")


@lru_cache(maxsize=256)
def _merged(slug: str, stamp: tuple[str | int, ...], language: str) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for theme in reversed(discovery.chain(slug)):
        try:
            texts |= read_texts(theme.path / "locales" / file_name(language))
        except ManifestError as error:
            logger.error("%s", error)
    return texts


def forget() -> None:
    """Read the files again when next asked."""
    _merged.cache_clear()
    _report_once.cache_clear()


def texts_of(theme: discovery.Theme, language: str) -> dict[str, Text]:
    """Every text a theme has in a language, inherited ones included."""
    stamp: tuple[str | int, ...] = (theme.chain_hash,)
    if settings.DEBUG:
        files = (one.path / "locales" / file_name(language) for one in discovery.chain(theme.slug))
        stamp += tuple(file.stat().st_mtime_ns for file in files if file.exists())
    return _merged(theme.slug, stamp, language)


def translate(theme: discovery.Theme, key: str, n: int | None, params: dict[str, Any]) -> str:
    """The text of a key in the active language; the key itself where there is none."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    for candidate in dict.fromkeys((language, language.split("-")[0], FALLBACK_LANGUAGE)):
        text = texts_of(theme, candidate).get(key)
        if text is not None:
            break
    else:
        _report_once(theme.slug, language, key)
        return key
    if isinstance(text, dict):
        if n is None:
            raise HelperError(f"{key} has plural forms: call t({key!r}, n=…)")
        text = text.get(formats.locale_of(candidate).plural_form(n), text["other"])
    return fill(key, text, n, params)


def fill(key: str, text: str, n: int | None, params: dict[str, Any]) -> str:
    """The text with its placeholders replaced; HTML for a key that ends in `_html`."""
    is_html = key.endswith("_html")
    values = dict(params)
    if n is not None:
        values["n"] = formats.number(n)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            return match[0]
        return str(escape(values[name])) if is_html else str(values[name])

    filled = budget.check_text(PLACEHOLDER.sub(value, text) if "{" in text else text)
    # The text is the theme's own HTML, as trusted as its templates; what was put in is escaped above.
    return Markup(filled) if is_html else filled  # noqa: S704


@lru_cache(maxsize=1024)
def _report_once(slug: str, language: str, key: str) -> None:
    logger.warning("Theme %s has no text %r in %s.", slug, key, language)
