"""Whatever is sent to a screen, staff gets a page with an answer: never a server error, never half a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from commerce.catalog.models import Brand, Category, Product
from commerce.inventory.models import StockItem, StockMovement
from commerce.orders import queries as orders
from commerce.orders.models import Order
from commerce.promotions.models import Promotion
from tests.factories import (
    make_brand,
    make_category,
    make_channel,
    make_customer,
    make_location,
    make_order,
    make_promotion,
    make_variant,
)

pytestmark = pytest.mark.django_db

HOSTILE = {
    "NUL": "a\x00b",
    "half a character": "\ud800",
    "a sea of text": "あ" * 2_001,
    "a great number": "9" * 400,
    "beyond numbers": "1e400",
    "no number": "NaN",
    "below zero": "-1000000000",
    "a formula": "=HYPERLINK(1)",
    "a script": "<script>alert(1)</script>",
    "an injection": "' OR 1=1 --",
    "deep JSON": '{"blocks": ' + "[" * 3_000,
    "a path": "../../etc/passwd",
}
LISTS = ("order", "product", "category", "brand", "promotion", "stock", "stock_movement", "customer", "users")
UNREADABLE = {HOSTILE["NUL"], HOSTILE["half a character"]}  # refused at the door, in words


@pytest.fixture
def screens(owner: Client) -> list[str]:
    """Every form of the back office, with something behind it."""
    make_channel()
    make_location()
    shoes, variant = make_category("Shoes"), make_variant(name="Boots")
    promotion, order = make_promotion(shoes), make_order({variant: 1}, stock=3)
    make_customer("known@example.com")
    brand, item = make_brand(), StockItem.objects.get()
    on_order = [
        f"/admin/order/{order.id}/{action}/" for action in ("ship", "mark-paid", "refund", "cancel", "note")
    ]
    return [
        "/admin/product/new/", f"/admin/product/edit/{variant.product_id}/",
        "/admin/category/new/", f"/admin/category/edit/{shoes.pk}/",
        "/admin/brand/new/", f"/admin/brand/edit/{brand.pk}/",
        "/admin/promotion/new/", f"/admin/promotion/edit/{promotion.pk}/",
        "/admin/stock/receive/", f"/admin/stock/{item.pk}/",
        "/admin/users/new/", "/admin/plugin/bank_transfer/cn/", "/admin/plugin/test_pay/cn/",
        *on_order,
    ]  # fmt: skip


def parts_of(form: Any) -> Iterator[Any]:
    yield form
    if hasattr(form, "variants"):
        yield form.new
        for rows in (form.variants, form.pictures):
            yield from (rows.management_form, *rows.forms)


def fields_of(client: Client, path: str) -> tuple[dict[str, Any], list[str], list[str]]:
    """What the screen shows, as a browser sends it; the names of what one can type into, and of the rest."""
    form = client.get(path).context["form"]
    shown, typed, hidden = {}, [], []
    for field in (field for part in parts_of(form) for field in part):
        value = field.value()
        (hidden if field.is_hidden else typed).append(field.html_name)
        if value not in (None, False):
            shown[field.html_name] = "on" if value is True else value
    return shown, typed, hidden


def counts() -> list[Any]:
    tables = (Brand, Category, Product, Promotion, StockMovement, Order)
    return [(each.__name__, list(each.objects.order_by("pk").values())) for each in tables]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_everything_typed_wrongly_at_once(owner: Client, screens: list[str], value: str) -> None:
    for path in screens:
        shown, typed, _hidden = fields_of(owner, path)
        is_answered(owner, path, shown | dict.fromkeys(typed, value), value)


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 400])
def test_what_nobody_types_is_looked_at_too(owner: Client, screens: list[str], value: str) -> None:
    for path in screens:
        shown, _typed, hidden = fields_of(owner, path)
        is_answered(owner, path, shown | dict.fromkeys(hidden, value), value)


def is_answered(client: Client, path: str, sent: Mapping[str, Any], value: str) -> None:
    """With the form and what is wrong, and then nothing was written; or by doing what was asked."""
    before = counts()
    answer = client.post(path, encoded(sent), content_type="application/x-www-form-urlencoded")
    allowed = (400,) if value in UNREADABLE else (200, 302, 422)
    assert answer.status_code in allowed, path
    assert answer.status_code == 302 or counts() == before, path


def encoded(sent: Mapping[str, Any]) -> str:
    """As browsers send it; half a character travels as its three bytes, as hostile programs send it."""
    return urlencode(sent, doseq=True, errors="surrogatepass")


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_lists_answer_whatever_is_looked_for(owner: Client, value: str) -> None:
    make_channel()
    asked = {"q": value[:2000], "p": value[:50], "ordering": value[:50], "status": value[:50], "level": "low"}
    asked |= {"category": value[:50], "brand": value[:50], "state": value[:50], "location": value[:50]}
    for name in LISTS:
        answer = owner.get(f"/admin/{name}/?{encoded(asked)}")
        assert answer.status_code in (200, 302, 400, 404), name


@pytest.mark.parametrize("action", ["deliver", "complete", "ship", "refund"])
def test_an_action_out_of_its_time_changes_nothing(owner: Client, action: str) -> None:
    order = make_order()
    answer = owner.post(f"/admin/order/{order.id}/{action}/", {"key": "k", "carrier": "sf", "amount": "1"})
    assert answer.status_code == 422
    assert orders.facts(order.id).status == "pending_payment"
