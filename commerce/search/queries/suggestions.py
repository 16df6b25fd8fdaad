"""What the words typed so far may be meant to become."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from commerce.catalog.queries import category_tree
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.search.types import ProductFilter, Suggestion
from commerce.search.words import fold, is_cjk, query_words

from .asked import MOST_WORDS, Asked
from .statements import Sql, having, joined, offers
from .terms import known_terms
from .text import matching, rank

LONGEST = 100
_SEARCHES, _CATEGORIES, _PRODUCTS = 3, 3, 6
# A few letters fit a good part of the catalog; so many documents are weighed.
_LOOKED_AT = 100
_WORD = re.compile(r"[^\W_]+")


def suggest(text: str, ctx: CommerceContext) -> tuple[Suggestion, ...]:
    """Up to three words to look for, three categories and six products on the shelf that go on from `text`.

    Products are found by names and facts in every language and shown in the context's. A single Latin
    letter suggests nothing. One statement; a second one where a brand or a facet's value goes on from `text`.
    """
    typed = _plain(text[:LONGEST])
    if not typed or (len(typed) == 1 and not is_cjk(typed)):
        return ()
    products = _products(text[:LONGEST], ctx)
    names = [name for name, _slug, _public_id in products]
    searches = {_plain(label): label for label in [*_labels(typed, ctx), *_completions(typed, names)]}
    categories = [ref for ref in category_tree(ctx) if _goes_on(typed, ref.name)]
    categories.sort(key=lambda ref: not _plain(ref.name).startswith(typed))
    home = f"/{ctx.language}"
    return (
        *(
            Suggestion("search", label, f"{home}/search/?q={quote(label)}")
            for label in list(searches.values())[:_SEARCHES]
        ),
        *(
            Suggestion("category", ref.name, f"{home}/c/{quote(ref.slug)}-{ref.public_id}/")
            for ref in categories[:_CATEGORIES]
        ),
        *(
            Suggestion("product", name, f"{home}/p/{quote(slug)}-{public_id}/")
            for name, slug, public_id in products
        ),
    )


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    """Folded words with single gaps."""
    return " ".join(_WORD.findall(fold(text)))


def _goes_on(typed: str, label: str) -> bool:
    """Whether a word of the label begins with `typed`; Chinese has no gaps, so anywhere in it."""
    return typed in _plain(label) if is_cjk(typed[0]) else f" {typed}" in f" {_plain(label)}"


def _completions(typed: str, names: Sequence[str]) -> list[str]:
    """`typed` with its last word written out as in the names, the most frequent first."""
    *before, last = typed.split()
    if is_cjk(last[-1]):
        return []
    words = Counter(
        word
        for name in names
        for word in {match.group().lower() for match in _WORD.finditer(name)}
        if len(word) > len(last) and fold(word).startswith(last)
    )
    return [" ".join([*before, word]) for word, _count in words.most_common(2)]


def _labels(typed: str, ctx: CommerceContext) -> list[str]:
    """Brands and values of facets that go on from `typed` and that something on the shelf has."""
    fitting = []
    for term in known_terms().by_id.values():
        label = pick(term.label, ctx.language)
        if len(label) > 1 and _goes_on(typed, label):
            fitting.append((term.pk, label))
    fitting = fitting[:_SEARCHES]
    if not fitting:
        return []
    everything = Asked(ctx, ProductFilter(), (), {})
    shown = joined(
        [
            Sql("SELECT %s WHERE EXISTS (", (id_,)) + offers(everything, only=[having([id_])]) + Sql(")")
            for id_, _label in fitting
        ],
        "\nUNION ALL\n",
    )
    ids = {row[0] for row in shown.rows()}
    return [label for id_, label in fitting if id_ in ids]


def _products(text: str, ctx: CommerceContext) -> list[tuple[str, str, str]]:
    """Name, slug and public id of the best products, best first."""
    words = tuple(query_words(text, is_prefix=True)[:MOST_WORDS])
    found = Sql(f"SELECT d.product_id, {rank('short')} AS score") + matching(words, "short", is_prefix=True)
    statement = (
        Sql("WITH looked_at AS MATERIALIZED (")
        + found
        + Sql("LIMIT %s), hits AS (SELECT product_id, MAX(score) AS score FROM looked_at", (_LOOKED_AT,))
        + Sql("GROUP BY product_id) SELECT d.name, d.slug, d.public_id FROM (")
        + offers(Asked(ctx, ProductFilter(), words, {}))
        + Sql("ORDER BY score DESC, o.listed_at DESC, o.product_id DESC LIMIT %s) AS best", (_PRODUCTS,))
        + Sql("JOIN search_productdocument d ON d.product_id = best.product_id AND d.language = %s",
              (ctx.language,))
        + Sql("ORDER BY best.score DESC, best.listed_at DESC, best.product_id DESC")
    )  # fmt: skip
    return [(name, slug, public_id) for name, slug, public_id in statement.rows()]
