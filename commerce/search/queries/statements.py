"""The SQL of listings, in pieces. The ORM has no words for counting facets under several selections in
one statement, so the pieces are text with placeholders; every value travels as a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from commerce.core.context import CommerceContext
from commerce.search.types import ProductFilter
from commerce.search.words import fold, query_words

# What one request may ask; more is cut off, so that nobody buys an expensive statement.
MOST_FACETS, MOST_VALUES, MOST_WORDS = 12, 50, 16


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement with its parameters in order."""

    text: str
    parameters: tuple[Any, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        return Sql(f"{self.text}\n{other.text}", self.parameters + other.parameters)

    def rows(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.text, self.parameters)
            return list(cursor.fetchall())


def joined(pieces: Sequence[Sql], by: str) -> Sql:
    parameters = tuple(value for piece in pieces for value in piece.parameters)
    return Sql(by.join(piece.text for piece in pieces), parameters)


def on_the_shelf(wanted: ProductFilter, ctx: CommerceContext, *, with_names: bool = False) -> Sql:
    """FROM and WHERE of everything a shopper may see: shelf `s`, its price now `p`, hits `h`, names `d`.

    A product without a public price in the context's currency is on no list.
    """
    now = connection.ops.adapt_datetimefield_value(ctx.now)
    tables = Sql(
        """FROM search_shelf s JOIN search_shelfprice p ON p.shelf_id = s.id AND p.currency = %s
        AND p.valid_from <= %s AND (p.valid_until IS NULL OR p.valid_until > %s)""",
        (ctx.currency, now, now),
    )
    if wanted.category_id is not None:
        tables += Sql(
            "JOIN search_placement c ON c.product_id = s.product_id AND c.category_id = %s",
            (wanted.category_id,),
        )
    if wanted.text:
        tables += Sql("JOIN hits h ON h.product_id = s.product_id")
    if with_names:
        tables += Sql(
            "JOIN search_productdocument d ON d.product_id = s.product_id AND d.language = %s",
            (ctx.language,),
        )
    where = Sql(
        """WHERE s.channel_id = %s AND (s.available_from IS NULL OR s.available_from <= %s)
        AND (s.available_until IS NULL OR s.available_until > %s)""",
        (ctx.channel.id, now, now),
    )
    if wanted.in_stock_only:
        where += Sql("AND s.is_in_stock")
    return tables + where


def selections(wanted: ProductFilter) -> dict[str, Sql]:
    """A condition per facet that something was chosen of, and "" for the price range.

    Conditions refer to `s` and `p`. A facet nobody has ever used (a tracking parameter) chooses nothing.
    """
    found = {}
    for facet, values in list(wanted.facets.items())[:MOST_FACETS]:
        chosen = tuple(values)[:MOST_VALUES]
        if facet and chosen:
            found[facet] = Sql(
                f"""(EXISTS (SELECT 1 FROM search_productterm pt JOIN search_term t ON t.id = pt.term_id
                WHERE pt.product_id = s.product_id AND t.facet = %s AND t.value IN ({_marks(chosen)}))
                OR NOT EXISTS (SELECT 1 FROM search_term t WHERE t.facet = %s))""",  # noqa: S608
                (facet, *chosen, facet),
            )
    bounds = []
    if wanted.min_price is not None:
        bounds.append(Sql("p.amount >= %s", (wanted.min_price,)))
    if wanted.max_price is not None:
        bounds.append(Sql("p.amount <= %s", (wanted.max_price,)))
    if bounds:
        found[""] = joined(bounds, " AND ")
    return found


def hits(text: str, ctx: CommerceContext) -> Sql | None:
    """`WITH hits AS (...)`: product ids and scores of a text search in all languages; None: no word in it.

    Every word must be found. A product whose SKU is the text comes first, texts in the reader's own
    language before others.
    """
    words = query_words(text)[:MOST_WORDS]
    if not words:
        return None
    sku = "%\n" + fold(text.strip()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "\n%"
    bonus = r"""CASE WHEN d.skus LIKE %s ESCAPE '\' THEN 1000 ELSE 0 END
        + CASE WHEN d.language = %s THEN 1 ELSE 0 END"""
    return (
        Sql("WITH")
        + matches(words)
        + Sql(
            f""", hits AS (SELECT d.product_id, MAX(m.score + {bonus}) AS score
        FROM matches m JOIN search_productdocument d ON d.id = m.id GROUP BY d.product_id)""",  # noqa: S608
            (sku, ctx.language),
        )
    )


def matches(words: Sequence[str], *, in_names: bool = False, is_prefix: bool = False) -> Sql:
    """`matches AS (...)`: ids and scores of documents with all `words`; the last one may go on.

    Words are letters and digits only (see `words`), so quoting them is enough.
    """
    if connection.vendor == "postgresql":
        weight = "A" if in_names else ""
        marks = [weight] * (len(words) - 1) + [("*" if is_prefix else "") + weight]
        asked = " & ".join(f"'{word}'{mark and ':'}{mark}" for word, mark in zip(words, marks))
        return Sql(
            """matches AS MATERIALIZED (SELECT doc.id, ts_rank(doc.vector, q) AS score
            FROM search_productdocument doc, to_tsquery('simple', %s) q WHERE doc.vector @@ q)""",
            (asked,),
        )
    asked = " AND ".join(f'"{word}"' for word in words) + ("*" if is_prefix else "")
    return Sql(
        """matches AS MATERIALIZED (
        SELECT rowid AS id, -bm25(search_productdocument_fts, 8.0, 1.0) / 100 AS score
        FROM search_productdocument_fts WHERE search_productdocument_fts MATCH %s)""",
        (f"title : ({asked})" if in_names else asked,),
    )


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
