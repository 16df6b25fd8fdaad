"""Search results; a page without any still helps on."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from commerce.catalog import queries as catalog
from commerce.core.context import CommerceContext
from commerce.search.queries import browse, suggest
from commerce.search.types import ProductFilter
from themes.engine.contracts import (
    CardData,
    LinkData,
    ListingData,
    SearchContext,
    SuggestionGroup,
    SuggestionsFragment,
)

from ..cards import cards
from ..filters import read_wish
from ..meta import FILTERED, meta_for
from ..paths import category_path, here, path
from ..shell import shell
from .listing import listing_data, sort_labels

RECOMMENDED = 8


def search_context(request: HttpRequest, ctx: CommerceContext) -> SearchContext:
    """What a search finds. Raises Http404 for a page past the last one."""
    wish = read_wish(request.GET, [code for code, _label in sort_labels(searching=True)])
    base = here("search")
    categories = catalog.category_tree(ctx)
    listing = ListingData(cards=(), total=0, form_action=base)
    if wish.text:
        listing, _result = listing_data(ctx, wish, base)
    helps_on = not listing.total and not wish.is_filtered
    title = _("Results for “{query}”").format(query=wish.text) if wish.text else _("Search")
    alternates = {code: wish.url(path("search", code)) for code in ctx.channel.languages}
    return SearchContext(
        shell=shell(
            request,
            ctx,
            meta_for(request, ctx, title=title, robots=FILTERED),
            search_query=wish.text,
            alternates=alternates,
            categories=categories,
        ),
        query=wish.text,
        listing=listing,
        popular=tuple(
            LinkData(ref.name, category_path(ref.slug, ref.public_id, ctx.language))
            for ref in categories
            if ref.parent_id is None
        )
        if helps_on
        else (),
        recommended=_newest(ctx) if helps_on else (),
    )


def suggestions(request: HttpRequest, ctx: CommerceContext) -> SuggestionsFragment:
    """What the words typed so far may be meant to become, by kind."""
    query = read_wish(request.GET).text
    groups: dict[str, list[LinkData]] = {}
    for each in suggest(query, ctx):
        groups.setdefault(each.kind, []).append(LinkData(each.label, each.url))
    return SuggestionsFragment(
        query=query,
        count=sum(map(len, groups.values())),
        groups=tuple(SuggestionGroup(kind, tuple(links)) for kind, links in groups.items()),
    )


def _newest(ctx: CommerceContext) -> tuple[CardData, ...]:
    """What has come in lately, so that nobody leaves with empty hands."""
    found = browse(ProductFilter(sort="newest", page_size=RECOMMENDED), ctx)
    return cards(found.product_ids, ctx)
