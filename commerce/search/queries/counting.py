"""A page of products and how many there are of everything, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from . import kept
from .asked import Asked
from .counts import Counts
from .statements import Sql, having, joined, named, offers, per_term, priced
from .terms import Terms
from .text import hits

PRICE = ""  # stands among the facets for the price range
_ORDERS = {
    "newest": "listed_at DESC, product_id DESC",
    "price": "amount, product_id DESC",
    "-price": "amount DESC, product_id",
    "name": "sort_key, product_id",
    "relevance": "score DESC, listed_at DESC, product_id DESC",
}
_TOTALS, _TERMS, _PAGE = range(3)  # what a row of the statement is about


def page_and_counts(asked: Asked, known: Terms) -> tuple[tuple[int, ...], Counts]:
    """Ids of the page in order, and the counts that go with it. One statement.

    A facet counts as if nothing were chosen of it, and the price range is the one without bounds: so what
    misses a single choice still counts for that choice. With one choice this is the whole category; where
    its counts are kept, the statement looks only at what fits.
    """
    choices = {facet: having(ids) for facet, ids in asked.terms.items()}
    choices |= {PRICE: priced(asked)} if asked.has_prices else {}
    whole = kept.whole(asked) if len(choices) <= 1 else None
    if whole and not choices:
        return _page(asked), whole
    found = _fitting(asked, choices) if whole or not choices else _nearly_fitting(asked, choices)
    page, missing = _read(asked, found)
    fitting = missing[0]
    without = {facet: whole or fitting + missing[number] for number, facet in enumerate(choices, 1)}
    if not whole and len(choices) <= 1:
        kept.keep(asked, next(iter(without.values()), fitting))
    terms = {id_: count for id_, count in fitting.terms.items() if known.facet(id_) not in choices}
    for facet, counts in without.items():
        terms |= {id_: counts.terms[id_] for id_ in known.ids.get(facet, {}).values() if id_ in counts.terms}
    prices = without.get(PRICE, fitting)
    return page, Counts(fitting.total, prices.lowest, prices.highest, terms)


def _page(asked: Asked) -> tuple[int, ...]:
    size = asked.wanted.page_size
    window = Sql("LIMIT %s OFFSET %s", (size, (asked.wanted.page - 1) * size))
    order = Sql(f") AS found ORDER BY {_ORDERS[asked.wanted.sort]}")
    statement = Sql("SELECT product_id FROM (") + offers(asked, first_few=True) + order + window
    return tuple(row[0] for row in statement.rows())


def _fitting(asked: Asked, choices: Mapping[str, Sql]) -> list[Sql]:
    """The table `found`: offers that miss nothing."""
    fitting = offers(asked, only=choices.values())
    return [named("found", Sql("SELECT o.*, 0 AS missing FROM (") + fitting + Sql(") AS o"))]


def _nearly_fitting(asked: Asked, choices: Mapping[str, Sql]) -> list[Sql]:
    """The table `found`: offers with the number of the one choice they miss, 0 for none."""
    facets = list(asked.terms.values())
    # What misses one of several facets has another: that spares looking at everything.
    only = [having(id_ for ids in facets for id_ in ids)] if len(facets) > 1 else []
    marks = [f"m{number}" for number in range(1, len(choices) + 1)]
    missing = Sql(" + ".join(f"{number} * {mark}" for number, mark in enumerate(marks, 1)))
    at_most_one = Sql(" + ".join(marks) + " <= 1")
    found = Sql("SELECT m.*,") + missing + Sql("AS missing FROM marked AS m WHERE") + at_most_one
    return [named("marked", offers(asked, marks=choices.values(), only=only)), named("found", found)]


def _read(asked: Asked, found: Sequence[Sql]) -> tuple[tuple[int, ...], Mapping[int, Counts]]:
    """The page, and counts by the number of the choice that is missing."""
    page: dict[int, int] = {}
    totals: dict[int, tuple[int, int, int]] = {}
    terms: dict[int, dict[int, int]] = defaultdict(dict)
    for about, missing, first, second, third in _statement(asked, found).rows():
        if about == _TOTALS:
            totals[missing] = (first, second, third)
        elif about == _TERMS:
            terms[missing][first] = second
        else:
            page[second] = first
    counts: dict[int, Counts] = defaultdict(Counts)
    counts.update({number: Counts(*total, terms[number]) for number, total in totals.items()})
    return tuple(page[place] for place in sorted(page)), counts


def _statement(asked: Asked, found: Sequence[Sql]) -> Sql:
    """Rows of (what about, missing, three columns): how many, their lowest and highest price; term, how
    many; product, its place."""
    tables = [hits(asked), *found] if asked.words else found
    last = asked.wanted.page * asked.wanted.page_size
    parts = [
        Sql(f"SELECT {_TOTALS}, missing, COUNT(*), MIN(amount), MAX(amount)")
        + Sql("FROM found GROUP BY missing"),
        Sql(f"SELECT {_TERMS}, missing, value, COUNT(*), 0") + per_term() + Sql("GROUP BY missing, value"),
        Sql(f"SELECT {_PAGE}, 0, product_id, place, 0")
        + Sql(f"FROM (SELECT product_id, ROW_NUMBER() OVER (ORDER BY {_ORDERS[asked.wanted.sort]}) AS place")
        + Sql("FROM found WHERE missing = 0) AS placed")
        + Sql("WHERE place > %s AND place <= %s", (last - asked.wanted.page_size, last)),
    ]
    return Sql("WITH") + joined(tables, ",\n") + joined(parts, "\nUNION ALL\n")
