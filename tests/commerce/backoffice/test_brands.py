"""Brands on screens of their own: found, named in both languages, and never deleted from under a product."""

from typing import Any

import pytest
from django.test import Client

from commerce.catalog.models import Brand, Product
from commerce.search.queries import browse
from commerce.search.types import ProductFilter
from tests.factories import make_brand, make_channel, make_context, make_image, make_product

pytestmark = pytest.mark.django_db


def edit(brand: Brand) -> str:
    return f"/admin/brand/edit/{brand.pk}/"


def delete(brand: Brand) -> str:
    return f"/admin/brand/delete/{brand.pk}/"


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def test_the_empty_list_says_how_to_begin(editor: Client) -> None:
    body = editor.get("/admin/brand/").content.decode()
    assert "No brands yet" in body
    assert "/admin/brand/new/" in body


def test_a_brand_is_made_in_both_languages_with_a_logo(editor: Client) -> None:
    logo = make_image()
    data = {"name_zh_hans": "方物", "name_en": "Fang", "logo": logo.pk}
    assert editor.post("/admin/brand/new/", data).status_code == 302
    brand = Brand.objects.get()
    assert (brand.name, brand.slug, brand.logo) == ({"zh-hans": "方物", "en": "Fang"}, "fang", logo)


@pytest.mark.parametrize("text", ["方物", "fang", "the-mark"])
def test_brands_are_found_by_name_and_address(editor: Client, text: str) -> None:
    Brand.objects.create(name={"zh-hans": "方物", "en": "Fang"}, slug="the-mark")
    make_brand("Lin")
    body = editor.get("/admin/brand/results/", {"q": text}).content.decode()
    assert "Fang" in body
    assert "Lin" not in body
    assert "No brand matches" in editor.get("/admin/brand/results/", {"q": "nothing"}).content.decode()


def test_the_list_counts_products_and_leads_to_them(editor: Client) -> None:
    fang = make_brand("Fang")
    for name in ("Linen shirt", "Boots"):
        make_product(name, brand=fang.pk)
    make_product("Cup", brand=make_brand("Lin").pk)
    link = f"/admin/product/?brand={fang.pk}"
    assert f'<a href="{link}">2</a>' in editor.get("/admin/brand/").content.decode()
    found = editor.get(link).content.decode()
    assert "Linen shirt" in found
    assert "Cup" not in found


@pytest.mark.django_db(transaction=True)
def test_shoppers_read_a_new_name_at_once(editor: Client) -> None:
    make_channel()
    brand = make_brand("Fang")
    product = make_product("Linen shirt", brand=brand.pk)
    make_product("Cup", brand=make_brand("Ru").pk)
    version = Product.objects.get(pk=product.pk).content_version
    assert editor.post(edit(brand), typed(editor, edit(brand)) | {"name_en": "Lin"}).status_code == 302
    assert Product.objects.get(pk=product.pk).content_version > version
    facets = browse(ProductFilter(), make_context()).facets
    labels = [value.label for facet in facets if facet.code == "brand" for value in facet.values]
    assert sorted(labels) == ["Lin", "Ru"]


def test_saving_a_brand_untouched_changes_nothing(editor: Client) -> None:
    brand = make_brand("Fang")
    make_product(brand=brand.pk)
    before = Brand.objects.values().get(), Product.objects.values().get()
    assert editor.post(edit(brand), typed(editor, edit(brand))).status_code == 302
    assert (Brand.objects.values().get(), Product.objects.values().get()) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_en": ""}, "at least one language"),
        ({"slug": "taken"}, "This address is in use."),
        ({"slug": "not a slug!"}, "valid “slug”"),
        ({"name_en": "x" * 91}, "at most 90 characters"),
        ({"name_en": "a\x00b"}, "cannot be read"),
        ({"logo": "999"}, "not one of the available choices"),
    ],
)
def test_a_brand_that_cannot_be_is_refused(editor: Client, change: dict[str, str], says: str) -> None:
    Brand.objects.create(name={"en": "Taken"}, slug="taken")
    answer = editor.post("/admin/brand/new/", {"name_en": "New", **change})
    assert says in answer.content.decode()
    assert Brand.objects.count() == 1


def test_a_known_brand_needs_its_address(editor: Client) -> None:
    brand = make_brand()
    answer = editor.post(edit(brand), typed(editor, edit(brand)) | {"slug": ""})
    assert "Please fill this in." in answer.content.decode()


def test_a_brand_in_use_stays_and_the_reason_is_said(editor: Client) -> None:
    used, unused = make_brand("Fang"), make_brand("Lin")
    make_product(brand=used.pk)
    answer = editor.post(delete(used), follow=True)
    assert answer.redirect_chain[-1][0] == edit(used)
    assert "Products still bear this brand" in answer.content.decode()
    assert editor.get(delete(unused)).status_code == 200
    assert "The brand is deleted." in editor.post(delete(unused), follow=True).content.decode()
    assert list(Brand.objects.all()) == [used]


def test_staff_that_packs_parcels_has_no_business_with_brands(staff: Client) -> None:
    brand = make_brand()
    for path in ("/admin/brand/", "/admin/brand/new/", edit(brand), delete(brand)):
        assert staff.get(path)["Location"] == "/admin/"
    staff.post(delete(brand))
    assert Brand.objects.exists()


def test_brands_stand_in_the_menu_of_the_catalog(editor: Client) -> None:
    assert '"url": "/admin/brand/"' in editor.get("/admin/").content.decode()
