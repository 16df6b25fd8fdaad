"""The sample goods: read from `goods.toml` and `terms.toml`, put on sale through the shop's own services."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from commerce.assets import services as assets
from commerce.backoffice.reasons import OPENING
from commerce.catalog import services as catalog
from commerce.catalog.queries import variant_ids_of_products
from commerce.catalog.types import MediaDraft, VariantDraft
from commerce.core.money import Money
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from commerce.pricing.types import PriceDraft
from commerce.promotions import services as promotions

from .forms import photograph
from .market import Market

HERE = Path(__file__).parent
# The category on sale, and for how long after seeding.
SALE, SALE_PERCENT, SALE_DAYS = "teaware", 15, 30


def read() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The goods, and the terms they use."""
    goods = tomllib.loads((HERE / "goods.toml").read_text(encoding="utf-8"))["goods"]
    return goods, tomllib.loads((HERE / "terms.toml").read_text(encoding="utf-8"))


def both(pair: list[str]) -> dict[str, str]:
    return {"en": pair[0], "zh-hans": pair[1]}


@dataclass(frozen=True, slots=True)
class Stocked:
    """What pages need to know of the goods: ids of products and their pictures by handle, of categories by
    slug."""

    products: Mapping[str, int]
    images: Mapping[str, list[int]]
    categories: Mapping[str, int]


def put_on_sale(market: Market, say: Callable[[str], object]) -> Stocked:
    """Make categories, attributes, brands and every product with pictures, prices and stock.

    The first of the file is made last, so that it is the newest.
    """
    goods, terms = read()
    brands = {code: catalog.ensure_brand(name=both(name)) for code, name in terms["brands"].items()}
    product_type = _attributes(terms["attributes"])
    say(f"Drawing pictures of {len(goods)} products")
    images = _pictures(goods)
    categories = _categories(terms["categories"], _covers(goods, terms["categories"], images))
    ids = {}
    for each in reversed(goods):
        ids[each["handle"]] = _product(each, categories, brands, product_type, images, market)
    _sale(categories[SALE])
    return Stocked(ids, images, categories)


def _covers(
    goods: list[dict[str, Any]], terms: Mapping[str, Any], images: Mapping[str, list[int]]
) -> dict[str, int]:
    """A picture for each category: the first of the goods in it or below, and no picture twice while others
    are left."""
    found: dict[str, int] = {}
    for each in goods:
        slug = each["category"]
        while slug in found and "parent" in terms[slug]:
            slug = terms[slug]["parent"]
        found.setdefault(slug, images[each["handle"]][0])
    return found


def _categories(terms: Mapping[str, Any], covers: Mapping[str, int]) -> dict[str, int]:
    made: dict[str, int] = {}
    for slug, facts in terms.items():
        parent = made[facts["parent"]] if "parent" in facts else None
        made[slug] = catalog.create_category(
            name=both(facts["name"]), slug=slug, parent_id=parent, image_id=covers.get(slug)
        ).id
    return made


def _attributes(terms: Mapping[str, Any]) -> int:
    for code, facts in terms.items():
        choices = [
            (choice, both(label[:2]), label[2] if len(label) > 2 else "")
            for choice, label in facts.get("choices", {}).items()
        ]
        catalog.ensure_attribute(
            code=code, name=both(facts["name"]), kind=facts["kind"], unit=facts.get("unit", ""),
            is_filterable=bool(choices), choices=choices,
        )  # fmt: skip
    return catalog.ensure_product_type(
        code="goods", name={"en": "Goods", "zh-hans": "商品"}, attributes=[(code, False) for code in terms]
    )


def _pictures(goods: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Two pictures of each: as a whole and from close by."""
    found: dict[str, list[int]] = {}
    for each in goods:
        name = each["en"]["name"]
        shots = zip((name, f"{name} (detail)"), photograph(*each["form"]), strict=True)
        found[each["handle"]] = [
            assets.import_image(content, title, is_product_picture=True) for title, content in shots
        ]
    return found


def _product(
    each: Mapping[str, Any], categories: Mapping[str, int], brands: Mapping[str, int],
    product_type: int, images: Mapping[str, list[int]], market: Market,
) -> int:  # fmt: skip
    alts = [
        both([each["en"]["name"], each["zh-hans"]["name"]]),
        both([f"{each['en']['name']}, close up", f"{each['zh-hans']['name']}，近景"]),
    ]
    product_id = catalog.create_product(
        handle=each["handle"],
        translations={language: each[language] for language in ("zh-hans", "en")},
        product_type=product_type,
        brand=brands[each["brand"]],
        categories=[categories[each["category"]]],
        options=[
            (o["code"], both(o["name"]), [(code, both(names), color) for code, *names, color in o["values"]])
            for o in each["options"]
        ],
        variants=_variants(each),
        attributes=each["attributes"],
        media=[
            MediaDraft(image_id=id_, alt=alt) for id_, alt in zip(images[each["handle"]], alts, strict=True)
        ],
        channels=[channel.id for channel in market.channels],
        status="active",
    )
    variants = variant_ids_of_products([product_id])[product_id]
    _prices(each, variants, market)
    # The last of several variants is sold out, so that the shop shows how that looks.
    quantities = dict.fromkeys(variants, each["stock"])
    if len(variants) > 2:
        quantities[variants[-1]] = 0
    inventory.set_stock(
        location_id=market.location_id,
        quantities=quantities,
        key=f"sample:{product_id}",
        reason=OPENING,
    )
    for id_ in variants:
        inventory.set_low_stock_level(variant_id=id_, location_id=market.location_id, level=5)
    return product_id


def _variants(each: Mapping[str, Any]) -> list[VariantDraft]:
    prefix = "".join(word[0] for word in each["handle"].split("-")).upper() + f"{len(each['handle']):02d}"
    codes = [[(o["code"], value[0]) for value in o["values"]] for o in each["options"]]
    return [
        VariantDraft(
            sku="-".join([prefix, *(value.upper() for _code, value in chosen)]),
            values=dict(chosen),
            weight_grams=each["weight"],
            origin_country="CN",
        )
        for chosen in itertools.product(*codes)
    ]


def _prices(each: Mapping[str, Any], variants: tuple[int, ...], market: Market) -> None:
    """Prices in every market; `surcharges` of the first option's values are in yuan, scaled elsewhere."""
    surcharges = next((o["surcharges"] for o in each["options"] if "surcharges" in o), [0] * len(variants))
    was = each.get("compare_at")
    for index, (channel, list_id) in enumerate(zip(market.channels, market.price_lists, strict=True)):
        base = each["price"][index]
        pricing.set_prices(
            price_list_id=list_id,
            prices=[
                PriceDraft(
                    variant_id,
                    Money.of(base + round(surcharge * base / each["price"][0]), channel.currency).amount,
                    Money.of(was[index], channel.currency).amount if was else None,
                )
                for variant_id, surcharge in zip(variants, surcharges or [0], strict=False)
            ],
        )


def _sale(category_id: int) -> None:
    start = timezone.now()
    promotions.create_promotion(
        name={"en": f"Tea season, {SALE_PERCENT}% off", "zh-hans": f"品茶季 {100 - SALE_PERCENT} 折"},
        category_id=category_id,
        percent_ppm=SALE_PERCENT * 10_000,
        starts_at=start,
        ends_at=start + timedelta(days=SALE_DAYS),
    )
