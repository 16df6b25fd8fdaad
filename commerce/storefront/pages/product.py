"""The product page: one variant shown, every other one a link away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from commerce.catalog import queries as catalog
from commerce.catalog.types import ProductCard, ProductDetail, VariantRef
from commerce.core import editorial
from commerce.core.context import CommerceContext
from commerce.core.editorial import Overlay
from commerce.core.errors import NotFound
from commerce.inventory.types import Availability
from commerce.pricing.engine.types import Line
from commerce.quotes.queries import variant_prices
from commerce.search.queries import beside
from commerce.shipping.queries import options as delivery_options
from themes.engine.contracts import (
    AttributeRow,
    BuyForm,
    DeliveryPromise,
    GalleryItem,
    ImageData,
    LinkData,
    ProductContext,
    ServicePromise,
    StockNotice,
    VariantData,
)

from ..address_form import default_country
from ..cards import cards_of, facts_of, picture_alts
from ..context import request_context
from ..http import moved, page
from ..paths import category_path, home_path, path, product_path
from ..pictures import image_sets
from ..prices import line_price, money
from ..shell import policies, shell
from ..terms import Terms
from .options import choose_variant, option_groups
from .product_meta import language_paths, product_meta

MAX_QUANTITY = 999


@dataclass(frozen=True, slots=True)
class Offers:
    """What every variant costs, how much of it there is, and the one that is shown."""

    lines: Mapping[int, Line]
    free: Mapping[int, Availability]
    can_buy: Mapping[int, bool]
    selected: VariantRef | None

    @classmethod
    def of(cls, detail: ProductDetail, wanted: str, terms: Terms, ctx: CommerceContext) -> Offers:
        """`wanted`: the public id of the variant that was asked for, or an empty text. Reads nothing."""
        ids = [variant.id for variant in detail.variants]
        lines = variant_prices(ids, ctx, facts=detail.facts(), rules=terms.rules)
        can_buy = {
            id_: detail.is_buyable and id_ in lines and id_ in terms.free and terms.free[id_].is_available
            for id_ in ids
        }
        return cls(lines, terms.free, can_buy, choose_variant(detail, wanted, can_buy))

    @property
    def line(self) -> Line | None:
        return self.lines.get(self.selected.id) if self.selected else None

    @property
    def ends_at(self) -> datetime | None:
        """When the first of the promotions behind the price is over; None: none of them has an end."""
        ends = [one.ends_at for one in self.line.adjustments if one.ends_at] if self.line else []
        return min(ends, default=None)

    @property
    def stock(self) -> Availability | None:
        return self.free.get(self.selected.id) if self.selected else None


def product_context(
    request: HttpRequest,
    public_id: str,
    ctx: CommerceContext,
    overlay: Overlay | None = None,
    *,
    detail: ProductDetail | None = None,
) -> ProductContext:
    """The page of a product, with its live story unless another `overlay` is given (a preview).

    `?variant=` chooses the variant. Raises catalog's NotFound.
    """
    detail = detail or catalog.get_detail(public_id, ctx)
    if overlay is None:
        overlay = editorial.source().overlays([detail.id], ctx).get(detail.id)
    others = _others(detail, ctx)
    terms = Terms.of(detail.facts() | facts_of(others), ctx)
    offers = Offers.of(detail, request.GET.get("variant", ""), terms, ctx)
    selected, line = offers.selected, offers.line
    own, beside_it = gallery_alts(detail, selected), picture_alts(others)
    pictures = image_sets(
        [*own, *beside_it], {"gallery": own, "thumb": dict.fromkeys(own, ""), "card": beside_it}
    )

    def url_of(variant: VariantRef) -> str:
        return product_path(detail.slug, detail.public_id, ctx.language, variant.public_id)

    gallery = _gallery(own, pictures)
    crumbs = _breadcrumbs(detail, ctx)
    meta = product_meta(request, detail, overlay, offers, gallery, crumbs, ctx)
    return ProductContext(
        shell=shell(request, ctx, meta, alternates=language_paths(detail)),
        id=detail.public_id,
        title=detail.name,
        subtitle=detail.summary,
        url=crumbs[-1].url,
        brand=_brand(detail, ctx),
        variant=VariantData(selected.public_id, selected.sku, selected.label, url_of(selected))
        if selected
        else None,
        price=line_price(line, ctx),
        stock=stock_notice(detail, line, offers.stock),
        buy=buy_form(detail, selected, line, offers.stock, ctx),
        gallery=gallery,
        options=option_groups(detail, selected, offers.can_buy, url_of),
        delivery=_delivery(selected, line, ctx) if selected and offers.can_buy[selected.id] else None,
        services=_services(request, ctx),
        promotions=tuple(dict.fromkeys(one.label for one in line.adjustments)) if line else (),
        attributes=tuple(AttributeRow(row.name, row.value) for row in detail.attributes),
        description=Markup(detail.description) if detail.description else None,  # noqa: S704 - sanitized
        story=tuple(overlay.sections) if overlay else (),
        related=tuple(cards_of(others, terms, pictures["card"], ctx).values()),
        breadcrumbs=crumbs,
        offer_ends_at=offers.ends_at,
        offer_seconds_left=int((offers.ends_at - ctx.now).total_seconds()) if offers.ends_at else None,
    )


def product_page(
    request: HttpRequest, public_id: str, *, slug: str = "", overlay: Overlay | None = None
) -> HttpResponse:
    """The whole answer for `/p/<slug>-<public_id>/`: the page, or the way to its present name.

    Raises Http404 for what is not live.
    """
    ctx = request_context(request)
    try:
        detail = catalog.get_detail(public_id, ctx)
    except NotFound:
        raise Http404 from None
    if detail.slug != slug:
        return moved(request, product_path(detail.slug, detail.public_id, ctx.language))
    return page(request, "product.html", product_context(request, public_id, ctx, overlay, detail=detail))


def gallery_alts(detail: ProductDetail, selected: VariantRef | None) -> dict[int, str]:
    """What pictures say, by image id: those of the variant shown first, then those of the product; other
    variants' are left out."""
    mine = [ref for ref in detail.media if selected and ref.variant_id == selected.id]
    own = selected.image_id if selected else None
    mine += [ref for ref in detail.media if ref.image_id == own]
    shared = [ref for ref in detail.media if ref.variant_id is None]
    return {ref.image_id: ref.alt or detail.name for ref in [*mine, *shared] or detail.media}


