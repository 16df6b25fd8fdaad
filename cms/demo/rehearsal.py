"""A shop for tests from outside: the same size and seed give the same goods, prices, stock and people.

Three currencies with two, no and three decimals; tax included and added; promotions running, over and to
come; a variant that is nearly gone. Written through the shop's own services.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commerce.catalog import services as catalog
from commerce.catalog.queries import cards, sellable_variants, variant_ids_of_products
from commerce.catalog.types import VariantDraft
from commerce.channels import services as channels
from commerce.core.context import ChannelRef, CommerceContext
from commerce.core.money import Money
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from commerce.pricing.types import PriceDraft
from commerce.promotions import services as promotions
from commerce.search import services as search
from commerce.shipping import services as shipping
from commerce.tax import services as tax

from . import people

BATCH = 200
LISTED = 50  # products whose ids are printed
NEARLY_GONE = 50  # units of the first product, for tests that buy it all at once
_MARKETS = (
    ("cny", "CNY", "zh-hans", "CN", True, 130_000, 1.0),
    ("jpy", "JPY", "en", "JP", True, 100_000, 21.0),
    ("kwd", "KWD", "en", "KW", False, 50_000, 0.043),
)
_COLORS = (
    ("red", "Red", "红", "#b5443a"),
    ("green", "Green", "绿", "#5f7a52"),
    ("blue", "Blue", "蓝", "#3f5566"),
)
_COLOR = (
    "color",
    {"en": "Color", "zh-hans": "颜色"},
    [(code, {"en": en, "zh-hans": zh}, color) for code, en, zh, color in _COLORS],
)
_SIZE = ("size", {"en": "Size", "zh-hans": "尺码"}, [(size.lower(), size, "") for size in ("S", "M", "L")])
_NOUNS = (
    ("Tea cup", "茶杯"), ("Linen shirt", "亚麻衬衫"), ("Running shoes", "跑步鞋"), ("Wool blanket", "羊毛毯"),
    ("Desk lamp", "台灯"), ("Canvas bag", "帆布包"), ("Rice bowl", "饭碗"), ("Silk scarf", "丝巾"),
)  # fmt: skip
_ADJECTIVES = (
    ("Plain", "素色"), ("Striped", "条纹"), ("Handmade", "手工"), ("Light", "轻便"), ("Classic", "经典"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What all products share."""

    channels: tuple[ChannelRef, ...]
    price_lists: tuple[int, ...]
    categories: tuple[int, ...]
    brands: tuple[int, ...]
    product_type: int
    location_id: int


def size_of(text: str) -> int:
    """`"40"` → 40, `"10k"` → 10,000, `"1m"` → 1,000,000. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,7})([km]?)", text.strip().lower())
    if not found:
        raise ValueError(f"not a size: {text!r}")
    return int(found[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[found[2]]


def fill(size: int, seed: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Make the shop and answer credentials and ids as plain data. Opens transactions of its own."""
    with transaction.atomic():
        plan = _plan()
        logins = people.let_in(_logins())
    chance = random.Random(seed)  # noqa: S311 - the same goods every time, no secret
    ids: list[int] = []
    for numbers in _batches(size):
        ids += _make(plan, chance, numbers)
        if numbers[-1] % 2000 < BATCH:
            say(f"{len(ids)} of {size} products")
    with transaction.atomic():
        running = _promotions(plan)
    search.index_products(ids)
    return _answer(plan, ids, logins, running)


def _batches(size: int) -> Iterator[range]:
    for start in range(1, size + 1, BATCH):
        yield range(start, min(start + BATCH, size + 1))


def _logins() -> list[people.Login]:
    shoppers = [
        people.Login("shopper", f"shopper{n}@example.test", f"shopper-{n}-passphrase") for n in range(1, 4)
    ]
    return [
        people.Login("owner", "owner@example.test", "owner-passphrase-1"),
        people.Login("staff", "staff@example.test", "staff-passphrase-1"),
        *shoppers,
    ]


