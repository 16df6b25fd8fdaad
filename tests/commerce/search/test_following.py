"""Listings follow the catalog, prices and stock by themselves."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from commerce.catalog import services as catalog
from commerce.inventory import services as inventory
from commerce.pricing.types import ListedPrice
from commerce.search.intervals import inside, lowest_over_time
from commerce.search.models import Offer, ProductDocument
from commerce.search.queries import browse
from commerce.search.services import indexing
from commerce.search.types import ProductFilter
from tests import factories as make

pytestmark = pytest.mark.django_db


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


def total(wanted: ProductFilter | None = None) -> int:
    return browse(wanted or ProductFilter(), make.make_context()).total


def test_a_product_reaches_the_shelf_and_leaves_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = make.make_product("Teapot", price=500)
    assert total() == 1
    with django_capture_on_commit_callbacks(execute=True):
        catalog.set_status(product_id=product.pk, status="draft")
    assert total() == 0


def test_a_new_name_and_a_new_price_are_followed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = make.make_product("Teapot", price=500)
    with django_capture_on_commit_callbacks(execute=True):
        catalog.update_product(product_id=product.pk, translations={"en": {"name": "Kettle"}})
        make.make_price(product.variants.get(), 700)
    assert total(ProductFilter(text="kettle", min_price=700, max_price=700)) == 1


def test_the_last_unit_takes_a_product_out_of_what_is_in_stock(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        variant = make.make_variant()
        item = make.make_stock(variant, 1)
    assert total(ProductFilter(in_stock_only=True)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        inventory.adjust(variant_id=variant.pk, location_id=item.location_id, quantity=-1, key="broken")
    assert total(ProductFilter(in_stock_only=True)) == 0


def test_a_moved_branch_is_followed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        shoes, running = make.make_category("Shoes"), make.make_category("Running")
        make.make_product(categories=[running])
    assert total(ProductFilter(category_id=shoes.pk)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        catalog.move_category(category_id=running.pk, parent_id=shoes.pk)
    assert total(ProductFilter(category_id=shoes.pk)) == 1


def test_everything_can_be_built_anew(capsys):
    make.make_product("Teapot")
    ProductDocument.objects.all().delete()
    Offer.objects.all().delete()
    call_command("reindex")
    assert "1 indexed" in capsys.readouterr().out
    assert total(ProductFilter(text="teapots")) == 1


def price(variant: int, amount: int, start: int, end: int | None = None, priority: int = 0) -> ListedPrice:
    return ListedPrice(variant, 1, "CNY", amount, priority, day(start), day(end) if end else None)


def test_the_lowest_price_changes_with_the_calendar():
    rows = [price(1, 500, 1), price(1, 300, 5, 8, priority=1), price(2, 400, 6)]
    found = [(each.amount, each.valid_from.day, each.valid_until) for each in lowest_over_time(rows)]
    assert found == [(500, 1, day(5)), (300, 5, day(8)), (400, 8, None)]


def test_a_gap_between_prices_is_a_time_without_price():
    rows = [price(1, 500, 1, 3), price(1, 500, 3, 5), price(1, 600, 7)]
    assert [(e.amount, e.valid_from.day) for e in lowest_over_time(rows)] == [(500, 1), (600, 7)]
    assert lowest_over_time([]) == []


@pytest.mark.parametrize(
    ("opens", "closes", "left"),
    [
        (None, None, [(500, 1, day(5)), (300, 5, None)]),
        (day(2), None, [(500, 2, day(5)), (300, 5, None)]),
        (day(5), day(9), [(300, 5, day(9))]),
        (None, day(5), [(500, 1, day(5))]),
        (day(9), day(9), []),
    ],
)
def test_a_shelf_shows_prices_while_it_is_open(opens, closes, left):
    prices = [price(1, 500, 1, 5), price(1, 300, 5)]
    found = inside(lowest_over_time(prices), opens, closes)
    assert [(each.amount, each.valid_from.day, each.valid_until) for each in found] == left


def test_examples_hold():
    assert doctest.testmod(indexing).failed == 0
