"""Whatever is chosen, a listing says what counting by hand says; also where counts are kept."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.catalog import services as catalog
from commerce.search import services
from commerce.search.queries import browse, kept
from commerce.search.types import BrowseResult, ProductFilter
from tests import factories as make

pytestmark = pytest.mark.django_db
FACETS = {"color": ("red", "blue", "green"), "material": ("wool", "silk"), "season": ("summer", "winter")}


@dataclass(frozen=True)
class Goods:
    """What the shop has, as somebody who walks along the shelf notes it down."""

    id: int
    price: int
    begins: datetime
    values: dict[str, str]
    is_woolly: bool  # by its name


@pytest.fixture
def goods() -> list[Goods]:
    """Twenty products, four of which come in an hour."""
    for facet, values in FACETS.items():
        catalog.ensure_attribute(
            code=facet,
            name={"en": facet.title()},
            kind="choice",
            is_filterable=True,
            choices=[(value, {"en": value.title()}, "") for value in values],
        )
    kind = catalog.ensure_product_type(
        code="goods", name={"en": "Goods"}, attributes=[(facet, False) for facet in FACETS]
    )
    dice, now, found = random.Random(5), timezone.now(), []
    for number in range(20):
        values = {facet: dice.choice(values) for facet, values in FACETS.items() if dice.random() < 0.85}
        name, price = dice.choice(("Knitted hat", "Woven scarf")), dice.randrange(1, 9) * 100
        product = make.make_product(name, price=price, product_type=kind, attributes=values)
        begins = now
        if number % 5 == 0:
            begins = now + timedelta(hours=1)
            channel = make.make_channel()
            catalog.set_listing(product_id=product.pk, channel_id=channel.id, available_from=begins)
        found.append(Goods(product.pk, price, begins, values, name == "Knitted hat"))
    services.reindex()
    return found


def by_hand(goods: list[Goods], wanted: ProductFilter, now: datetime) -> tuple[object, ...]:
    """Total, ids by price, counts per facet, and the price range."""

    def fits(each: Goods, without: str = "") -> bool:
        lowest, highest = wanted.min_price or 0, wanted.max_price or 10**9
        return (
            each.begins <= now
            and (not wanted.text or each.is_woolly)
            and (without == "price" or lowest <= each.price <= highest)
            and all(
                facet == without or each.values.get(facet) in values
                for facet, values in wanted.facets.items()
            )
        )

    shown = sorted((each for each in goods if fits(each)), key=lambda each: (each.price, -each.id))
    counts = {
        facet: Counter(each.values[facet] for each in goods if facet in each.values and fits(each, facet))
        for facet in FACETS
    }
    for facet, values in wanted.facets.items():
        counts[facet].update(dict.fromkeys(values, 0))
    prices = [each.price for each in goods if fits(each, "price")]
    range_ = (min(prices), max(prices)) if prices else (None, None)
    return len(shown), tuple(each.id for each in shown), {f: c for f, c in counts.items() if c}, range_


def as_said(result: BrowseResult) -> tuple[object, ...]:
    counts = {facet.code: {value.code: value.count for value in facet.values} for facet in result.facets}
    return result.total, result.product_ids, counts, (result.lowest_price, result.highest_price)


def wishes() -> list[ProductFilter]:
    """Every combination of nothing, one and two values of each facet with bounds and with words."""
    facets = [[(), *((value,) for value in values[:2]), values[:2]] for values in FACETS.values()]
    return [
        ProductFilter(
            facets={facet: values for facet, values in zip(FACETS, chosen, strict=True) if values},
            min_price=bounds[0],
            max_price=bounds[1],
            text=text,
            sort="price",
            page_size=100,
        )
        for chosen in itertools.product(*facets)
        for bounds in ((None, None), (300, None), (200, 600))
        for text in ("", "hat")
    ]


@pytest.mark.parametrize("many", [1_000, 1], ids=["counted", "kept"])
def test_every_choice_counts_as_by_hand(
    goods: list[Goods], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MANY", many)
    now = timezone.now()
    for wanted in wishes():
        for when in (now, now + timedelta(hours=2)):
            ctx = make.make_context(now=when)
            assert as_said(browse(wanted, ctx)) == by_hand(goods, wanted, when), (wanted, when)


@pytest.mark.usefixtures("goods")
def test_a_large_category_is_counted_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MANY", 10)
    ctx = make.make_context(now=timezone.now())
    first = browse(ProductFilter(page_size=5), ctx)
    make.make_product()
    services.reindex()
    with CaptureQueriesContext(connection) as queries:
        again = browse(ProductFilter(page_size=5), ctx.at(ctx.now + timedelta(seconds=5)))
    assert (again.total, again.facets) == (16, first.facets)
    assert again.product_ids[1:] == first.product_ids[:-1]  # what is shown is always as it is
    assert len(queries) == 1
    assert "search_offer" in queries[0]["sql"]
    assert "COUNT" not in queries[0]["sql"]
    cache.clear()
    assert browse(ProductFilter(), ctx.at(ctx.now + timedelta(seconds=5))).total == 17


@pytest.mark.usefixtures("goods")
def test_kept_counts_are_right_about_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MANY", 1)
    ctx = make.make_context(now=timezone.now())
    assert browse(ProductFilter(), ctx).total == 16
    assert browse(ProductFilter(), ctx.at(ctx.now + timedelta(hours=1))).total == 20
    assert browse(ProductFilter(), ctx.at(ctx.now + timedelta(minutes=59))).total == 16
    assert browse(ProductFilter(), ctx.at(ctx.now - timedelta(days=1))).total == 0


@pytest.mark.usefixtures("goods")
def test_kept_counts_belong_to_one_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MANY", 1)
    ctx = make.make_context(now=timezone.now())
    hats = make.make_category("Hats")
    abroad = make.make_context(channel=make.make_channel("us", currency="USD"), now=ctx.now)
    assert browse(ProductFilter(), ctx).total == 16
    assert browse(ProductFilter(category_id=hats.pk), ctx).total == 0
    assert browse(ProductFilter(in_stock_only=True), ctx).total == 0
    assert browse(ProductFilter(text="hat"), ctx).total < 16
    assert browse(ProductFilter(), abroad).total == 0
