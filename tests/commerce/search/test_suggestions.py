"""What the words typed so far may be meant to become."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.catalog import services as catalog
from commerce.search import services
from commerce.search.queries import suggest
from commerce.search.types import Suggestion
from tests import factories as make

pytestmark = pytest.mark.django_db


def suggested(text: str, kind: str = "product", **context) -> list[str]:  # type: ignore[no-untyped-def]
    services.reindex()
    return [each.label for each in suggest(text, make.make_context(**context)) if each.kind == kind]


@pytest.mark.parametrize(
    ("typed", "products"),
    [
        ("runn", ["Running shoes"]),
        ("running sh", ["Running shoes"]),
        ("RUNNING  SHOES", ["Running shoes"]),
        ("跑步", ["男士跑步鞋"]),
        ("鞋", ["男士跑步鞋"]),
        ("fang-4", ["Cup"]),
        ("hoes", []),
        ("r", []),
        (" ", []),
        ("!", []),
    ],
)
def test_products_go_on_from_what_is_typed(typed: str, products: list[str]) -> None:
    make.make_product("Running shoes")
    make.make_product("男士跑步鞋")
    make.make_product("Cup").variants.update(sku="FANG-42")
    assert suggested(typed) == products


def test_a_suggestion_leads_to_its_page() -> None:
    shoes = make.make_category("Shoes", slug="shoes")
    product = make.make_product("Running shoes", categories=[shoes])
    services.reindex()
    assert suggest("sho", make.make_context()) == (
        Suggestion("search", "shoes", "/en/search/?q=shoes"),
        Suggestion("category", "Shoes", f"/en/c/shoes-{shoes.public_id}/"),
        Suggestion("product", "Running shoes", f"/en/p/running-shoes-{product.public_id}/"),
    )


def test_names_are_found_in_any_language_and_shown_in_the_readers() -> None:
    make.make_product(translations={"en": {"name": "Teapot"}, "zh-hans": {"name": "手工茶壶"}})
    assert suggested("茶壶", language="en") == ["Teapot"]
    assert suggested("teap", language="zh-hans") == ["手工茶壶"]


def test_words_are_written_out_as_products_are_named() -> None:
    make.make_product("Linen shirt")
    make.make_product("Linen shirt, long")
    make.make_product("Linen shorts")
    assert suggested("linen sh", "search") == ["linen shirt", "linen shorts"]
    assert suggested("Lin", "search") == ["linen"]
    assert suggested("linen shirt", "search") == []


def test_brands_and_facets_are_words_to_look_for() -> None:
    make.make_product("Cup", brand=make.make_brand("Fang").pk)
    assert suggested("fan", "search") == ["Fang"]


def test_what_nothing_on_the_shelf_has_is_not_suggested() -> None:
    product = make.make_product("Cup", brand=make.make_brand("Fang").pk)
    services.reindex()
    catalog.set_status(product_id=product.pk, status="archived")
    assert suggested("fan", "search") == []
    assert suggested("cup") == []


def test_products_are_suggested_while_their_window_is_open() -> None:
    product, now = make.make_product("Drop"), timezone.now()
    channel = make.make_channel()
    catalog.set_listing(product_id=product.pk, channel_id=channel.id, available_from=now + timedelta(hours=1))
    assert suggested("drop", now=now) == []
    assert suggested("drop", now=now + timedelta(hours=1)) == ["Drop"]


def test_categories_whose_name_begins_so_come_first() -> None:
    for name in ("Men's shoes", "Shoes", "Shoe care", "Snowshoes"):
        make.make_category(name)
    assert suggested("shoe", "category") == ["Shoes", "Shoe care", "Men's shoes"]


def test_the_list_stays_short() -> None:
    for number in range(12):
        make.make_product(f"Lamp {number}", categories=[make.make_category(f"Lamps {number}")])
    kinds = [each.kind for each in (services.reindex(), suggest("lam", make.make_context()))[1]]
    assert kinds == ["search"] * 1 + ["category"] * 3 + ["product"] * 6


def test_suggestions_cost_one_statement_and_one_more_for_brands() -> None:
    make.make_product("Running shoes", brand=make.make_brand("Rundfunk").pk)
    services.reindex()
    ctx = make.make_context()
    suggest("run", ctx)
    with CaptureQueriesContext(connection) as queries:
        suggest("runn", ctx)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        suggest("rund", ctx)
    assert len(queries) == 2
