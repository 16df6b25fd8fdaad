"""Listings as spreadsheets: whole, filtered like the list, safe to open, and for those who may read them."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import factories as make

pytestmark = pytest.mark.django_db


def table(client: Client, path: str, **query: Any) -> list[dict[str, str]]:
    answer = client.get(path, {**query, "export": "csv"})
    assert answer.status_code == 200, answer
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_products_come_with_their_variants(editor: Client) -> None:
    shoes = make.make_category("Shoes")
    shirt = make.make_product("Linen shirt", options={"size": ["S", "M"]}, price=19_900, categories=[shoes])
    make.make_stock(shirt.variants.order_by("pk")[0], 4)
    make.make_product("=HYPERLINK(1)", price=None, status="draft")
    rows = table(editor, "/admin/product/")
    assert len(rows) == 3
    small = next(row for row in rows if row["Variant"] == "S")
    assert (small["Name"], small["Price"], small["Currency"]) == ("Linen shirt", "199.00", "CNY")
    assert (small["Category"], small["Available"]) == ("Shoes", "4")
    assert any(row["Name"] == "'=HYPERLINK(1)" for row in rows)


def test_a_filter_and_a_search_hold_for_the_export_too(editor: Client) -> None:
    make.make_product("Linen shirt")
    make.make_product("Boots", status="draft")
    assert [row["Name"] for row in table(editor, "/admin/product/", status="draft")] == ["Boots"]
    assert [row["Name"] for row in table(editor, "/admin/product/", q="linen")] == ["Linen shirt"]


def test_brands_and_categories_are_exported(editor: Client) -> None:
    brand, shoes = make.make_brand("Fang"), make.make_category("Shoes")
    make.make_product(brand=brand.pk, categories=[make.make_category("Boots", parent=shoes)])
    assert [(row["Name"], row["Products"]) for row in table(editor, "/admin/brand/")] == [("Fang", "1")]
    rows = [(row["Name"], row["Level"], row["Products"]) for row in table(editor, "/admin/category/")]
    assert rows == [("Shoes", "1", "1"), ("Boots", "2", "1")]


def test_promotions_are_exported(marketer: Client) -> None:
    make.make_promotion(make.make_category(), percent=15)
    assert float(table(marketer, "/admin/promotion/")[0]["Percent off"]) == 15


def test_stock_and_movements_are_exported_with_their_names(staff: Client) -> None:
    make.make_stock(make.make_variant(), 4)
    assert [(row["Name"], row["On hand"]) for row in table(staff, "/admin/stock/")] == [("Linen shirt", "4")]
    assert table(staff, "/admin/stock_movement/")[0]["Name"] == "Linen shirt"


def test_excel_takes_no_text_for_a_formula(editor: Client) -> None:
    make.make_brand("=1+1")
    answer = editor.get("/admin/brand/", {"export": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_many_rows_cost_portions_not_rows(editor: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        make.make_product(options={"size": ["S", "M"]})
    table(editor, "/admin/product/")
    with django_assert_max_num_queries(40):
        assert len(table(editor, "/admin/product/")) == 24


@pytest.mark.parametrize("path", ["/admin/customer/", "/admin/order/"])
def test_who_may_not_read_a_list_gets_no_export(path: str, editor: Client, marketer: Client) -> None:
    make.make_customer("somebody@example.com")
    for client in (editor, marketer):
        assert client.get(path, {"export": "csv"})["Location"] == "/admin/"


def test_staff_looks_customers_up_and_only_the_owner_carries_the_list_away(
    owner: Client, staff: Client, support: Client
) -> None:
    make.make_customer("somebody@example.com")
    assert [row["E-mail address"] for row in table(owner, "/admin/customer/")] == ["somebody@example.com"]
    for client in (staff, support):
        assert "export=" not in client.get("/admin/customer/").content.decode()
        for path in ("/admin/customer/", "/admin/customer/results/"):
            assert client.get(path, {"export": "csv"})["Location"] == "/admin/"


def test_orders_are_exported_by_those_who_send_them(staff: Client, support: Client) -> None:
    make.make_order()
    assert len(table(staff, "/admin/order/")) == 1
    assert support.get("/admin/order/").status_code == 200
    assert support.get("/admin/order/", {"export": "xlsx"})["Location"] == "/admin/"


def test_where_the_shop_sells_and_what_that_costs_is_exported(owner: Client) -> None:
    method, rate = make.make_shipping_method(fee=1_250, free_over=20_000), make.make_tax_rate(13)
    assert [row["Currency"] for row in table(owner, "/admin/channels/")] == ["CNY"]
    zone = table(owner, "/admin/delivery/zones/")[0]
    assert (zone["Code"], zone["Countries"], zone["Methods in use"]) == (method.zone.code, "CN", "1")
    fee = table(owner, "/admin/delivery/methods/")[0]
    assert (fee["Code"], fee["Fee"], fee["Free from"]) == ("standard", "12.50", "200.00")
    assert [row["Code"] for row in table(owner, "/admin/tax/categories/")] == [rate.category.code]
    percent = table(owner, "/admin/tax/zones/")[0]
    assert (percent["Countries"], float(percent["Percent"])) == ("CN", 13)
