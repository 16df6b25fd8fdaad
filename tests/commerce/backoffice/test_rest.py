"""Categories, promotions, stock and customers."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commerce.backoffice.reasons import OPENING
from commerce.backoffice.summary import tiles_for
from commerce.catalog.models import Category
from commerce.catalog.queries.categories import tree_problems
from commerce.core.context import CustomerRef
from commerce.customers.models import Customer, User
from commerce.inventory.models import Location, StockItem, StockMovement
from commerce.promotions.models import Promotion
from tests.factories import (
    make_category,
    make_channel,
    make_context,
    make_customer,
    make_location,
    make_order,
    make_product,
    make_promotion,
    make_stock,
    make_variant,
)

pytestmark = pytest.mark.django_db


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: _as_sent(value) for name, value in values.items() if value is not None and value is not False
    }


def _as_sent(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "on" if value is True else value


# --- categories


def test_categories_are_made_moved_and_listed_as_a_tree(editor: Client) -> None:
    editor.post("/admin/category/new/", {"name_en": "Clothes", "name_zh_hans": "服装", "is_active": "on"})
    clothes = Category.objects.get()
    assert clothes.name == {"en": "Clothes", "zh-hans": "服装"}
    for name in ("Shirts", "Coats"):
        answer = editor.post(
            "/admin/category/new/",
            {"name_en": name, "parent": clothes.pk, "is_active": "on", "position": "1"},
        )
        assert answer.status_code == 302
    names = list(Category.objects.order_by("tree_id", "lft").values_list("slug", flat=True))
    assert names == ["clothes", "coats", "shirts"]
    body = editor.get("/admin/category/").content.decode()
    assert body.index("Clothes") < body.index("\u2003Coats") < body.index("\u2003Shirts")
    coats = Category.objects.get(slug="coats")
    path = f"/admin/category/edit/{coats.pk}/"
    assert editor.post(path, typed(editor, path) | {"parent": ""}).status_code == 302
    coats.refresh_from_db()
    assert coats.parent is None
    assert not tree_problems()


def test_a_category_cannot_be_put_below_itself(editor: Client) -> None:
    top = make_category("Top")
    below = make_category("Below", parent=top)
    path = f"/admin/category/edit/{top.pk}/"
    answer = editor.post(path, typed(editor, path) | {"parent": below.pk})
    assert "not one of the available choices" in answer.content.decode()
    top.refresh_from_db()
    assert top.parent is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_en": ""}, "at least one language"),
        ({"slug": "taken"}, "This address is in use."),
        ({"slug": "not a slug!"}, "valid “slug”"),
        ({"position": "0"}, "greater than or equal to 1"),
        ({"parent": "999"}, "not one of the available choices"),
    ],
)
def test_a_category_that_cannot_be_is_refused(editor: Client, change: dict[str, str], says: str) -> None:
    make_category(slug="taken")
    answer = editor.post("/admin/category/new/", {"name_en": "New", **change})
    assert says in answer.content.decode()
    assert Category.objects.count() == 1


def test_saving_a_category_untouched_changes_nothing(editor: Client) -> None:
    make_category("First")
    category = make_category("Second")
    before = Category.objects.filter(pk=category.pk).values().get()
    path = f"/admin/category/edit/{category.pk}/"
    assert editor.post(path, typed(editor, path)).status_code == 302
    assert Category.objects.filter(pk=category.pk).values().get() == before


def test_only_empty_categories_are_deleted(editor: Client) -> None:
    full, empty = make_category("Full"), make_category("Empty")
    make_product(categories=[full])
    answer = editor.post(f"/admin/category/delete/{full.pk}/", follow=True)
    assert "still has products" in answer.content.decode()
    assert editor.get(f"/admin/category/delete/{empty.pk}/").status_code == 200
    editor.post(f"/admin/category/delete/{empty.pk}/")
    assert list(Category.objects.all()) == [full]


# --- promotions


def test_a_promotion_is_planned_shown_and_ended(marketer: Client) -> None:
    make_channel()
    shoes = make_category("Shoes")
    data = typed(marketer, "/admin/promotion/new/") | {
        "name_en": "Autumn",
        "percent": "12.5",
        "category": shoes.pk,
    }
    assert marketer.post("/admin/promotion/new/", data).status_code == 302
    promotion = Promotion.objects.get()
    assert (promotion.percent_ppm, promotion.lane, promotion.is_active) == (125_000, "sale", True)
    body = marketer.get("/admin/promotion/").content.decode()
    assert "Autumn" in body
    assert "12.5%" in body
    assert "Running" in body
    assert "Prices return to normal" in marketer.get(f"/admin/promotion/end/{promotion.pk}/").content.decode()
    assert "is over" in marketer.post(f"/admin/promotion/end/{promotion.pk}/", follow=True).content.decode()
    promotion.refresh_from_db()
    assert promotion.ends_at is not None
    assert (
        "over already" in marketer.post(f"/admin/promotion/end/{promotion.pk}/", follow=True).content.decode()
    )


def test_saving_a_promotion_untouched_keeps_its_revision(marketer: Client) -> None:
    promotion = make_promotion(make_category(), ends_at=timezone.now() + timedelta(days=2))
    path = f"/admin/promotion/edit/{promotion.pk}/"
    assert marketer.post(path, typed(marketer, path)).status_code == 302
    promotion.refresh_from_db()
    assert promotion.revision == 1


@pytest.mark.parametrize(
    "change",
    [
        {"percent": "0"},
        {"percent": "101"},
        {"percent": "NaN"},
        {"percent": ""},
        {"category": ""},
        {"starts_at": "soon"},
        {"ends_at": "2001-01-01 00:00"},
        {"lane": "no spaces please"},
        {"name_en": ""},
    ],
)
def test_a_promotion_that_cannot_be_is_refused(marketer: Client, change: dict[str, str]) -> None:
    make_channel()
    shoes = make_category("Shoes")
    data = typed(marketer, "/admin/promotion/new/") | {"name_en": "A", "percent": "10", "category": shoes.pk}
    answer = marketer.post("/admin/promotion/new/", data | change)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Promotion.objects.exists()


def test_promotions_filter_by_state(marketer: Client) -> None:
    shoes = make_category("Shoes")
    now = timezone.now()
    make_promotion(shoes, name={"en": "Runs now"})
    make_promotion(shoes, name={"en": "Comes later"}, starts_at=now + timedelta(days=1))
    make_promotion(
        shoes, name={"en": "Went by"}, starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
    )
    names = {"running": "Runs now", "planned": "Comes later", "over": "Went by"}
    for state, name in names.items():
        body = marketer.get("/admin/promotion/results/", {"state": state}).content.decode()
        assert [each for each in names.values() if each in body] == [name]


def test_promotions_are_found_by_name(marketer: Client) -> None:
    shoes = make_category("Shoes")
    make_promotion(shoes, name={"en": "Autumn sale", "zh-hans": "秋季特惠"})
    make_promotion(shoes, name={"en": "Clearance"})
    for text in ("autumn", "秋季"):
        body = marketer.get("/admin/promotion/results/", {"q": text}).content.decode()
        assert "Autumn sale" in body
        assert "Clearance" not in body


@pytest.mark.parametrize("name", ["category", "promotion", "brand", "stock_movement", "customer", "stock"])
def test_empty_lists_say_how_they_fill(owner: Client, name: str) -> None:
    make_channel()
    body = owner.get(f"/admin/{name}/").content.decode()
    assert re.search("No .* yet|Nothing has moved yet", body)
    body = owner.get(f"/admin/{name}/results/", {"q": "whatever"}).content.decode()
    assert "matches. Search by" in body


# --- stock


def test_stock_is_listed_found_and_counted(staff: Client) -> None:
    variant = make_variant(name="Linen shirt", handle="shirt")
    make_stock(variant, 7)
    make_stock(make_variant(name="Boots"), 1)
    body = staff.get("/admin/stock/results/", {"q": "linen"}).content.decode()
    assert "Linen shirt" in body
    assert "SHIRT-1" in body
    assert "Boots" not in body


def test_stock_filters_by_level(staff: Client) -> None:
    make_stock(make_variant(name="Plenty"), 9)
    make_stock(make_variant(name="Gone"), 0)
    body = staff.get("/admin/stock/results/", {"level": "out"}).content.decode()
    assert "Gone" in body
    assert "Plenty" not in body


@pytest.mark.parametrize(
    ("kind", "quantity", "on_hand", "moved"),
    [("receive", 5, 12, 5), ("remove", 2, 5, -2), ("count", 3, 3, -4)],
)
def test_every_change_is_a_line_in_the_ledger(
    staff: Client, kind: str, quantity: int, on_hand: int, moved: int
) -> None:
    item = make_stock(make_variant(), 7)
    Location.objects.update(name={"en": "Main house"})
    path = f"/admin/stock/{item.pk}/"
    data = {"key": "k1", "kind": kind, "quantity": quantity, "reason": "note 12"}
    for _click in range(2):
        assert staff.post(path, data).status_code == 302
    item.refresh_from_db()
    assert item.on_hand == on_hand
    movement = StockMovement.objects.latest("id")
    assert (movement.quantity, movement.reason) == (moved, "note 12")
    body = staff.get(path).content.decode()
    assert "note 12" in body
    assert "Main house" in body
    assert "/admin/product/edit/" not in body, "staff may not edit products"
    assert "Staff" in body
    assert "note 12" in staff.get("/admin/stock_movement/").content.decode()


def test_the_shops_own_reasons_are_read_in_ones_language(staff: Client) -> None:
    item = make_stock(make_variant(), 7)
    StockMovement.objects.update(reason=OPENING)
    chinese = {"accept-language": "zh-hans"}
    for path in (f"/admin/stock/{item.pk}/", "/admin/stock_movement/", "/admin/stock_movement/?q=期初"):
        body = staff.get(path, headers=chinese).content.decode()
        assert "期初库存" in body, path
        assert OPENING not in body, path


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": "0"},
        {"quantity": "-3"},
        {"quantity": "1e9"},
        {"quantity": str(10**12)},
        {"quantity": ""},
        {"reason": ""},
        {"kind": "magic"},
        {"kind": "remove", "quantity": "8"},
    ],
)
def test_what_cannot_be_posted_is_refused_and_kept_on_screen(staff: Client, change: dict[str, str]) -> None:
    item = make_stock(make_variant(), 7)
    data = {"key": "k1", "kind": "receive", "quantity": "5", "reason": "delivery 12"} | change
    answer = staff.post(f"/admin/stock/{item.pk}/", data)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert str(data["reason"]) in answer.content.decode()
    assert StockMovement.objects.count() == 1


def test_promised_units_cannot_be_counted_away(staff: Client) -> None:
    variant = make_variant()
    make_order({variant: 2}, stock=3)
    item = StockItem.objects.get()
    data = {"key": "k", "kind": "count", "quantity": "1", "reason": "count"}
    answer = staff.post(f"/admin/stock/{item.pk}/", data)
    assert "promised to orders" in answer.content.decode()
    item.refresh_from_db()
    assert item.on_hand == 3


def test_goods_are_received_by_sku_where_none_were_before(staff: Client) -> None:
    make_variant(handle="shirt")
    place = make_location()
    assert typed(staff, "/admin/stock/receive/")["location"] == place.pk, "the only one there is"
    data = {"key": "k", "sku": " shirt-1 ", "location": place.pk, "quantity": "4"}
    assert staff.post("/admin/stock/receive/", data).status_code == 302
    assert StockItem.objects.get().on_hand == 4
    answer = staff.post("/admin/stock/receive/", data | {"sku": "NOTHING"})
    assert "no variant with this SKU" in answer.content.decode()


def test_the_low_stock_level_is_set(staff: Client) -> None:
    item = make_stock(make_variant(), 7)
    staff.post(f"/admin/stock/{item.pk}/", {"level": "3"})
    staff.post(f"/admin/stock/{item.pk}/", {"level": "-3"})
    item.refresh_from_db()
    assert item.low_stock_level == 3


def test_stock_and_ledger_are_exported(staff: Client) -> None:
    make_stock(make_variant(handle="shirt"), 7)
    for path in ("/admin/stock/", "/admin/stock_movement/"):
        text = b"".join(staff.get(f"{path}?export=csv").streaming_content).decode("utf-8-sig")
        assert "SHIRT-1" in text
        assert "7" in text


# --- customers


def test_a_customer_is_found_and_shown_with_orders(staff: Client) -> None:
    customer = make_customer("wang@example.com", name="Wang Fang")
    make_customer("li@example.com", name="Li Na")
    order = make_order(ctx=make_context(customer=CustomerRef(id=customer.pk)))
    body = staff.get("/admin/customer/results/", {"q": "wang@"}).content.decode()
    assert "Wang Fang" in body
    assert "Li Na" not in body
    page = staff.get(f"/admin/customer/{customer.pk}/").content.decode()
    assert order.number in page
    assert "wang@example.com" in page


def test_customers_are_not_changed_here(owner: Client) -> None:
    customer = make_customer(name="Wang Fang")
    assert "No customer matches" in owner.get("/admin/customer/results/", {"q": "nobody"}).content.decode()
    for path in (f"edit/{customer.pk}", f"delete/{customer.pk}", "new"):
        assert owner.post(f"/admin/customer/{path}/").status_code == 404
    assert Customer.objects.get().user.name == "Wang Fang"


def test_the_first_screen_says_what_waits_and_shows_what_came_in(staff: Client) -> None:
    assert "as soon as somebody buys" in staff.get("/admin/").content.decode()
    order = make_order()
    body = staff.get("/admin/").content.decode()
    assert "waiting for payment" in body
    assert "status=pending_payment" in body
    assert f"/admin/order/{order.id}/" in body


def test_the_first_screen_counts_what_its_lists_hold(owner: Client) -> None:
    item = make_stock(make_variant(), 3)
    StockItem.objects.filter(pk=item.pk).update(low_stock_level=5)
    make_stock(make_variant(), 0)
    make_product(status="draft")
    make_promotion(make_category())
    counts = {tile.url: tile.count for tile in tiles_for(User.objects.get(email="owner@example.com"))}
    assert {url for url, count in counts.items() if count == 0} == {
        "/admin/order/?status=confirmed&status=partially_shipped", "/admin/order/?status=pending_payment",
        "/admin/reports/workflow/?status=in_progress",
    }  # fmt: skip
    for url, count in counts.items():
        assert owner.get(url).context["paginator"].count == count, url


def test_the_first_screen_offers_each_what_they_may_do(
    editor: Client, marketer: Client, staff: Client
) -> None:
    links = {"/admin/product/new/": editor, "/admin/promotion/new/": marketer, "/admin/stock/receive/": staff}
    for link, one in links.items():
        other = staff if one is editor else editor
        assert f'href="{link}"' in one.get("/admin/").content.decode()
        assert f'href="{link}"' not in other.get("/admin/").content.decode()
    assert "Latest orders" not in editor.get("/admin/").content.decode()
