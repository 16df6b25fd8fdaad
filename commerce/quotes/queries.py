"""Prices as the shop charges them: facts and rules read in a fixed handful of queries, then the pure chain.

The same functions serve listing, product page, cart, checkout and order, so their figures agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commerce.catalog.queries import sellable_variants
from commerce.catalog.types import SellableVariant
from commerce.core.context import CommerceContext
from commerce.pricing.engine.chain import chain, price
from commerce.pricing.engine.types import Item, Line, Quote, Rules
from commerce.pricing.queries import unit_prices
from commerce.promotions.queries import line_rules
from commerce.shipping.queries import rules as shipping_rules
from commerce.tax.queries import rates

from .types import NOWHERE, Destination, ListPrice, Wanted


def quote(
    wanted: Sequence[Wanted],
    ctx: CommerceContext,
    destination: Destination = NOWHERE,
    shipping_method: str = "",
    *,
    variants: Mapping[int, SellableVariant] | None = None,
) -> Quote:
    """The priced basket. Lines without a price in this context have `unit` None.

    `variants`: what the caller has already read of them. Without goods to deliver, nothing is charged
    for delivery. A method that does not reach the destination leaves `shipping` None.
    """
    if variants is None:
        variants = sellable_variants([want.variant_id for want in wanted], ctx)
    rules = pricing_inputs(ctx, variants, destination, with_shipping=bool(shipping_method))
    start = Quote(
        currency=ctx.currency,
        at=ctx.now,
        lines=tuple(
            Line(item(want.key, variants[want.variant_id], want.quantity))
            for want in wanted
            if want.variant_id in variants
        ),
        shipping_method=shipping_method,
    )
    return price(start, chain(rules))


def item(key: str, variant: SellableVariant, quantity: int) -> Item:
    """A variant as the chain knows it."""
    return Item(
        key=key,
        variant_id=variant.id,
        product_id=variant.product_id,
        quantity=quantity,
        category_ids=variant.category_ids,
        tax_category_id=variant.tax_category_id,
        weight_grams=variant.weight_grams,
        requires_shipping=variant.requires_shipping,
    )


def pricing_inputs(
    ctx: CommerceContext,
    variants: Mapping[int, SellableVariant],
    destination: Destination = NOWHERE,
    *,
    with_shipping: bool = False,
) -> Rules:
    """Everything the chain may use for these variants, each kind read once.

    Without a country, tax is that of the channel's first country.
    """
    country = destination.country or (ctx.channel.countries[0] if ctx.channel.countries else "")
    region = destination.region if destination.country else ""
    categories = frozenset[int]().union(*(variant.category_ids for variant in variants.values()))
    return Rules(
        prices=unit_prices(list(variants), ctx),
        line_rules=line_rules(ctx, categories),
        prices_include_tax=ctx.channel.prices_include_tax,
        taxes=rates(ctx, country, region),
        shipping_options=shipping_rules(ctx, country=country, region=region) if with_shipping else (),
    )


def variant_prices(variant_ids: Iterable[int], ctx: CommerceContext) -> dict[int, Line]:
    """One unit of each variant, priced by itself, by variant id; those without a price are absent."""
    return _single_units(sellable_variants(list(variant_ids), ctx), ctx)


def list_prices(product_variants: Mapping[int, Sequence[int]], ctx: CommerceContext) -> dict[int, ListPrice]:
    """What a list shows per product (variant ids by product id): the lowest of its variants.

    Products without a price are absent. The number of queries does not depend on that of products.
    """
    ids = [id_ for variants in product_variants.values() for id_ in variants]
    lines = _single_units(sellable_variants(ids, ctx), ctx)
    found = {}
    for product_id, variants in product_variants.items():
        priced = [lines[id_] for id_ in variants if id_ in lines]
        if priced:
            found[product_id] = _list_price(priced, ctx.currency)
    return found


def was(line: Line) -> int | None:
    """The figure to strike through for a line of one unit: what it cost before, or None."""
    before = max(line.compare_at or 0, line.list_unit, line.unit or 0)
    return before if before > line.net_of_discount else None


def _list_price(lines: Sequence[Line], currency: str) -> ListPrice:
    best = min(lines, key=lambda line: line.net_of_discount)
    return ListPrice(
        amount=best.net_of_discount,
        was=was(best),
        currency=currency,
        is_from=any(line.net_of_discount != best.net_of_discount for line in lines),
        variant_id=best.item.variant_id,
        label=best.adjustments[-1].label if best.adjustments else "",
    )


def _single_units(variants: Mapping[int, SellableVariant], ctx: CommerceContext) -> dict[int, Line]:
    """Every line goes through the chain in one quote: benefits of lines do not look at each other."""
    start = Quote(
        currency=ctx.currency,
        at=ctx.now,
        lines=tuple(Line(item(str(id_), variant, 1)) for id_, variant in variants.items()),
    )
    priced = price(start, chain(pricing_inputs(ctx, variants)))
    return {line.item.variant_id: line for line in priced.lines if line.unit is not None}