def _gallery(
    image_ids: Iterable[int], pictures: Mapping[str, Mapping[int, ImageData]]
) -> tuple[GalleryItem, ...]:
    large, small = pictures["gallery"], pictures["thumb"]
    return tuple(GalleryItem(large[id_], small[id_]) for id_ in image_ids if id_ in large and id_ in small)


def stock_notice(detail: ProductDetail, line: Line | None, stock: Availability | None) -> StockNotice:
    """Whether one can have it, in words."""
    if not detail.is_buyable or line is None:
        return StockNotice("unavailable", _("Not for sale at the moment."))
    if stock is None or not stock.is_available:
        return StockNotice("out", _("Sold out"))
    if stock.is_low:
        return StockNotice("low", ngettext("Only %d left", "Only %d left", stock.quantity) % stock.quantity)
    return StockNotice("in_stock", _("In stock"))


def buy_form(
    detail: ProductDetail,
    selected: VariantRef | None,
    line: Line | None,
    stock: Availability | None,
    ctx: CommerceContext,
) -> BuyForm:
    notice = stock_notice(detail, line, stock)
    return BuyForm(
        action=path("cart_add", ctx.language),
        variant=selected.public_id if selected else "",
        is_open=notice.code in ("in_stock", "low"),
        reason="" if notice.code in ("in_stock", "low") else notice.text,
        quantity_max=min(stock.quantity, MAX_QUANTITY) if stock and stock.is_available else None,
    )


def _brand(detail: ProductDetail, ctx: CommerceContext) -> LinkData | None:
    if not detail.brand:
        return None
    return LinkData(detail.brand, f"{path('products', ctx.language)}?f_brand={detail.brand_slug}")


def _breadcrumbs(detail: ProductDetail, ctx: CommerceContext) -> tuple[LinkData, ...]:
    """From the home page down to the product itself."""
    above = [
        LinkData(ref.name, category_path(ref.slug, ref.public_id, ctx.language)) for ref in detail.breadcrumbs
    ]
    home = LinkData(_("Home"), home_path(ctx.language))
    own = LinkData(detail.name, product_path(detail.slug, detail.public_id, ctx.language), current=True)
    return (home, *above, own)


def _others(detail: ProductDetail, ctx: CommerceContext) -> tuple[ProductCard, ...]:
    """Others of its main category that can be bought, the newest first."""
    if not detail.breadcrumbs:
        return ()
    return tuple(catalog.cards(beside(detail.id, detail.breadcrumbs[-1].id, ctx), ctx).values())


def _delivery(selected: VariantRef | None, line: Line | None, ctx: CommerceContext) -> DeliveryPromise | None:
    """When one unit would arrive in the channel's first country, and from how much on."""
    if selected is None or line is None or not selected.requires_shipping:
        return None
    found = delivery_options(
        ctx,
        country=default_country(ctx),
        weight_grams=selected.weight_grams,
        subtotal=line.net_of_discount,
    )
    if not found:
        return None
    best = min(found, key=lambda option: (option.amount, option.max_days))
    fee = (
        _("from {price}").format(price=money(best.amount, best.currency, ctx.language).formatted)
        if best.amount
        else _("free delivery")
    )
    return DeliveryPromise(days_text(best.min_days, best.max_days), f"{best.name}, {fee}")


def days_text(least: int, most: int) -> str:
    """When something arrives: "2–3 days"."""
    if most <= 0:
        return _("Arrives today")
    if least == most:
        return ngettext("Arrives in %d day", "Arrives in %d days", most) % most
    return _("Arrives in {least}–{most} days").format(least=least, most=most)


def _services(request: HttpRequest, ctx: CommerceContext) -> tuple[ServicePromise, ...]:
    """What the shop stands for: its returns policy, where editors published one."""
    returns = policies(request, ctx).get("returns")
    return (ServicePromise(returns[0], icon="return", url=returns[1]),) if returns else ()
