"""The prices of a campaign that is only planned: sample baskets through the chain, when it matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from commerce.catalog.queries import cards
from commerce.channels.queries import active_channels, price_floors
from commerce.core.context import ChannelRef, CommerceContext
from commerce.core.money import Money
from commerce.pricing.engine.types import Line
from commerce.promotions.queries import assumed_rules, promotion_facts, promotions_between
from commerce.quotes.queries import pricing_inputs, variant_prices
from commerce.search.queries import browse
from commerce.search.types import ProductFilter

from .models import Campaign

#: So many of each category are priced, the cheapest and the newest: a promotion takes the same share of all.
SAMPLE = 100
#: Beginnings of other promotions that are looked at; each prices the sample once more.
MOST_INSTANTS = 12


@dataclass(frozen=True, slots=True)
class TooLow:
    """The product that loses most of its price in a channel, from `at` on."""

    channel: str
    name: str
    price: Money
    list_price: Money
    floor_percent: int
    at: datetime

    @property
    def percent(self) -> int:
        """What is left of the list price, rounded down."""
        return self.price.amount * 100 // self.list_price.amount


def below_floor(campaign: Campaign, language: str) -> Iterator[TooLow]:
    """Per active channel the worst price below its floor, if there is one. Writes nothing."""
    promotions = promotion_facts(campaign.promotions.values_list("pk", flat=True), language)
    floors = price_floors()
    for channel in active_channels():
        ours = [each for each in promotions if each.channel_id in (None, channel.id)]
        if not ours or not floors.get(channel.id):
            continue
        ctx = CommerceContext(campaign.starts_at, channel, language, channel.currency)
        categories = {each.category_id for each in ours}
        worst = _worst(campaign, ctx, categories, [each.id for each in ours])
        if worst is not None and worst[0].net_of_discount * 100 < floors[channel.id] * worst[0].list_unit:
            yield _too_low(*worst, channel, floors[channel.id], language)


def _worst(
    campaign: Campaign, ctx: CommerceContext, category_ids: Iterable[int], promotion_ids: list[int]
) -> tuple[Line, datetime] | None:
    """The line that keeps the smallest share of its list price, and when."""
    planned = assumed_rules(promotion_ids, ctx, campaign.starts_at, campaign.ends_at)
    found: list[tuple[Line, datetime]] = []
    for at in _instants(campaign):
        then = ctx.at(at)
        facts = {
            id_: fact
            for card in cards(_sample(category_ids, then), then).values()
            for id_, fact in card.facts.items()
        }
        rules = pricing_inputs(then, facts)
        rules = replace(rules, line_rules=(*rules.line_rules, *planned))
        lines = variant_prices(facts, then, facts=facts, rules=rules).values()
        found += [(line, at) for line in lines if line.list_unit > 0]
    return min(found, key=lambda each: each[0].net_of_discount / each[0].list_unit, default=None)


def _instants(campaign: Campaign) -> list[datetime]:
    """When prices can change for the worse: the beginning, and where another promotion begins meanwhile."""
    others = promotions_between(campaign.starts_at, campaign.ends_at, "")
    meanwhile = {each.starts_at for each in others if each.starts_at > campaign.starts_at}
    return [campaign.starts_at, *sorted(meanwhile)[:MOST_INSTANTS]]


def _sample(category_ids: Iterable[int], ctx: CommerceContext) -> list[int]:
    """Product ids, each once."""
    found: dict[int, None] = {}
    for category_id in category_ids:
        for sort in ("price", "newest"):
            asked = ProductFilter(category_id=category_id, sort=sort, page_size=SAMPLE)
            found |= dict.fromkeys(browse(asked, ctx).product_ids)
    return list(found)


def _too_low(line: Line, at: datetime, channel: ChannelRef, floor_percent: int, language: str) -> TooLow:
    ctx = CommerceContext(at, channel, language, channel.currency)
    card = cards([line.item.product_id], ctx)[line.item.product_id]
    return TooLow(
        channel=channel.code,
        name=card.name,
        price=Money(line.net_of_discount, channel.currency),
        list_price=Money(line.list_unit, channel.currency),
        floor_percent=floor_percent,
        at=at,
    )
