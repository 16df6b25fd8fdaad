"""Prices as the shop charges them: facts and rules read in a fixed handful of queries, then the pure chain.

The same functions serve listing, product page, cart, checkout and order, so their figures agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from commerce.catalog.queries import sellable_variants, variant_facts
from commerce.catalog.types import SellableVariant, VariantFacts
from commerce.core.context import CommerceContext
from commerce.pricing.engine.chain import chain, price
from commerce.pricing.engine.types import Item, Line, Quote, Rules, UnitPrice
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

    `variants`: what the caller has already read of them. A method that does not reach the destination
    leaves `shipping` None.
    """
    if variants is None:
        variants = sellable_variants([want.variant_id for want in wanted], ctx)
    rules = pricing_inputs(ctx, variants, destination, with_shipping=bool(shipping_method))
    return priced(wanted, ctx, rules, variants, shipping_method)


def priced(
    wanted: Sequence[Wanted],
    ctx: CommerceContext,
    rules: Rules,
    variants: Mapping[int, SellableVariant],
    shipping_method: str = "",
) -> Quote:
    """The basket through the chain by rules already read. Reads nothing."""
    items = [
        item(want.key, want.variant_id, variants[want.variant_id], want.quantity)
        for want in wanted
        if want.variant_id in variants
    ]
    return _chained(items, ctx, rules, shipping_method)


def with_delivery(quote: Quote, ctx: CommerceContext, rules: Rules, shipping_method: str) -> Quote:
    """The same basket with another delivery, by the rules it was priced with. Reads nothing."""
    return _chained([line.item for line in quote.lines], ctx, rules, shipping_method)


def item(key: str, variant_id: int, variant: SellableVariant | VariantFacts, quantity: int) -> Item:
    """A variant as the chain knows it."""
    return Item(
        key=key,
        variant_id=variant_id,
        product_id=variant.product_id,
        quantity=quantity,
        category_ids=variant.category_ids,
        tax_category_id=variant.tax_category_id,
        weight_grams=variant.weight_grams,
        requires_shipping=variant.requires_shipping,
    )


def pricing_inputs(
    ctx: CommerceContext,
    variants: Mapping[int, SellableVariant] | Mapping[int, VariantFacts],
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


def variant_prices(
    variant_ids: Iterable[int],
    ctx: CommerceContext,
    *,
    facts: Mapping[int, VariantFacts] | None = None,
    rules: Rules | None = None,
) -> dict[int, Line]:
    """One unit of each variant, priced by itself, by variant id; those without a price are absent.

    `facts` and `rules`: what the caller has already read of them. The number of queries does not depend on
    that of variants.
    """
    if facts is None:
        facts = variant_facts(variant_ids)
    if rules is None:
        rules = pricing_inputs(ctx, facts)
    # All in one basket: benefits of lines do not look at each other.
    items = [item(str(id_), id_, each, 1) for id_, each in facts.items()]
    lines = _chained(items, ctx, rules, "").lines
    return {line.item.variant_id: line for line in lines if line.unit is not None}


def list_prices(
    product_variants: Mapping[int, Sequence[int]],
    ctx: CommerceContext,
    *,
    facts: Mapping[int, VariantFacts] | None = None,
    rules: Rules | None = None,
) -> dict[int, ListPrice]:
    """What a list shows per product (variant ids by product id): the lowest of its variants.

    `facts` and `rules`: what the caller has already read of the variants. Products without a price are
    absent. The number of queries does not depend on that of products.
    """
    ids = [id_ for variants in product_variants.values() for id_ in variants]
    if facts is None:
        facts = variant_facts(ids)
    if rules is None:
        rules = pricing_inputs(ctx, facts)
    # Sizes mostly cost the same: what no rule can tell apart is priced once.
    alike: dict[tuple[object, ...], int] = {}
    for id_ in ids:
        if id_ in facts:
            alike.setdefault(_price_terms(facts[id_], rules.prices.get(id_, ())), id_)
    items = [item(str(id_), id_, facts[id_], 1) for id_ in alike.values()]
    found: dict[int, list[Line]] = defaultdict(list)
    for line in _chained(items, ctx, rules, "").lines:
        if line.unit is not None:
            found[line.item.product_id].append(line)
    return {
        product_id: _list_price(found[product_id], ctx.currency)
        for product_id in product_variants
        if product_id in found
    }


def _price_terms(facts: VariantFacts, prices: Sequence[UnitPrice]) -> tuple[object, ...]:
    """All that the price of one unit depends on."""
    return facts.product_id, *(
        (each.amount, each.compare_at, each.min_quantity, each.priority) for each in prices
    )


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


def _chained(items: Iterable[Item], ctx: CommerceContext, rules: Rules, shipping_method: str) -> Quote:
    start = Quote(
        currency=ctx.currency,
        at=ctx.now,
        lines=tuple(Line(each) for each in items),
        shipping_method=shipping_method,
    )
    return price(start, chain(rules))
