"""Listings: what stands on the shelf, in which order, with which facets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.catalog import services as catalog
from commerce.inventory import services as inventory
from commerce.search import services
from commerce.search.queries import browse
from commerce.search.types import ProductFilter
from tests import factories as make

pytestmark = pytest.mark.django_db


def see(wanted: ProductFilter | None = None, **context):  # type: ignore[no-untyped-def]
    services.reindex()
    return browse(wanted or ProductFilter(), make.make_context(**context))


def handles(result) -> list[str]:  # type: ignore[no-untyped-def]
    from commerce.catalog.models import Product

    names = dict(Product.objects.values_list("id", "handle"))
    return [names[id_] for id_ in result.product_ids]


def test_a_new_product_stands_first() -> None:
    make.make_product(handle="old")
    make.make_product(handle="new")
    assert handles(see()) == ["new", "old"]


def test_drafts_and_products_without_a_price_are_on_no_list() -> None:
    make.make_product(handle="draft", status="draft")
    make.make_product(handle="free-of-price", price=None)
    make.make_product(handle="shown")
    result = see()
    assert handles(result) == ["shown"]
    assert result.total == 1


def test_a_window_opens_and_closes_by_the_clock() -> None:
    product = make.make_product(handle="drop")
    now = timezone.now()
    catalog.set_listing(
        product_id=product.pk,
        channel_id=make.make_channel().id,
        available_from=now + timedelta(hours=1),
        available_until=now + timedelta(hours=2),
    )
    assert handles(see(now=now)) == []
    assert handles(see(now=now + timedelta(hours=1))) == ["drop"]
    assert handles(see(now=now + timedelta(hours=2))) == []


def test_a_scheduled_price_counts_from_its_hour() -> None:
    from commerce.pricing import queries
    from commerce.pricing import services as pricing

    now = timezone.now()
    a = make.make_product(handle="a", price=100)
    make.make_product(handle="b", price=200)
    channel = make.make_channel()
    pricing.set_price(
        variant_id=a.variants.get().pk,
        price_list_id=queries.default_price_list(channel.id, channel.currency),
        amount=300,
        valid_from=now + timedelta(days=1),
    )
    by_price = ProductFilter(sort="price")
    assert handles(see(by_price, now=now)) == ["a", "b"]
    later = see(by_price, now=now + timedelta(days=1))
    assert handles(later) == ["b", "a"]
    assert (later.lowest_price, later.highest_price) == (200, 300)


def test_sorting_by_price_and_name() -> None:
    for handle, name, price in [("t", "茶壶", 300), ("b", "包", 100), ("a", "Apron", 200)]:
        make.make_product(name, handle=handle, price=price)
    assert handles(see(ProductFilter(sort="price"))) == ["b", "a", "t"]
    assert handles(see(ProductFilter(sort="-price"))) == ["t", "a", "b"]
    assert handles(see(ProductFilter(sort="name"), language="zh-hans")) == ["a", "b", "t"]


def test_a_category_shows_its_whole_branch_and_follows_a_move() -> None:
    shoes, bags = make.make_category("Shoes"), make.make_category("Bags")
    running = make.make_category("Running", parent=shoes)
    make.make_product(handle="runner", categories=[running])
    make.make_product(handle="bag", categories=[bags])
    assert handles(see(ProductFilter(category_id=shoes.pk))) == ["runner"]
    catalog.move_category(category_id=running.pk, parent_id=bags.pk)
    assert handles(see(ProductFilter(category_id=shoes.pk))) == []
    assert set(handles(see(ProductFilter(category_id=bags.pk)))) == {"runner", "bag"}


@pytest.fixture
def shirts() -> None:
    catalog.ensure_attribute(
        code="color",
        name={"en": "Color", "zh-hans": "颜色"},
        kind="choice",
        is_filterable=True,
        choices=[("red", {"en": "Red", "zh-hans": "红"}, ""), ("blue", {"en": "Blue", "zh-hans": "蓝"}, "")],
    )
    shirt = catalog.ensure_product_type(code="shirt", name={"en": "Shirt"}, attributes=[("color", False)])
    fang, lin = make.make_brand("Fang"), make.make_brand("Lin")
    for handle, color, brand, price in [
        ("red-fang", "red", fang, 100),
        ("blue-fang", "blue", fang, 200),
        ("red-lin", "red", lin, 300),
    ]:
        make.make_product(
            handle=handle, price=price, brand=brand.pk, product_type=shirt, attributes={"color": color}
        )


def counts(result) -> dict[str, dict[str, int]]:  # type: ignore[no-untyped-def]
    return {facet.name: {value.label: value.count for value in facet.values} for facet in result.facets}


@pytest.mark.usefixtures("shirts")
def test_facets_count_what_each_choice_would_show() -> None:
    assert counts(see()) == {"Brand": {"Fang": 2, "Lin": 1}, "Color": {"Red": 2, "Blue": 1}}


@pytest.mark.usefixtures("shirts")
def test_a_chosen_facet_leaves_its_own_counts_open() -> None:
    result = see(ProductFilter(facets={"color": ("red",)}))
    assert sorted(handles(result)) == ["red-fang", "red-lin"]
    assert counts(result) == {"Brand": {"Fang": 1, "Lin": 1}, "Color": {"Red": 2, "Blue": 1}}
    both = see(ProductFilter(facets={"color": ("red", "blue")}, max_price=250))
    assert sorted(handles(both)) == ["blue-fang", "red-fang"]
    assert counts(both) == {"Brand": {"Fang": 2}, "Color": {"Red": 1, "Blue": 1}}
    assert (both.lowest_price, both.highest_price) == (100, 300)


@pytest.mark.usefixtures("shirts")
def test_two_facets_narrow_each_other() -> None:
    lin = next(v.code for f in see().facets if f.code == "brand" for v in f.values if v.label == "Lin")
    result = see(ProductFilter(facets={"color": ("blue",), "brand": (lin,)}))
    assert (result.total, result.product_ids) == (0, ())
    assert counts(result) == {"Brand": {"Fang": 1, "Lin": 0}, "Color": {"Red": 1, "Blue": 0}}


@pytest.mark.usefixtures("shirts")
def test_parameters_that_are_no_facet_change_nothing() -> None:
    assert see(ProductFilter(facets={"utm_source": ("mail",)})).total == 3


@pytest.mark.usefixtures("shirts")
def test_facets_speak_the_shoppers_language() -> None:
    assert counts(see(language="zh-hans"))["颜色"] == {"红": 2, "蓝": 1}


def test_sold_out_products_can_be_left_out() -> None:
    here = make.make_product(handle="here")
    make.make_product(handle="gone")
    location = inventory.create_location(code="main", name={"en": "Main"})
    inventory.receive(variant_id=here.variants.get().pk, location_id=location, quantity=3, key="r1")
    assert handles(see(ProductFilter(in_stock_only=True))) == ["here"]
    assert see().total == 2


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("跑步鞋", {"runner"}),
        ("shoe", {"shoes"}),
        ("FANG-42", {"sku"}),
        ("fang_42", {"sku"}),
        ("!!", set()),
        ("nothing like it", set()),
        ("100%", set()),
    ],
)
def test_words_find_products(asked: str, expected: set[str]) -> None:
    make.make_product("男士跑步鞋 透气", handle="runner")
    make.make_product("Running shoes", handle="shoes")
    product = make.make_product("Cup", handle="sku")
    product.variants.update(sku="FANG-42")
    assert set(handles(see(ProductFilter(text=asked)))) == expected


def test_the_product_with_that_sku_comes_first() -> None:
    named = make.make_product("Shirt 7001 7001 7001", handle="named")
    product = make.make_product("Cup", handle="sku")
    product.variants.update(sku="7001")
    assert handles(see(ProductFilter(text="7001"))) == ["sku", "named"]
    assert named.pk


def test_texts_in_another_language_are_found_too() -> None:
    make.make_product(handle="pot", translations={"en": {"name": "Teapot"}, "zh-hans": {"name": "手工茶壶"}})
    assert handles(see(ProductFilter(text="茶壶"), language="en")) == ["pot"]


def test_a_page_past_the_end_is_the_last_page() -> None:
    for number in range(5):
        make.make_product(handle=f"p{number}")
    result = see(ProductFilter(page=9, page_size=2))
    assert (result.page, result.page_count, handles(result)) == (3, 3, ["p0"])


@pytest.mark.usefixtures("shirts")
@pytest.mark.parametrize(
    "wanted",
    [
        ProductFilter(),
        ProductFilter(facets={"color": ("red",)}),
        ProductFilter(facets={"color": ("red",), "brand": ("fang",)}, min_price=1, text="shirt", sort="name"),
    ],
)
def test_a_listing_costs_one_statement(wanted: ProductFilter) -> None:
    see()
    with CaptureQueriesContext(connection) as queries:
        browse(wanted, make.make_context())
    assert len(queries) == 1


def text(name: str, summary: str = "", description: str = "") -> dict[str, dict[str, str]]:
    return {"en": {"name": name, "summary": summary, "description": description}}


def test_descriptions_are_searched_where_names_and_facts_find_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.make_product(handle="mentions", translations=text("Jacket", description="<p>Goes with shoes.</p>"))
    make.make_product(handle="says", translations=text("Pegasus", summary="Shoes for the road"))
    make.make_product(handle="named", translations=text("Shoes"))
    wanted = ProductFilter(text="shoes")
    assert handles(see(wanted)) == ["named", "says", "mentions"]
    monkeypatch.setattr("commerce.search.queries.text.ENOUGH", 2)
    assert handles(see(wanted)) == ["named", "says"]
    only_the_jacket = ProductFilter(text="shoes jacket")
    assert handles(see(only_the_jacket)) == ["mentions"]


def test_a_category_and_a_brand_are_words_to_be_found_by() -> None:
    make.make_product(
        handle="p", brand=make.make_brand("Fang").pk, categories=[make.make_category("Teaware")]
    )
    assert handles(see(ProductFilter(text="fang teaware"))) == ["p"]


def test_archived_and_deleted_products_leave_the_shelf() -> None:
    product = make.make_product(handle="gone")
    assert see().total == 1
    catalog.set_status(product_id=product.pk, status="archived")
    assert see().total == 0


def test_indexing_twice_changes_nothing() -> None:
    make.make_product(handle="same", categories=[make.make_category()])
    services.reindex()
    with CaptureQueriesContext(connection) as queries:
        services.reindex()
    writes = [q["sql"] for q in queries if q["sql"].startswith(("DELETE", "UPDATE", "INSERT"))]
    assert [sql for sql in writes if "search_" in sql] == []
