"""Texts of products on their way in: cleaned, measured, sluggified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import InvalidProduct
from commerce.catalog.models import ProductTranslation
from commerce.core.errors import Text
from commerce.core.html import clean_text, sanitize

TEXT_FIELDS = ("name", "slug", "summary", "description", "seo_title", "seo_description")
_LIMITS = {
    name: getattr(ProductTranslation._meta.get_field(name), "max_length", None) or 1_000_000
    for name in TEXT_FIELDS
}


def translated(value: str | Mapping[str, str]) -> dict[str, str]:
    """A text per language; a plain string is taken for the shop's default language."""
    texts = {settings.LANGUAGE_CODE: value} if isinstance(value, str) else value
    return {language: clean_text(text).strip() for language, text in texts.items() if text}


def make_slug(text: str, *, fallback: str, limit: int = 120) -> str:
    """A readable part of an address in any script; never empty."""
    return slugify(text, allow_unicode=True)[:limit].strip("-") or slugify(fallback)[:limit] or "item"


def clean_translation(language: str, texts: Mapping[str, Any], *, handle: str) -> dict[str, str]:
    """The given text fields, cleaned. Raises InvalidProduct for an unknown language or a text too long."""
    problems: dict[str, Text] = {}
    if language not in {code for code, _name in settings.LANGUAGES}:
        problems[f"translations.{language}"] = _("The shop does not speak this language.")
    unknown = texts.keys() - set(TEXT_FIELDS)
    if unknown:
        raise TypeError(f"a translation has no {', '.join(sorted(unknown))}")
    cleaned = {name: clean_text(str(text or "")).strip() for name, text in texts.items()}
    if "description" in cleaned:
        cleaned["description"] = sanitize(cleaned["description"])
    if cleaned.get("name") and not cleaned.get("slug"):
        cleaned["slug"] = make_slug(cleaned["name"], fallback=handle)
    elif "slug" in cleaned:
        cleaned["slug"] = make_slug(cleaned["slug"], fallback=handle)
    for name, text in cleaned.items():
        if len(text) > _LIMITS[name]:
            problems[f"translations.{language}.{name}"] = _("This text is too long.")
    if problems:
        raise InvalidProduct(fields=problems)
    return cleaned
