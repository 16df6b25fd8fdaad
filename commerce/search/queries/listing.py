"""One page of a listing with its facets: three statements, whatever the page size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Q

from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.search.models import Placement, Term
from commerce.search.types import BrowseResult, FacetResult, FacetValueCount, ProductFilter
from commerce.search.words import query_words

from .statements import MOST_WORDS, Sql, hits, joined, on_the_shelf, selections

LARGEST_PAGE = 100
_FURTHEST = 10_000_000
_ORDERS = {
    "newest": "s.listed_at DESC, s.product_id DESC",
    "price": "p.amount, s.product_id DESC",
    "-price": "p.amount DESC, s.product_id DESC",
    "name": "d.sort_key, s.product_id",
    "relevance": "h.score DESC, s.listed_at DESC, s.product_id DESC",
}


def browse(wanted: ProductFilter, ctx: CommerceContext) -> BrowseResult:
    """The ids of one page in order, how many there are in all, facets with counts, and the price range.

    Everything is as of `ctx.now`. A facet's counts ignore what was chosen in itself, so that a second
    value can be added; the price range ignores the chosen range. Prices sort and filter by the lowest
    public list price: what promotions and customer groups change is shown, not sorted by. A page past the
    end answers the last one. Three statements, one more past the end.
    """
    wanted = _bounded(wanted)
    empty = BrowseResult((), 0, 1, wanted.page_size)
    words = query_words(wanted.text)[:MOST_WORDS]
    if wanted.text and not words:
        return empty
    total, lowest, highest, counts = _summary(wanted, ctx, words)
    if not total and not counts and lowest is None:
        return empty
    page = min(wanted.page, max(1, -(-total // wanted.page_size)))
    return BrowseResult(
        product_ids=_page(replace(wanted, page=page), ctx, words) if total else (),
        total=total,
        page=page,
        page_size=wanted.page_size,
        facets=_facets(counts, wanted, ctx.language),
        lowest_price=lowest,
        highest_price=highest,
    )


def product_ids_below(category_id: int) -> list[int]:
    """Every product that stands in the category or below, on a shelf or not."""
    return list(Placement.objects.filter(category_id=category_id).values_list("product_id", flat=True))


def _bounded(wanted: ProductFilter) -> ProductFilter:
    text = wanted.text.strip()[:200]
    sort = wanted.sort if wanted.sort in _ORDERS else ("relevance" if text else "newest")
    if sort == "relevance" and not text:
        sort = "newest"
    size = min(max(wanted.page_size, 1), LARGEST_PAGE)
    return replace(
        wanted, text=text, sort=sort, page_size=size, page=min(max(wanted.page, 1), _FURTHEST // size)
    )


def _page(wanted: ProductFilter, ctx: CommerceContext, words: Sequence[str]) -> tuple[int, ...]:
    statement = Sql("SELECT s.product_id")
    if words:
        statement = hits(words, wanted.text, ctx, with_scores=wanted.sort == "relevance") + statement
    statement += on_the_shelf(wanted, ctx, with_names=wanted.sort == "name")
    for condition in selections(wanted).values():
        statement += Sql("AND") + condition
    statement += Sql(
        f"ORDER BY {_ORDERS[wanted.sort]} LIMIT %s OFFSET %s",
        (wanted.page_size, (wanted.page - 1) * wanted.page_size),
    )
    return tuple(row[0] for row in statement.rows())


def _summary(
    wanted: ProductFilter, ctx: CommerceContext, words: Sequence[str]
) -> tuple[int, int | None, int | None, dict[int, int]]:
    """How many, lowest and highest price, and products per term, in one pass over the shelf.

    Each product carries a mark per selection it fails. One without marks counts everywhere; one with a
    single mark still counts for the facet that gave it.
    """
    chosen = list(selections(wanted).items())
    marks = [
        Sql(f", CASE WHEN {c.text} THEN 0 ELSE 1 END AS f{n}", c.parameters)
        for n, (_, c) in enumerate(chosen)
    ]
    shelf = Sql("SELECT s.product_id, p.amount") + joined(marks, "") + on_the_shelf(wanted, ctx)
    all_marks = " + ".join(f"f{n}" for n in range(len(chosen))) or "0"
    price_mark = next((f" - f{n}" for n, (facet, _) in enumerate(chosen) if not facet), "")
    counted = Sql(f"{all_marks} = 0")
    for number, (facet, _) in enumerate(chosen):
        if facet:
            counted += Sql(f"OR ({all_marks} = 1 AND f{number} = 1 AND t.facet = %s)", (facet,))
    statement = (
        (hits(words, wanted.text, ctx, with_scores=False) + Sql(", ") if words else Sql("WITH "))
        + Sql("shelf AS MATERIALIZED (")
        + shelf
        + Sql(
            f""") SELECT 0, COUNT(CASE WHEN {all_marks} = 0 THEN 1 END),
            MIN(CASE WHEN {all_marks}{price_mark} = 0 THEN amount END),
            MAX(CASE WHEN {all_marks}{price_mark} = 0 THEN amount END) FROM shelf
            UNION ALL SELECT pt.term_id, COUNT(*), NULL, NULL
            FROM shelf JOIN search_productterm pt ON pt.product_id = shelf.product_id
            {"JOIN search_term t ON t.id = pt.term_id" if chosen else ""} WHERE"""  # noqa: S608
        )
        + counted
        + Sql("GROUP BY pt.term_id")
    )
    counts: dict[int, int] = {}
    total, lowest, highest = 0, None, None
    for term_id, count, low, high in statement.rows():
        if term_id:
            counts[term_id] = count
        else:
            total, lowest, highest = count, low, high
    return total, lowest, highest, counts


def _facets(counts: Mapping[int, int], wanted: ProductFilter, language: str) -> tuple[FacetResult, ...]:
    """The facets that shoppers can choose of, in the editors' order; chosen values stay even at zero."""
    chosen = Q(pk__in=list(counts))
    for facet, values in wanted.facets.items():
        chosen |= Q(facet=facet, value__in=list(values))
    groups: dict[str, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(chosen).order_by("facet_position", "facet", "position", "value"):
        groups[term.facet].append(term)
    return tuple(
        FacetResult(
            code=facet,
            name=pick(terms[0].facet_name, language),
            kind=terms[0].kind,
            values=tuple(
                FacetValueCount(
                    code=term.value,
                    label=pick(term.label, language) or term.value,
                    count=counts.get(term.pk, 0),
                    is_active=term.value in wanted.facets.get(facet, ()),
                    color=term.color,
                )
                for term in terms
            ),
        )
        for facet, terms in groups.items()
    )
