"""A category or all products: filters, sort, pages, each state with an address of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from commerce.catalog import queries as catalog
from commerce.catalog.types import CategoryRef
from commerce.core import editorial
from commerce.core.context import CommerceContext
from commerce.core.editorial import Landing
from commerce.core.html import sanitize, to_text
from commerce.core.money import Money
from commerce.search.queries import browse
from commerce.search.types import BrowseResult, FacetResult, ProductFilter
from themes.engine.contracts import (
    ActiveFilter,
    CardData,
    Facet,
    FacetRange,
    FacetValue,
    LinkData,
    ListingContext,
    ListingData,
    SortOption,
)

from ..cards import cards
from ..filters import FACET_PREFIX, Wish, minor_units, read_wish
from ..meta import FILTERED, absolute, breadcrumb_document, meta_for
from ..paths import category_path, here, home_path, path
from ..prices import currency_symbol
from ..shell import shell
from .paging import pagination

PAGE_SIZE = 48


def listing_context(
    request: HttpRequest, ctx: CommerceContext, category: CategoryRef | None = None
) -> ListingContext:
    """The listing an address asks for. Raises Http404 for a page past the last one."""
    wish = read_wish(request.GET, [code for code, _label in sort_labels(searching=False)])
    categories = catalog.category_tree(ctx)
    base = category_path(category.slug, category.public_id, ctx.language) if category else here("products")
    listing, result = listing_data(ctx, wish, base, category)
    trail = catalog.category_path(category.id, ctx) if category else ()
    title = category.name if category else _("All products")
    description = catalog.category_description(category.id, ctx) if category else ""
    crumbs = breadcrumbs(trail, ctx, base, title)
    is_bare = wish.page == 1 and not wish.is_filtered and not wish.sort
    landing = editorial.source().category_landing(category.id, ctx) if category and is_bare else Landing()
    below = [ref for ref in categories if ref.parent_id == (category.id if category else None)]
    alternates = {
        code: category_path(category.slug, category.public_id, code) if category else path("products", code)
        for code in ctx.channel.languages
    }
    paged = listing.pagination
    meta = meta_for(
        request,
        ctx,
        title=title if wish.page == 1 else _("{title}, page {page}").format(title=title, page=wish.page),
        description=to_text(description) or _("{title}: {count} products to choose from.").format(
            title=title, count=result.total
        ),
        path=Wish(page=wish.page).url(base, page=wish.page),
        alternates={code: Wish().url(where, page=wish.page) for code, where in alternates.items()},
        robots=FILTERED if wish.is_filtered or wish.sort else "",
        jsonld=[breadcrumb_document(request, [(crumb.label, crumb.url) for crumb in crumbs]),
                item_list(request, listing.cards)],
        previous_path=paged.previous_url if paged else "",
        next_path=paged.next_url if paged else "",
    )  # fmt: skip
    return ListingContext(
        shell=shell(request, ctx, meta, categories=categories, alternates={
            code: wish.url(where, page=wish.page) for code, where in alternates.items()
        }),
        title=title,
        listing=listing,
        breadcrumbs=crumbs,
        intro=Markup(sanitize(description)) if description else None,  # noqa: S704 - sanitized
        subcategories=tuple(
            LinkData(ref.name, category_path(ref.slug, ref.public_id, ctx.language)) for ref in below
        ),
        above=landing.above,
        below=landing.below,
    )  # fmt: skip


def listing_data(
    ctx: CommerceContext, wish: Wish, base: str, category: CategoryRef | None = None
) -> tuple[ListingData, BrowseResult]:
    """Cards and filters of what is wished. Raises Http404 for a page past the last one."""
    result = browse(
        ProductFilter(
            category_id=category.id if category else None,
            text=wish.text,
            facets=wish.facets,
            min_price=minor_units(wish.min_price, ctx.currency),
            max_price=minor_units(wish.max_price, ctx.currency),
            in_stock_only=wish.in_stock_only,
            sort=wish.sort or ("relevance" if wish.text else ""),
            page=wish.page,
            page_size=PAGE_SIZE,
        ),
        ctx,
    )
    if wish.page > max(result.page_count, 1):
        raise Http404
    found = cards(result.product_ids, ctx)
    searching = bool(wish.text)
    labels = sort_labels(searching=searching)
    listing = ListingData(
        cards=found,
        total=result.total,
        facets=tuple(facets(result, wish, base, ctx)),
        active_filters=tuple(active_filters(result, wish, base, ctx)),
        clear_url=wish.cleared(base) if wish.is_filtered else "",
        sort_options=tuple(
            SortOption(code, label, wish.url(base, sort=code), code == wish.sort) for code, label in labels
        ),
        pagination=pagination(
            wish.page,
            result.page_count,
            result.total,
            PAGE_SIZE,
            len(result.product_ids),
            lambda number: wish.url(base, page=number),
        ),
        form_action=base,
        form_hidden=(("q", wish.text),) if wish.text else (),
    )
    return listing, result


def sort_labels(*, searching: bool) -> list[tuple[str, str]]:
    """Ways to order; the first one is what an address without `sort` means."""
    first = ("", _("Best match")) if searching else ("", pgettext("sort", "Featured"))
    newest = [("newest", pgettext("sort", "Newest"))]
    return [
        first,
        *newest,
        ("price", _("Price: low to high")),
        ("-price", _("Price: high to low")),
        ("name", pgettext("sort", "Name")),
    ]


def facets(result: BrowseResult, wish: Wish, base: str, ctx: CommerceContext) -> list[Facet]:
    found = [_facet(facet, wish, base) for facet in result.facets if facet.values]
    price = _price_facet(result, wish, base, ctx)
    stock = _stock_facet(wish, base)
    return [*found, *([price] if price else []), stock]


def _facet(facet: FacetResult, wish: Wish, base: str) -> Facet:
    chosen = wish.facets.get(facet.code, ())
    return Facet(
        code=facet.code,
        label=facet.name,
        name=FACET_PREFIX + facet.code,
        style="swatch" if any(value.color for value in facet.values) else "list",
        values=tuple(
            FacetValue(
                value=value.code,
                label=value.label,
                count=value.count,
                url=wish.url(base, facets=wish.toggled(facet.code, value.code)),
                is_active=value.code in chosen,
                is_disabled=value.count == 0 and value.code not in chosen,
                color=value.color,
            )
            for value in facet.values
        ),
        clear_url=wish.url(
            base, facets={code: kept for code, kept in wish.facets.items() if code != facet.code}
        )
        if chosen
        else "",
        active_count=len(chosen),
    )


def _price_facet(result: BrowseResult, wish: Wish, base: str, ctx: CommerceContext) -> Facet | None:
    is_set = bool(wish.min_price or wish.max_price)
    if result.lowest_price is None or result.highest_price is None:
        lowest = highest = ""
        if not is_set:
            return None
    else:
        lowest, highest = (
            f"{Money(amount, ctx.currency).decimal.normalize():f}"
            for amount in (result.lowest_price, result.highest_price)
        )
    return Facet(
        code="price",
        label=_("Price"),
        name="price",
        style="range",
        range=FacetRange(
            "price_min",
            "price_max",
            wish.min_price,
            wish.max_price,
            lowest,
            highest,
            currency_symbol(ctx.currency, ctx.language),
        ),
        clear_url=wish.url(base, min_price="", max_price="") if is_set else "",
        active_count=int(is_set),
    )


def _stock_facet(wish: Wish, base: str) -> Facet:
    url = wish.url(base, in_stock_only=not wish.in_stock_only)
    value = FacetValue("1", _("In stock only"), 0, url, wish.in_stock_only)
    return Facet(
        "in_stock", _("Availability"), "in_stock", values=(value,), active_count=int(wish.in_stock_only)
    )


def active_filters(result: BrowseResult, wish: Wish, base: str, ctx: CommerceContext) -> list[ActiveFilter]:
    """Every filter in force with the address without it, also of values that no product has."""
    labels = {
        (facet.code, value.code): (value.label, facet.name)
        for facet in result.facets
        for value in facet.values
    }
    found = []
    for code, values in wish.facets.items():
        for value in values:
            label, group = labels.get((code, value), (value, code))
            found.append(ActiveFilter(label, group, wish.url(base, facets=wish.toggled(code, value))))
    if wish.min_price or wish.max_price:
        symbol = currency_symbol(ctx.currency, ctx.language)
        text = (
            f"{symbol}{wish.min_price or '0'} – {symbol}{wish.max_price}"
            if wish.max_price
            else _("from {price}").format(price=f"{symbol}{wish.min_price}")
        )
        found.append(ActiveFilter(text, _("Price"), wish.url(base, min_price="", max_price="")))
    if wish.in_stock_only:
        found.append(ActiveFilter(_("In stock only"), _("Availability"), wish.url(base, in_stock_only=False)))
    return found


def breadcrumbs(
    trail: tuple[CategoryRef, ...], ctx: CommerceContext, base: str, title: str
) -> tuple[LinkData, ...]:
    """Home, the categories above, this page."""
    above = [LinkData(ref.name, category_path(ref.slug, ref.public_id, ctx.language)) for ref in trail[:-1]]
    return (LinkData(_("Home"), home_path(ctx.language)), *above, LinkData(title, base, current=True))


def item_list(request: HttpRequest, found: tuple[CardData, ...]) -> dict[str, object]:
    """schema.org's ItemList of the cards shown."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "url": absolute(request, card.url), "name": card.title}
            for at, card in enumerate(found, 1)
        ],
    }
