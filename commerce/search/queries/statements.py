"""The SQL of listings, in pieces. The ORM has no words for counting facets under several selections in
one statement, so the pieces are text with placeholders; every value travels as a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from commerce.core.context import CommerceContext
from commerce.search.types import ProductFilter
from commerce.search.words import fold

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


def hits(words: Sequence[str], text: str, ctx: CommerceContext, *, with_scores: bool) -> Sql:
    """`WITH hits AS (...)`: ids of products one of whose documents has all `words`, in any language.

    With scores a product whose SKU is the text comes first, texts in the reader's own language before
    others. Counting needs no scores, and they cost more than the finding.
    """
    asked, found = _matching(words)
    if not with_scores:
        return Sql(f"WITH hits AS MATERIALIZED (SELECT DISTINCT d.product_id {found})", (asked,))
    bonus = Sql("CASE WHEN d.language = %s THEN 1 ELSE 0 END", (ctx.language,))
    if any(character.isdigit() for character in text):
        sku = fold(text.strip()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = r"+ CASE WHEN d.skus LIKE %s ESCAPE '\' THEN 1000 ELSE 0 END"
        bonus += Sql(like, (f"%\n{sku}\n%",))
    return Sql(
        f"""WITH scored AS MATERIALIZED (SELECT d.product_id, {_score()} + {bonus.text} AS score {found}),
        hits AS (SELECT product_id, MAX(score) AS score FROM scored GROUP BY product_id)""",  # noqa: S608
        (*bonus.parameters, asked),
    )


def some_hits(words: Sequence[str], most: int) -> Sql:
    """`WITH hits AS (...)`: up to `most` products whose names, brands or SKUs go on from `words`, scored."""
    asked, found = _matching(words, in_names=True, is_prefix=True)
    return Sql(
        f"""WITH looked_at AS MATERIALIZED (SELECT d.product_id, {_score()} AS score {found} LIMIT %s),
        hits AS (SELECT product_id, MAX(score) AS score FROM looked_at GROUP BY product_id)""",  # noqa: S608
        (asked, most),
    )


def _score() -> str:
    if connection.vendor == "postgresql":
        return "ts_rank(d.vector, q)"
    return "-bm25(search_productdocument_fts, 8.0, 1.0) / 100"


def _matching(words: Sequence[str], *, in_names: bool = False, is_prefix: bool = False) -> tuple[str, str]:
    """What to ask the text index for; FROM and WHERE of documents `d` with all `words` (the last may go on).

    Words are letters and digits only (see `words`), so quoting them is enough.
    """
    if connection.vendor == "postgresql":
        weight = "A" if in_names else ""
        marks = [weight] * (len(words) - 1) + [("*" if is_prefix else "") + weight]
        asked = " & ".join(f"'{word}'{mark and ':'}{mark}" for word, mark in zip(words, marks))
        return asked, "FROM search_productdocument d, to_tsquery('simple', %s) q WHERE d.vector @@ q"
    asked = " AND ".join(f'"{word}"' for word in words) + ("*" if is_prefix else "")
    return (
        f"title : ({asked})" if in_names else asked,
        """FROM search_productdocument_fts JOIN search_productdocument d
        ON d.id = search_productdocument_fts.rowid WHERE search_productdocument_fts MATCH %s""",
    )


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