def _plan() -> Plan:
    standard = tax.ensure_category(code="standard", name={"en": "Standard"})
    made = []
    for code, currency, language, country, includes_tax, ppm, _rate in _MARKETS:
        channel = channels.create_channel(
            code=code, currency=currency, default_language=language, prices_include_tax=includes_tax
        )
        made.append(channel)
        zone = tax.ensure_zone(code=code, name={"en": code}, countries=[country])
        tax.set_rate(zone_id=zone, category_id=standard, rate_ppm=ppm)
        _delivery(channel)
        _payment(channel)
    lists = [
        pricing.ensure_price_list(channel_id=c.id, currency=c.currency, code=f"{c.code}-retail") for c in made
    ]
    catalog.ensure_attribute(
        code="tone", name={"en": "Tone", "zh-hans": "色调"}, kind="choice", is_filterable=True,
        choices=[(code, {"en": en, "zh-hans": zh}, "") for code, en, zh, _hex in _COLORS],
    )  # fmt: skip
    return Plan(
        channels=tuple(made),
        price_lists=tuple(lists),
        categories=_categories(),
        brands=tuple(catalog.ensure_brand(name=f"Brand {letter}") for letter in "ABCDE"),
        product_type=catalog.ensure_product_type(
            code="goods", name={"en": "Goods"}, attributes=[("tone", False)]
        ),
        location_id=inventory.create_location(code="main", name={"en": "Main", "zh-hans": "总仓"}),
    )


def _categories() -> tuple[int, ...]:
    """Eight kinds of goods with twenty-five shelves each: 200 categories below eight."""
    leaves = []
    for en, zh in _NOUNS:
        slug = en.lower().replace(" ", "-")
        top = catalog.create_category(name={"en": en, "zh-hans": zh}, slug=slug).id
        leaves += [
            catalog.create_category(
                name={"en": f"{en} {n}", "zh-hans": f"{zh} {n}"}, slug=f"{slug}-{n}", parent_id=top
            ).id
            for n in range(1, 26)
        ]
    return tuple(leaves)


def _delivery(channel: ChannelRef) -> None:
    zone = shipping.create_zone(code=channel.code, name={"en": "Everywhere"}, channel_id=channel.id)
    for position, (kind, price) in enumerate((("standard", 10), ("express", 25))):
        fee = _amount(price, channel)
        shipping.create_method(
            zone_id=zone, code=f"{channel.code}-{kind}", name={"en": kind.title(), "zh-hans": kind},
            rates=[(0, 2000, fee), (2001, None, 2 * fee)], position=position,
        )  # fmt: skip


def _payment(channel: ChannelRef) -> None:
    account = {"account_name": "Test shop", "account_number": "123456789"}
    channels.set_plugin(channel=channel.code, plugin="bank_transfer", enabled=True, settings=account)
    channels.set_plugin(channel=channel.code, plugin="cash_on_delivery", enabled=True)
    if settings.TEST_PROVIDER_URL:
        channels.set_plugin(channel=channel.code, plugin="test_pay", enabled=True)


def _amount(yuan: float, channel: ChannelRef) -> int:
    """Roughly the same worth in the channel's currency, in minor units."""
    rate = next(rate for code, *_rest, rate in _MARKETS if code == channel.code)
    return max(1, Money.of(str(round(yuan * rate, 3)), channel.currency).amount)


@transaction.atomic
def _make(plan: Plan, chance: random.Random, numbers: Sequence[int]) -> list[int]:
    """A batch of products with prices in every channel and stock."""
    prices: dict[int, float] = {}
    ids = []
    for number in numbers:
        product_id, yuan = _product(plan, chance, number), chance.randint(20, 900)
        ids.append(product_id)
        prices[product_id] = yuan
    variants = variant_ids_of_products(ids)
    for channel, list_id in zip(plan.channels, plan.price_lists, strict=True):
        pricing.set_prices(
            price_list_id=list_id,
            prices=[
                PriceDraft(variant_id, _amount(prices[product_id] + 5 * position, channel))
                for product_id, owned in variants.items()
                for position, variant_id in enumerate(owned)
            ],
        )
    quantities = {id_: chance.choice((0, 3, 25, 100)) for owned in variants.values() for id_ in owned}
    if numbers[0] == 1:
        quantities[variants[ids[0]][0]] = NEARLY_GONE
    inventory.set_stock(location_id=plan.location_id, quantities=quantities, key=f"test:{numbers[0]}")
    return ids


