"""Which rate applies where and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commerce.core.errors import InvalidInput
from commerce.tax import queries, services
from tests.factories import make_context, make_tax_rate

pytestmark = pytest.mark.django_db


def test_the_default_category_answers_for_goods_without_one():
    rate = make_tax_rate(13)
    reduced = make_tax_rate(9, category="reduced")

    rates = queries.rates(make_context(), "CN", "")

    assert rates[None].rate_ppm == 130_000
    assert rates[rate.category_id].rate_ppm == 130_000
    assert rates[reduced.category_id].rate_ppm == 90_000


def test_where_the_shop_has_no_rate_no_tax_is_due():
    make_tax_rate(13)
    assert queries.rates(make_context(), "US", "CA") == {}


def test_a_zone_of_regions_comes_before_the_whole_country():
    make_tax_rate(13, country="ES")
    category = services.ensure_category(code="standard", name={"en": "Standard"})
    islands = services.ensure_zone(code="islands", name={"en": "Islands"}, countries=["ES"], regions=["TF"])
    services.set_rate(zone_id=islands, category_id=category, rate_ppm=70_000)

    context = make_context()
    assert queries.rates(context, "ES", "TF")[None].rate_ppm == 70_000
    assert queries.rates(context, "ES", "M")[None].rate_ppm == 130_000


def test_the_zone_of_highest_priority_wins():
    make_tax_rate(13)
    category = services.ensure_category(code="standard", name={"en": "Standard"})
    special = services.ensure_zone(code="special", name={"en": "Special"}, countries=["CN"], priority=5)
    services.set_rate(zone_id=special, category_id=category, rate_ppm=10_000)
    assert queries.rates(make_context(), "CN", "")[None].rate_ppm == 10_000


def test_a_rate_changes_at_an_instant():
    rate = make_tax_rate(16)
    now = timezone.now()
    services.set_rate(zone_id=rate.zone_id, category_id=rate.category_id, rate_ppm=130_000, valid_from=now)

    context = make_context()
    assert queries.rates(context.at(now - timedelta(microseconds=1)), "CN", "")[None].rate_ppm == 160_000
    assert queries.rates(context.at(now), "CN", "")[None].rate_ppm == 130_000


def test_rates_cost_one_query_then_none(django_assert_num_queries):
    make_tax_rate(13)
    make_tax_rate(9, category="reduced")
    context = make_context()
    with django_assert_num_queries(1):
        for _ in range(3):
            queries.rates(context, "CN", "")


def test_more_than_everything_is_refused():
    rate = make_tax_rate(13)
    with pytest.raises(InvalidInput):
        services.set_rate(zone_id=rate.zone_id, category_id=rate.category_id, rate_ppm=1_000_001)
