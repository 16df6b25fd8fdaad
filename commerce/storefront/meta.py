"""What search engines and link previews are told about a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from commerce.core.context import CommerceContext
from themes.engine.contracts import Alternate, ImageData, Meta

PRIVATE = "noindex, nofollow"
FILTERED = "noindex, follow"
DESCRIPTION_LENGTH = 160


def meta_for(
    request: HttpRequest,
    ctx: CommerceContext,
    *,
    title: str,
    description: str = "",
    path: str = "",
    alternates: Mapping[str, str] | None = None,
    robots: str = "",
    kind: str = "website",
    image: ImageData | None = None,
    jsonld: Iterable[Mapping[str, Any]] = (),
    previous_path: str = "",
    next_path: str = "",
) -> Meta:
    """`path` is the canonical path (of this page when empty), `alternates` this page's path by language.

    A page that is not indexed has neither canonical address nor alternates.
    """
    name = str(settings.SITE_NAME)
    whole = f"{title} · {name}" if title and title != name else name
    description = shorten(description)
    canonical = "" if robots == PRIVATE else absolute(request, path or request.path)
    pairs = list((alternates or {}).items()) if canonical and not robots else []
    links = [Alternate(html_lang(language), absolute(request, where)) for language, where in pairs]
    default = dict(pairs).get(ctx.channel.default_language)
    if default is not None and len(pairs) > 1:
        links.append(Alternate("x-default", absolute(request, default)))
    og = [("og:site_name", name), ("og:title", title or name), ("og:type", kind)]
    og += [("og:url", canonical)] if canonical else []
    og += [("og:description", description)] if description else []
    og += [("og:image", absolute(request, image.src))] if image else []
    return Meta(
        title=whole,
        description=description,
        canonical=canonical,
        robots=robots,
        alternates=tuple(links),
        og=tuple(og),
        jsonld=tuple(json.dumps(document, ensure_ascii=False) for document in jsonld),
        previous_url=absolute(request, previous_path) if previous_path else "",
        next_url=absolute(request, next_path) if next_path else "",
    )


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path of this shop."""
    return request.build_absolute_uri(path)


def html_lang(language: str) -> str:
    """ "zh-hans" as HTML and search engines write it: "zh-Hans"."""
    return "-".join(part.title() if len(part) == 4 else part for part in language.split("-"))


def shorten(text: str) -> str:
    """One line of at most 160 characters, cut between words where there are any."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    cut = text[: DESCRIPTION_LENGTH - 1]
    head, space, _tail = cut.rpartition(" ")
    return f"{head if space and len(head) > DESCRIPTION_LENGTH // 2 else cut}…"


def breadcrumb_document(request: HttpRequest, crumbs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """schema.org's BreadcrumbList of (label, path) pairs."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": label, "item": absolute(request, path)}
            for at, (label, path) in enumerate(crumbs, 1)
        ],
    }


def language_name(code: str) -> str:
    """A language in its own words: 简体中文, English."""
    known = dict(settings.LANGUAGES)
    return str(known[code]) if code in known else str(translation.get_language_info(code)["name_local"])
