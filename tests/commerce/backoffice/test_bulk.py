"""Many products at once: put on sale, withdrawn, placed; portion by portion, and each change in the log."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from commerce.backoffice.products import bulk
from commerce.catalog.models import Product
from commerce.catalog.types import MediaDraft
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST, BULK = "/admin/product/", "/admin/product/bulk/"


def made(number: int, **fields: Any) -> list[Product]:
    return [make.make_product(f"Shirt {at}", **fields) for at in range(number)]


def asked(client: Client, what: str, products: list[Product], **more: str) -> str:
    query = {"what": what, "product": [row.pk for row in products], **more}
    return client.get(BULK, query).content.decode()


def goes_on(client: Client, what: str, page: str, **typed: Any) -> str:
    """Sends the page's form as it stands."""
    hidden = dict(
        re.findall(r'<input type="hidden" name="(left|refused|total|category)" value="([^"]*)"', page)
    )
    return client.post(f"{BULK}?what={what}", hidden | typed, follow=True).content.decode()


def test_products_are_withdrawn_after_a_question_and_it_is_written_down(editor: Client) -> None:
    shirts = made(3)
    page = asked(editor, "withdraw", shirts[:2])
    assert "2 products" in page and "Shirt 0" in page and "Shirt 2" not in page
    assert Product.objects.filter(status="active").count() == 3
    assert "2 products: done" in goes_on(editor, "withdraw", page)
    assert list(Product.objects.order_by("pk").values_list("status", flat=True)) == [
        "draft",
        "draft",
        "active",
    ]
    assert ModelLogEntry.objects.filter(action="wagtail.edit").count() == 2
    assert ModelLogEntry.objects.first().data["changes"] == [
        {"field": "Status", "before": "Active", "after": "Draft"}
    ]


def test_what_cannot_be_sold_stays_and_the_reason_is_said(editor: Client) -> None:
    picture = [MediaDraft(image_id=make.make_image().pk, alt={"en": "A shirt"})]
    (ready,) = made(1, status="draft", media=picture)
    (priceless,) = made(1, status="draft", media=picture, price=None)
    for product in (ready, priceless):
        make.make_stock(product.variants.get())
    page = goes_on(editor, "publish", asked(editor, "publish", [ready, priceless]))
    assert "These stayed as they were" in page and f"/admin/product/edit/{priceless.pk}/" in page
    assert f"/admin/product/edit/{ready.pk}/" not in page
    assert dict(Product.objects.values_list("pk", "status")) == {ready.pk: "active", priceless.pk: "draft"}


def test_products_get_another_category_and_keep_theirs(editor: Client) -> None:
    tops, sale = make.make_category("Tops"), make.make_category("Sale")
    (shirt,) = made(1, categories=[tops])
    page = asked(editor, "place", [shirt])
    assert "This field is required" in goes_on(editor, "place", page, category="")
    goes_on(editor, "place", page, category=str(sale.pk))
    assert list(shirt.placements.order_by("-is_primary").values_list("category_id", flat=True)) == [
        tops.pk,
        sale.pk,
    ]


def test_many_are_done_in_portions_with_how_far_it_is(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PORTION", 2)
    page = goes_on(editor, "withdraw", asked(editor, "withdraw", made(5)))
    assert "2 of 5 are done" in page and "data-q-goes-on" in page
    assert Product.objects.filter(status="draft").count() == 2
    page = goes_on(editor, "withdraw", goes_on(editor, "withdraw", page))
    assert "5 products: done" in page
    assert Product.objects.filter(status="draft").count() == 5


def test_the_way_back_leads_to_the_list_as_it_was_filtered(editor: Client) -> None:
    shirts = made(1)
    assert 'href="/admin/product/?status=active"' in asked(
        editor, "withdraw", shirts, next="/admin/product/?status=active"
    )
    assert "evil.example" not in asked(editor, "withdraw", shirts, next="https://evil.example/admin/product/")


@pytest.mark.parametrize(
    "query", ["", "what=burn&product=1", "what=publish&product=x&product=99999999999999999999"]
)
def test_nothing_marked_or_chosen_is_said(editor: Client, query: str) -> None:
    assert editor.get(f"{BULK}?{query}")["Location"] == LIST


def test_only_those_who_may_change_products_mark_them(editor: Client, staff: Client) -> None:
    shirts = made(1)
    assert f'name="product" value="{shirts[0].pk}"' in editor.get(LIST).content.decode()
    body = staff.get(LIST).content.decode()
    assert "Shirt 0" in body and 'name="product"' not in body and "q-marked" not in body
    assert staff.get(BULK, {"what": "withdraw", "product": shirts[0].pk})["Location"] == "/admin/"
