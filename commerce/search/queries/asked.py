"""What a listing is asked, as statements need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commerce.core.context import CommerceContext
from commerce.search.types import ProductFilter
from commerce.search.words import query_words

from .terms import Terms

# What one request may ask; more is cut off, so that nobody buys an expensive statement.
MOST_FACETS, MOST_VALUES, MOST_WORDS, LONGEST_TEXT = 12, 50, 16, 200
LARGEST_PAGE = 100
FURTHEST = 10_000_000
SORTS = ("newest", "price", "-price", "name", "relevance")


@dataclass(frozen=True, slots=True)
class Asked:
    """A listing within bounds: `words` are folded, `terms` the chosen ids by facet (none: nothing fits)."""

    ctx: CommerceContext
    wanted: ProductFilter
    words: tuple[str, ...]
    terms: Mapping[str, tuple[int, ...]]

    @property
    def has_prices(self) -> bool:
        return self.wanted.min_price is not None or self.wanted.max_price is not None

    def at(self, page: int) -> Asked:
        return replace(self, wanted=replace(self.wanted, page=page))


def ask(wanted: ProductFilter, ctx: CommerceContext, known: Terms) -> Asked:
    """`wanted` within bounds. A facet nobody has ever used (a tracking parameter) chooses nothing."""
    text = wanted.text.strip()[:LONGEST_TEXT]
    sort = wanted.sort if wanted.sort in SORTS else ("relevance" if text else "newest")
    if sort == "relevance" and not text:
        sort = "newest"
    size = min(max(wanted.page_size, 1), LARGEST_PAGE)
    page = min(max(wanted.page, 1), FURTHEST // size)
    bounded = replace(wanted, text=text, sort=sort, page=page, page_size=size)
    chosen = {
        facet: tuple(ids[value] for value in values[:MOST_VALUES] if value in ids)
        for facet, values in list(wanted.facets.items())[:MOST_FACETS]
        if values and (ids := known.ids.get(facet))
    }
    return Asked(ctx, bounded, tuple(query_words(text)[:MOST_WORDS]), chosen)
