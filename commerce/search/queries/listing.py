"""One page of a listing with its facets."""

from __future__ import annotations

from collections import defaultdict

from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.search.models import Placement, Term
from commerce.search.types import BrowseResult, FacetResult, FacetValueCount, ProductFilter

from .asked import Asked, ask
from .counting import page_and_counts
from .counts import Counts
from .terms import Terms, known_terms


def browse(wanted: ProductFilter, ctx: CommerceContext) -> BrowseResult:
    """The ids of one page in order, how many there are in all, facets with counts, and the price range.

    Everything is as of `ctx.now`. A facet's counts ignore what was chosen in itself, so that a second
    value can be added; the price range ignores the chosen range. Counts of a whole category with very many
    products may be a minute old. Prices sort and filter by the lowest public list price: what promotions and
    customer groups change is shown, not sorted by. A page past the end answers the last one. One statement,
    one more past the end.
    """
    known = known_terms()
    asked = ask(wanted, ctx, known)
    if asked.wanted.text and not asked.words:
        return BrowseResult((), 0, 1, asked.wanted.page_size)
    ids, counts = page_and_counts(asked, known)
    last = max(1, -(-counts.total // asked.wanted.page_size))
    if asked.wanted.page > last:
        asked = asked.at(last)
        ids, counts = page_and_counts(asked, known)
    return BrowseResult(
        product_ids=ids,
        total=counts.total,
        page=asked.wanted.page,
        page_size=asked.wanted.page_size,
        facets=_facets(counts, asked, known),
        lowest_price=counts.lowest,
        highest_price=counts.highest,
    )


def product_ids_below(category_id: int) -> list[int]:
    """Every product that stands in the category or below, on a shelf or not."""
    return list(Placement.objects.filter(category_id=category_id).values_list("product_id", flat=True))


def _facets(counts: Counts, asked: Asked, known: Terms) -> tuple[FacetResult, ...]:
    """The facets that shoppers can choose of, in the editors' order; chosen values stay even at zero."""
    chosen = {id_ for ids in asked.terms.values() for id_ in ids}
    language = asked.ctx.language
    groups: dict[str, list[Term]] = defaultdict(list)
    for id_ in sorted((counts.terms.keys() | chosen) & known.rank.keys(), key=known.rank.__getitem__):
        term = known.by_id[id_]
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
                    count=counts.terms.get(term.pk, 0),
                    is_active=term.pk in chosen,
                    color=term.color,
                )
                for term in terms
            ),
        )
        for facet, terms in groups.items()
    )
