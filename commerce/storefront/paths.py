"""Addresses: what stands in a path, and how paths of products and categories are made."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.urls import register_converter, reverse
from django.utils import translation

from commerce.core.ids import ALPHABET, PUBLIC_ID_LENGTH


class SlugId(NamedTuple):
    """`running-shoes-0f3k9m2p7q1d`: words for people, then the id that decides."""

    slug: str
    public_id: str


class SlugIdConverter:
    regex = rf"(?:[^/]*-)?[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"

    def to_python(self, value: str) -> SlugId:
        return SlugId(value[: -PUBLIC_ID_LENGTH - 1], value[-PUBLIC_ID_LENGTH:])

    def to_url(self, value: SlugId | tuple[str, str]) -> str:
        slug, public_id = value
        return f"{slug}-{public_id}" if slug else public_id


register_converter(SlugIdConverter, "slugid")


def home_path(language: str) -> str:
    return f"/{language}/"


def product_path(slug: str, public_id: str, language: str, variant: str = "") -> str:
    """`/en/p/linen-shirt-0f3k9m2p7q1d/`, with `?variant=` for one of its variants."""
    query = f"?variant={variant}" if variant else ""
    return f"/{language}/p/{quote(SlugIdConverter().to_url((slug, public_id)))}/{query}"


@lru_cache(maxsize=8192)
def category_path(slug: str, public_id: str, language: str) -> str:
    return path("category", language, ref=SlugId(slug, public_id))


def path(name: str, language: str, **parts: object) -> str:
    """The address of a page of the shop in `language`."""
    if not parts:
        return _fixed(name, language)
    with translation.override(language):
        return reverse(f"storefront:{name}", kwargs=parts)


def here(name: str, **parts: object) -> str:
    """The address of a page of the shop in the language of this request."""
    return path(name, translation.get_language() or settings.LANGUAGE_CODE, **parts)


@lru_cache(maxsize=512)
def _fixed(name: str, language: str) -> str:
    """A place that never moves; those with tokens in their path are not kept in memory."""
    with translation.override(language):
        return reverse(f"storefront:{name}")
