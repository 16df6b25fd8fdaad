"""Reading texts kept in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings


@lru_cache(maxsize=64)
def fallbacks(language: str) -> tuple[str, ...]:
    """Languages to try, best first: the asked one, its base, the default, then the rest."""
    known = [code for code, _ in settings.LANGUAGES]
    wanted = [language, language.split("-")[0], settings.LANGUAGE_CODE, *known]
    return tuple(dict.fromkeys(wanted))


def pick(texts: Mapping[str, str] | None, language: str) -> str:
    """The text in `language`, else in the next best one, else an empty string."""
    if not texts:
        return ""
    for code in fallbacks(language):
        if texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")


def written(texts: Mapping[str, str]) -> dict[str, str]:
    """`texts` without the languages in which nothing was written, as they are stored.

    >>> written({"en": "Tea", "zh-hans": ""})
    {'en': 'Tea'}
    """
    return {language: text for language, text in texts.items() if text}
