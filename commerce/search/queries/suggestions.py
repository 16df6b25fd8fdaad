"""What the words typed so far may be meant to become. One statement."""

from __future__ import annotations

from urllib.parse import quote

from commerce.core.context import CommerceContext
from commerce.search.types import ProductFilter, Suggestion
from commerce.search.words import query_words

from .statements import MOST_WORDS, Sql, on_the_shelf, some_hits

_MOST = 8
# A letter or two fit half the catalog; so many of them are compared.
_LOOKED_AT = 200


def suggest(text: str, ctx: CommerceContext) -> tuple[Suggestion, ...]:
    """Up to eight products on the shelf whose name, brand or SKU goes on from `text`, best first.

    Names are found in every language and shown in the context's.
    """
    words = query_words(text[:100], is_prefix=True)[:MOST_WORDS]
    if not words:
        return ()
    statement = (
        some_hits(words, _LOOKED_AT)
        + Sql("SELECT s.product_id, d.name, d.slug, d.public_id")
        + on_the_shelf(ProductFilter(text=text), ctx, with_names=True)
        + Sql("ORDER BY h.score DESC, s.listed_at DESC, s.product_id DESC LIMIT %s", (_MOST,))
    )
    return tuple(
        Suggestion("product", name, f"/{ctx.language}/p/{quote(slug)}-{public_id}/", product_id)
        for product_id, name, slug, public_id in statement.rows()
    )
