"""Product cards: what a list, a rail or an empty page shows of products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.catalog.queries import cards as catalog_cards
from commerce.catalog.types import ProductCard, VariantFacts
from commerce.core.context import CommerceContext
from commerce.inventory.queries import badges
from commerce.quotes.queries import list_prices
from commerce.quotes.types import ListPrice
from themes.engine.contracts import Badge, CardData, ImageData, QuickAdd, Swatch

from .paths import product_path
from .pictures import images
from .prices import list_price
from .terms import Terms

SWATCHES = 4
NEW_DAYS = 30


def cards(product_ids: Iterable[int], ctx: CommerceContext) -> tuple[CardData, ...]:
    """Cards in the order of `product_ids`; products that are not live are left out."""
    return tuple(cards_by_id(product_ids, ctx).values())


def cards_by_id(product_ids: Iterable[int], ctx: CommerceContext) -> dict[int, CardData]:
    """Cards by product id, in the order asked for; products that are not live are left out.

    Prices come from the same chain as the cart's. A fixed handful of queries however many there are.
    """
    products = tuple(catalog_cards(product_ids, ctx).values())
    if not products:
        return {}
    alts = picture_alts(products)
    pictures = images(alts, "card", alts)
    return cards_of(products, Terms.of(facts_of(products), ctx), pictures, ctx)


def facts_of(products: Iterable[ProductCard]) -> dict[int, VariantFacts]:
    """What prices depend on, by variant id."""
    return {id_: each for product in products for id_, each in product.facts.items()}


def picture_alts(products: Iterable[ProductCard]) -> dict[int, str]:
    """The pictures that cards show, by image id, with what they say to those who cannot see."""
    refs = (ref for product in products for ref in (product.image, product.hover_image))
    return {ref.image_id: ref.alt for ref in refs if ref is not None}


def cards_of(
    products: Sequence[ProductCard], terms: Terms, pictures: Mapping[int, ImageData], ctx: CommerceContext
) -> dict[int, CardData]:
    """Cards out of what was read before, by product id. Reads nothing."""
    variants = {product.id: product.variant_ids for product in products}
    prices = list_prices(variants, ctx, facts=facts_of(products), rules=terms.rules)
    stock = badges(variants, terms.free)
    return {
        product.id: card(product, prices.get(product.id), stock.get(product.id, ""), pictures, ctx)
        for product in products
    }


def card(
    product: ProductCard,
    price: ListPrice | None,
    stock: str,
    pictures: Mapping[int, ImageData],
    ctx: CommerceContext,
) -> CardData:
    """One card out of facts read before."""
    sold_out = stock == "sold_out"
    can_add = len(product.variant_ids) == 1 and price is not None and not sold_out
    shown = list_price(price, ctx)
    return CardData(
        id=product.public_id,
        url=product_path(product.slug, product.public_id, ctx.language),
        title=product.name,
        price=shown,
        image=pictures.get(product.image.image_id) if product.image else None,
        hover_image=pictures.get(product.hover_image.image_id) if product.hover_image else None,
        subtitle=product.summary or product.brand,
        badges=tuple(_badges(product, price, stock, ctx)),
        swatches=tuple(Swatch(label, color) for label, color in product.swatches[:SWATCHES]),
        more_swatches=max(len(product.swatches) - SWATCHES, 0),
        is_sold_out=sold_out,
        add=QuickAdd(product.default_variant_public_id) if can_add else None,
    )


def _badges(
    product: ProductCard, price: ListPrice | None, stock: str, ctx: CommerceContext
) -> Iterable[Badge]:
    if stock == "sold_out":
        return  # the card says so by itself
    if price is not None and price.was is not None and price.was > price.amount:
        yield Badge("sale", price.label or _("Sale"))
    if stock == "low":
        yield Badge("low", _("Only a few left"))
    if product.listed_at is not None and 0 <= (ctx.now - product.listed_at).days < NEW_DAYS:
        yield Badge("new", pgettext("product", "New"))
