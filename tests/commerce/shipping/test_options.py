"""Which ways to deliver reach a place, and what they cost there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commerce.core.errors import InvalidInput
from commerce.quotes import queries as quotes
from commerce.quotes.types import Destination, Wanted
from commerce.shipping import queries, services
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> Callable[..., None]:
    """Makes a zone with one method named after it: 8.00 up to a kilogram, 12.00 up to ten."""
    channel = make.make_channel()

    def make_zone(code: str, free_over: int | None = None, **places) -> None:
        zone_id = services.create_zone(code=code, name={"en": code}, channel_id=channel.id, **places)
        services.create_method(
            zone_id=zone_id,
            code=code,
            name={"en": code.title(), "zh-hans": "快递"},
            rates=[(0, 1000, 800), (1001, 10_000, 1200)],
            free_over_amount=free_over,
        )

    return make_zone


def offered(country: str, region: str = "", weight: int = 500, subtotal: int = 5000) -> dict[str, int]:
    """Fees by method code."""
    found = queries.options(
        make.make_context(), country=country, region=region, weight_grams=weight, subtotal=subtotal
    )
    return {option.code: option.amount for option in found}


def test_the_zone_that_knows_the_place_best_decides(zone) -> None:
    zone("anywhere")
    zone("china", countries=["CN"])
    zone("tibet", countries=["CN"], regions=["西藏自治区"])

    assert list(offered("CN", "浙江省")) == ["china"]
    assert list(offered("CN", "西藏自治区")) == ["tibet"]
    assert list(offered("DE")) == ["anywhere"]
    assert offered("") == {}


def test_a_region_can_be_left_out(zone) -> None:
    zone("china", countries=["CN"], excluded_regions=["新疆维吾尔自治区"])

    assert offered("CN", "新疆维吾尔自治区") == {}
    assert offered("CN", "浙江省") == {"china": 800}


@pytest.mark.parametrize(("weight", "fee"), [(0, 800), (1000, 800), (1001, 1200), (10_000, 1200)])
def test_the_fee_follows_the_weight(zone, weight: int, fee: int) -> None:
    zone("china", countries=["CN"])

    assert offered("CN", weight=weight) == {"china": fee}


def test_what_is_too_heavy_is_not_carried(zone) -> None:
    zone("china", countries=["CN"])

    assert offered("CN", weight=10_001) == {}


def test_delivery_is_free_from_an_amount_on(zone) -> None:
    zone("china", countries=["CN"], free_over=9_900)

    assert offered("CN", subtotal=9_899) == {"china": 800}
    assert offered("CN", subtotal=9_900) == {"china": 0}


def test_the_quote_charges_what_the_option_said(zone) -> None:
    zone("china", countries=["CN"])
    ctx = make.make_context()
    variant = make.make_variant(weight_grams=700)

    quote = quotes.quote([Wanted("a", variant.pk, 2)], ctx, Destination("CN", "浙江省"), "china")

    assert quote.shipping_amount == offered("CN", "浙江省", weight=1400)["china"] == 1200


def test_names_are_in_the_shoppers_language(zone) -> None:
    zone("china", countries=["CN"])
    chinese = queries.options(make.make_context(language="zh-hans"), country="CN", weight_grams=1, subtotal=1)

    assert [option.name for option in chinese] == ["快递"]


def test_another_channels_methods_are_not_offered(zone) -> None:
    zone("china", countries=["CN"])
    elsewhere = make.make_context(make.make_channel("eu", currency="EUR"))

    assert queries.options(elsewhere, country="CN", weight_grams=1, subtotal=1) == ()


def test_any_number_of_methods_is_one_query(zone, django_assert_num_queries) -> None:
    for number in range(5):
        zone(f"way-{number}", countries=["CN"])
    ctx = make.make_context()

    with django_assert_num_queries(1):
        assert len(queries.rules(ctx, country="CN")) == 5
        assert len(queries.rules(ctx, country="CN")) == 5  # kept


@pytest.mark.parametrize("rates", [[(0, 10, -1)], [(10, 5, 100)]])
def test_a_table_must_make_sense(rates: list) -> None:
    method = make.make_shipping_method()

    with pytest.raises(InvalidInput):
        services.set_rates(method_id=method.pk, rates=rates)

    assert method.rates.count() == 1
