"""Finding products by words, as a piece of SQL: `hits` with product_id and score.

What is short (names, brands, SKUs, and what cards and filters say) is asked first. Descriptions mention all
sorts of things, so they are asked only where the short texts have few answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from commerce.search.words import fold

from .asked import Asked
from .statements import Sql, joined, named

# Documents. Nobody who finds so many by their names looks for what merely mentions the words.
ENOUGH = 24
_SKU = r"CASE WHEN d.skus LIKE %s ESCAPE '\' THEN 1000 ELSE 0 END"


def hits(asked: Asked) -> Sql:
    """`short AS (...), whole AS (...), hits AS (...)`: products one of whose documents has all words, in any
    language.

    For the best matches first: a product whose SKU is the text, then texts in the reader's own language,
    then those where the words weigh more. Other orders need no scores, and these cost more than finding.
    """
    short = _documents(asked, "short")
    whole = _documents(asked, "whole") + Sql("AND (SELECT COUNT(*) FROM short) < %s", (ENOUGH,))
    best = Sql(
        """hits AS (SELECT product_id, MAX(score) AS score
        FROM (SELECT * FROM short UNION ALL SELECT * FROM whole) AS either GROUP BY product_id)"""
    )
    return joined([named("short", short), named("whole", whole), best], ",\n")


def _documents(asked: Asked, texts: str) -> Sql:
    score = _score(asked, texts) if asked.wanted.sort == "relevance" else Sql("0")
    return Sql("SELECT d.product_id,") + score + Sql("AS score") + matching(asked.words, texts)


def _score(asked: Asked, texts: str) -> Sql:
    own = Sql("+ CASE WHEN d.language = %s THEN 1 ELSE 0 END", (asked.ctx.language,))
    score = Sql(rank(texts)) + own
    if any(character.isdigit() for character in asked.wanted.text):
        sku = fold(asked.wanted.text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        score += Sql("+ " + _SKU, (f"%\n{sku}\n%",))
    return score


def rank(texts: str) -> str:
    """How well a document fits; more is better."""
    if connection.vendor == "postgresql":
        return f"ts_rank(d.{texts}, q)"
    return "-bm25(search_productdocument_fts, 8.0, 3.0, 1.0) / 100"


def matching(words: Sequence[str], texts: str, *, is_prefix: bool = False) -> Sql:
    """FROM and WHERE of documents `d` with all `words` in their `texts` (the last word may go on).

    Words are letters and digits only (see `words`), so quoting them is enough.
    """
    if connection.vendor == "postgresql":
        asked = " & ".join(f"'{word}'" for word in words) + (":*" if is_prefix else "")
        return Sql(
            f"FROM search_productdocument d, to_tsquery('simple', %s) q WHERE d.{texts} @@ q",
            (asked,),
        )
    asked = " AND ".join(f'"{word}"' for word in words) + ("*" if is_prefix else "")
    return Sql(
        """FROM search_productdocument_fts JOIN search_productdocument d
        ON d.id = search_productdocument_fts.rowid WHERE search_productdocument_fts MATCH %s""",
        (f"{{title facts}} : ({asked})" if texts == "short" else asked,),
    )
