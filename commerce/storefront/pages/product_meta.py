"""What the head of a product page tells: title, addresses in every language, schema.org's documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.http import HttpRequest

from commerce.catalog.types import ProductDetail
from commerce.core.context import CommerceContext
from commerce.core.editorial import Overlay
from commerce.core.html import to_text
from commerce.core.money import Money
from commerce.inventory.types import Availability
from commerce.pricing.engine.types import Line
from themes.engine.contracts import GalleryItem, LinkData, Meta

from ..meta import absolute, breadcrumb_document, html_lang, meta_for
from ..paths import product_path

DESCRIPTION_LENGTH = 5000


class Offered(Protocol):
    """What variants cost and how much of them there is, by their ids."""

    @property
    def lines(self) -> Mapping[int, Line]: ...

    @property
    def free(self) -> Mapping[int, Availability]: ...


def language_paths(detail: ProductDetail) -> dict[str, str]:
    """The product's address in each language it is written in."""
    return {language: product_path(slug, detail.public_id, language) for language, slug in detail.languages}


def product_meta(
    request: HttpRequest,
    detail: ProductDetail,
    overlay: Overlay | None,
    offered: Offered,
    gallery: Sequence[GalleryItem],
    crumbs: Sequence[LinkData],
    ctx: CommerceContext,
) -> Meta:
    """Editors' words for search engines come before the catalog's. The last of `crumbs` is the page."""
    about = (overlay and overlay.seo_description) or detail.seo_description or detail.summary
    own_path = crumbs[-1].url
    return meta_for(
        request,
        ctx,
        title=(overlay and overlay.seo_title) or detail.seo_title or detail.name,
        description=about or to_text(detail.description) or detail.name,
        path=own_path,
        alternates=language_paths(detail),
        kind="product",
        image=gallery[0].image if gallery else None,
        jsonld=[
            product_document(request, detail, offered, gallery, own_path, ctx),
            breadcrumb_document(request, [(crumb.label, crumb.url) for crumb in crumbs]),
        ],
    )


def product_document(
    request: HttpRequest,
    detail: ProductDetail,
    offered: Offered,
    gallery: Sequence[GalleryItem],
    own_path: str,
    ctx: CommerceContext,
) -> dict[str, Any]:
    """schema.org's Product with one Offer per variant that has a price."""
    offers = []
    for variant in detail.variants:
        if variant.id not in offered.lines:
            continue
        stock = offered.free.get(variant.id)
        in_stock = detail.is_buyable and stock is not None and stock.is_available
        offers.append(
            {
                "@type": "Offer",
                "sku": variant.sku or variant.public_id,
                "url": absolute(request, f"{own_path}?variant={variant.public_id}"),
                "price": str(Money(offered.lines[variant.id].net_of_discount, ctx.currency).decimal),
                "priceCurrency": ctx.currency,
                "availability": f"https://schema.org/{'InStock' if in_stock else 'OutOfStock'}",
                "itemCondition": "https://schema.org/NewCondition",
            }
        )
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": detail.name,
        "url": absolute(request, own_path),
        "productID": detail.public_id,
        "inLanguage": html_lang(ctx.language),
        "description": (detail.summary or to_text(detail.description) or detail.name)[:DESCRIPTION_LENGTH],
    }
    if gallery:
        document["image"] = [absolute(request, item.image.src) for item in gallery]
    if detail.brand:
        document["brand"] = {"@type": "Brand", "name": detail.brand}
    if offers:
        document["offers"] = offers
    return document
