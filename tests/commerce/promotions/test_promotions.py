"""A percentage off a category inside a window: the same in lists, cart and order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commerce.promotions import queries, services
from commerce.promotions.errors import InvalidPromotion, UnknownPromotion
from commerce.promotions.models import Promotion
from commerce.quotes.queries import list_prices, quote
from commerce.quotes.types import Wanted
from tests.factories import make_category, make_channel, make_context, make_product, make_promotion

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def shoes():
    return make_category("Shoes")


def test_list_and_cart_charge_the_same(shoes):
    running = make_category("Running shoes", parent=shoes)
    product = make_product(price=9_999, categories=[running])
    variant = product.variants.get()
    make_promotion(shoes, percent=15)
    context = make_context()

    listed = list_prices({product.pk: [variant.pk]}, context)[product.pk]
    cart = quote([Wanted("a", variant.pk, 3)], context)

    assert (listed.amount, listed.was, listed.label) == (8_499, 9_999, "15 % off")
    assert cart.total == 3 * 8_499


def test_the_window_opens_and_closes_by_itself(shoes):
    now = timezone.now()
    promotion = make_promotion(shoes, starts_at=now, ends_at=now + HOUR)
    context = make_context()

    def running(at):
        return [rule.label for rule in queries.line_rules(context.at(at), {shoes.pk})]

    assert running(now - timedelta(microseconds=1)) == []
    assert running(now) == [promotion.name["en"]]
    assert running(now + HOUR - timedelta(microseconds=1)) == [promotion.name["en"]]
    assert running(now + HOUR) == []


def test_only_the_channel_it_is_for(shoes):
    europe = make_channel("eu", currency="EUR")
    make_promotion(shoes, channel_id=europe.id)
    assert queries.line_rules(make_context(), {shoes.pk}) == ()
    assert len(queries.line_rules(make_context(europe), {shoes.pk})) == 1


def test_sleeping_and_unrelated_promotions_are_not_even_read(shoes, django_assert_num_queries):
    now = timezone.now()
    other = make_category("Hats")
    rows = [
        Promotion(name={"en": "x"}, category=category, percent_ppm=100_000, starts_at=start, ends_at=end)
        for _ in range(500)
        for category, start, end in (
            (other, now - HOUR, None),
            (shoes, now + HOUR, None),
            (shoes, now - 2 * HOUR, now - HOUR),
        )
    ]
    Promotion.objects.bulk_create(rows)
    make_promotion(shoes)
    context = make_context()

    with django_assert_num_queries(1):
        rules = queries.line_rules(context, {shoes.pk})

    assert len(rules) == 1


def test_of_a_thousand_awake_on_one_category_the_best_few_are_looked_at(shoes):
    now = timezone.now()
    Promotion.objects.bulk_create(
        Promotion(
            name={"en": str(number)},
            category=shoes,
            percent_ppm=1_000 + number,
            lane=f"lane-{number % 2}",
            starts_at=now - HOUR,
        )
        for number in range(1000)
    )
    urgent = make_promotion(shoes, percent=5, lane="lane-0", priority=1)

    rules = queries.line_rules(make_context(), {shoes.pk})

    assert len(rules) == 2 * queries.CONSIDERED
    assert {"999", "998", urgent.name["en"]} <= {rule.label for rule in rules}


def test_every_change_raises_the_revision_that_traces_name(shoes):
    promotion = make_promotion(shoes)
    assert services.update_promotion(promotion_id=promotion.pk, percent_ppm=300_000)
    assert not services.update_promotion(promotion_id=promotion.pk, percent_ppm=300_000)

    (rule,) = queries.line_rules(make_context(), {shoes.pk})
    assert rule.source == f"promotion:{promotion.public_id}@2"


def test_ending_it_closes_the_window_now(shoes):
    running, planned = make_promotion(shoes), make_promotion(shoes, starts_at=timezone.now() + HOUR)

    assert services.end_promotion(promotion_id=running.pk)
    assert not services.end_promotion(promotion_id=running.pk)
    assert services.end_promotion(promotion_id=planned.pk)

    assert queries.line_rules(make_context(), {shoes.pk}) == ()
    assert queries.line_rules(make_context(now=timezone.now() + 2 * HOUR), {shoes.pk}) == ()


@pytest.mark.parametrize(
    ("field", "value"), [("percent_ppm", 0), ("percent_ppm", 1_000_001), ("name", {}), ("ends_at", "before")]
)
def test_promotions_that_make_no_sense_are_refused(shoes, field, value):
    now = timezone.now()
    fields = {"name": {"en": "Sale"}, "category_id": shoes.pk, "percent_ppm": 200_000, "starts_at": now}
    fields[field] = now - HOUR if value == "before" else value

    with pytest.raises(InvalidPromotion) as refused:
        services.create_promotion(**fields)

    assert field in refused.value.fields


def test_an_unknown_promotion_cannot_be_changed():
    with pytest.raises(UnknownPromotion):
        services.update_promotion(promotion_id=10**9, percent_ppm=1)
