"""Sitemaps, written line by line, so that a large shop needs no more memory than a small one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse

from commerce.catalog import queries as catalog
from commerce.core.context import CommerceContext

from .meta import absolute, html_lang
from .paths import category_path, path, product_path

#: Products of one file. Search engines read fifty thousand addresses, and readers time out long before.
PER_FILE = 1000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

#: One thing's path by language.
Places = Mapping[str, str]


def languages(ctx: CommerceContext) -> list[str]:
    """Those that shoppers of this channel may read."""
    known = [code for code, _name in settings.LANGUAGES]
    return [code for code in known if not ctx.channel.languages or code in ctx.channel.languages]


def product_files(ctx: CommerceContext) -> int:
    """How many files the products need; at least one. One query."""
    return max(1, -(-catalog.live_product_ids(ctx).count() // PER_FILE))


def products(contexts: Mapping[str, CommerceContext], number: int) -> list[Places]:
    """The products of file `number`, from 1; `contexts` by language. Two queries and one per language."""
    ctx = next(iter(contexts.values()))
    first = (number - 1) * PER_FILE
    ids = list(catalog.live_product_ids(ctx).order_by("product_id")[first : first + PER_FILE])
    found = {code: catalog.cards(ids, each) for code, each in contexts.items()} if ids else {}
    return [
        {
            code: product_path(cards[id_].slug, cards[id_].public_id, code)
            for code, cards in found.items()
            if id_ in cards
        }
        for id_ in ids
    ]


def categories(contexts: Mapping[str, CommerceContext]) -> list[Places]:
    """All products, and each category a shopper may enter."""
    found: dict[int, dict[str, str]] = {}
    for code, ctx in contexts.items():
        for ref in catalog.category_tree(ctx):
            found.setdefault(ref.id, {})[code] = category_path(ref.slug, ref.public_id, code)
    return [{code: path("products", code) for code in contexts}, *found.values()]


def urlset(request: HttpRequest, entries: Iterable[Places], language: str = "") -> StreamingHttpResponse:
    """Each entry at its address in `language` (in each of its languages, without), with the others as its
    alternates."""
    return _xml("urlset", (line for places in entries for line in _urls(request, places, language)))


def index(request: HttpRequest, paths: Iterable[str]) -> StreamingHttpResponse:
    """The file that names the others."""
    return _xml(
        "sitemapindex",
        (f"<sitemap><loc>{escape(absolute(request, each))}</loc></sitemap>\n" for each in paths),
    )


def _urls(request: HttpRequest, places: Places, language: str) -> Iterator[str]:
    addresses = {code: absolute(request, where) for code, where in places.items()}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{html_lang(code)}" href={quoteattr(address)}/>'
        for code, address in addresses.items()
    )
    for code, address in addresses.items():
        if not language or code == language:
            yield f"<url><loc>{escape(address)}</loc>{links if len(addresses) > 1 else ''}</url>\n"


def _xml(root: str, lines: Iterable[str]) -> StreamingHttpResponse:
    def whole() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<{root} xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">\n'
        yield from lines
        yield f"</{root}>\n"

    return StreamingHttpResponse(whole(), content_type="application/xml; charset=utf-8")