def _product(plan: Plan, chance: random.Random, number: int) -> int:
    noun = number % len(_NOUNS)
    (en_adjective, zh_adjective), (en, zh) = chance.choice(_ADJECTIVES), _NOUNS[noun]
    leaf = noun * 25 + (number // len(_NOUNS)) % 25
    axes = [axis for axis, is_there in ((_COLOR, number % 2), (_SIZE, number % 3 == 0)) if is_there]
    combinations = itertools.product(*([(axis[0], value[0]) for value in axis[2]] for axis in axes))
    return catalog.create_product(
        handle=f"item-{number:06d}",
        translations={
            "en": {
                "name": f"{en_adjective} {en.lower()} {number}",
                "summary": f"{en_adjective} and made to last.",
                "description": f"<p>{en_adjective} {en.lower()}, number {number} of our range.</p>",
            },
            "zh-hans": {
                "name": f"{zh_adjective}{zh} {number}",
                "summary": f"{zh_adjective}，经久耐用。",
                "description": f"<p>{zh_adjective}{zh}，第 {number} 款。</p>",
            },
        },
        product_type=plan.product_type,
        brand=plan.brands[number % len(plan.brands)],
        categories=[plan.categories[leaf]],
        tags=[en_adjective.lower()],
        options=axes,
        variants=[
            VariantDraft(
                sku="-".join([f"T{number:06d}", *(value for _axis, value in chosen)]).upper(),
                values=dict(chosen),
                weight_grams=300,
            )
            for chosen in combinations
        ],
        attributes={"tone": _COLORS[number % 3][0]},
        channels=[channel.id for channel in plan.channels],
        status="active",
    )


def _promotions(plan: Plan) -> dict[str, int]:
    """One that runs, one that is over, one to come, on the first three shelves."""
    now = timezone.now()
    spans = {
        "running": (now - timedelta(days=1), None),
        "over": (now - timedelta(days=9), now - timedelta(days=2)),
        "to_come": (now + timedelta(days=9), now + timedelta(days=19)),
    }
    return {
        kind: promotions.create_promotion(
            name={"en": f"Promotion {kind}", "zh-hans": f"促销 {kind}"}, category_id=category_id,
            percent_ppm=200_000, starts_at=start, ends_at=end,
        )
        for (kind, (start, end)), category_id in zip(spans.items(), plan.categories, strict=False)
    }  # fmt: skip


def _answer(
    plan: Plan, ids: Sequence[int], logins: Sequence[people.Login], running: dict[str, int]
) -> dict[str, Any]:
    channel = plan.channels[0]
    ctx = CommerceContext(timezone.now(), channel, channel.default_language, channel.currency)
    shown = cards(ids[:LISTED], ctx)
    variants = sellable_variants([id_ for card in shown.values() for id_ in card.variant_ids], ctx)
    return {
        "credentials": [asdict(login) for login in logins],
        "channels": [
            {"code": c.code, "currency": c.currency, "prices_include_tax": c.prices_include_tax}
            for c in plan.channels
        ],
        "shipping_methods": [f"{c.code}-{kind}" for c in plan.channels for kind in ("standard", "express")],
        "promotions": running,
        "product_count": len(ids),
        "products": [
            {
                "id": card.public_id,
                "slug": card.slug,
                "name": card.name,
                "variants": [
                    {"id": variants[id_].public_id, "sku": variants[id_].sku} for id_ in card.variant_ids
                ],
            }
            for card in shown.values()
        ],
        "nearly_gone": {"variant": shown[ids[0]].default_variant_public_id, "quantity": NEARLY_GONE}
        if ids
        else None,
    }
