"""The SQL of listings, in pieces. The ORM has no words for a page and its counts under several choices in
one statement, so the pieces are text with placeholders; every value travels as a parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .asked import Asked


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


def named(name: str, rows: Sql) -> Sql:
    """A table of a WITH clause, made once."""
    return Sql(f"{name} AS MATERIALIZED (") + rows + Sql(")")


def instant(asked: Asked) -> Any:
    """The context's instant as the database compares it."""
    return connection.ops.adapt_datetimefield_value(asked.ctx.now)


def offers(
    asked: Asked, *, marks: Iterable[Sql] = (), only: Iterable[Sql] = (), first_few: bool = False
) -> Sql:
    """SELECT product_id, amount, listed_at, terms, score, sort_key of everything a shopper may see that lies
    in the category, has the words (`hits`) and fulfills `only`. For each of `marks` a column m1, m2, … says 0
    where it is fulfilled and 1 where not. `first_few`: the reader stops after a page in some order.

    A product without a public price in the context's currency is on no list.
    """
    has_names = asked.wanted.sort == "name"
    score, sort_key = "h.score" if asked.words else "0", "d.sort_key" if has_names else "''"
    columns = [Sql(f"o.product_id, o.amount, o.listed_at, o.terms, {score} AS score, {sort_key} AS sort_key")]
    columns += [
        Sql(f"CASE WHEN {mark.text} THEN 0 ELSE 1 END AS m{number}", mark.parameters)
        for number, mark in enumerate(marks, 1)
    ]
    # SQLite would begin with all offers of the channel; CROSS JOIN makes it begin with the hits.
    tables = Sql("FROM hits h CROSS JOIN search_offer o" if asked.words else "FROM search_offer o")
    if has_names:
        tables += Sql(
            "JOIN search_productdocument d ON d.product_id = o.product_id AND d.language = %s",
            (asked.ctx.language,),
        )
    conditions = joined([*_asked_for(asked, first_few), *only], "\nAND ")
    return Sql("SELECT") + joined(columns, ", ") + tables + Sql("WHERE") + conditions


def _asked_for(asked: Asked, first_few: bool) -> Iterator[Sql]:
    now = instant(asked)
    yield Sql("o.starts_at <= %s AND (o.ends_at IS NULL OR o.ends_at > %s)", (now, now))
    yield from ever_in(asked, first_few=first_few)
    if asked.words:
        yield Sql("o.product_id = h.product_id")
        yield _among(Sql("SELECT product_id FROM hits"), first_few=False)
    if asked.wanted.in_stock_only:
        yield Sql("o.is_in_stock")


def ever_in(asked: Asked, *, first_few: bool = False) -> Iterator[Sql]:
    """Offers of the channel and currency in the category, at any time."""
    yield Sql("o.channel_id = %s AND o.currency = %s", (asked.ctx.channel.id, asked.ctx.currency))
    if asked.wanted.category_id is not None:
        placed = "SELECT product_id FROM search_placement WHERE category_id = %s"
        yield _among(Sql(placed, (asked.wanted.category_id,)), first_few=first_few)


def _among(products: Sql, *, first_few: bool) -> Sql:
    """Offers of these products. Where all are wanted, PostgreSQL is made to look them up one by one: it
    believes that hundreds of look-ups cost more than reading every offer there is."""
    is_list = connection.vendor == "postgresql" and not first_few
    before, after = ("= ANY(ARRAY(", "))") if is_list else ("IN (", ")")
    return Sql(f"o.product_id {before}") + products + Sql(after)


def having(ids: Iterable[int]) -> Sql:
    """Offers with one of the terms; nothing has one of none."""
    found = tuple(ids)
    if connection.vendor == "postgresql":
        return Sql("o.terms && %s::integer[]", (list(found),))
    marks = ", ".join(["%s"] * len(found)) or "NULL"
    return Sql("EXISTS (SELECT 1 FROM json_each(o.terms)") + Sql(f"WHERE value IN ({marks}))", found)


def per_term() -> Sql:
    """FROM with a row per product and term of the table `found`: `value` is the term's id."""
    if connection.vendor == "postgresql":
        return Sql("FROM (SELECT missing, unnest(terms) AS value FROM found) AS each")
    return Sql("FROM found, json_each(found.terms)")


def priced(asked: Asked) -> Sql:
    """Offers within the chosen bounds."""
    bounds = (("o.amount >= %s", asked.wanted.min_price), ("o.amount <= %s", asked.wanted.max_price))
    return joined([Sql(text, (amount,)) for text, amount in bounds if amount is not None], " AND ")
