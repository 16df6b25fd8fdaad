"""Products on one screen: what is typed becomes texts, variants, prices, stock and pictures, or nothing does."""

import re
from typing import Any

import pytest
from django.test import Client

from commerce.catalog.models import Category, Product, Variant
from commerce.channels.models import Channel
from commerce.inventory.models import StockItem, StockMovement
from commerce.pricing.models import Price
from tests.factories import (
    make_category,
    make_channel,
    make_image,
    make_location,
    make_product,
    make_stock,
)

pytestmark = pytest.mark.django_db


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    response = client.get(path)
    assert response.status_code == 200
    form = response.context["form"]
    data: dict[str, Any] = {}
    parts = [form, form.new, *form.variants.forms, *form.pictures.forms]
    for part in [*parts, form.variants.management_form, form.pictures.management_form]:
        for field in part:
            value = field.value()
            if value is None or value is False:
                continue
            data[field.html_name] = "on" if value is True else value
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = value
    return data


def new_product(client: Client, **changes: Any) -> dict[str, Any]:
    data = typed(client, "/admin/product/new/")
    return data | {"name_en": "Linen shirt", "new-price_cn": "199.00", "new-on_hand": "5"} | changes


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    make_channel()
    make_location()


def edit(product: Product) -> str:
    return f"/admin/product/edit/{product.pk}/"


def test_the_empty_list_says_how_to_begin(owner: Client) -> None:
    body = owner.get("/admin/product/").content.decode()
    assert "No products yet" in body
    assert "/admin/product/new/" in body


def test_the_list_shows_name_price_stock_and_place(owner: Client) -> None:
    make_product("Linen shirt", price=19_900, categories=[make_category("Tops")], media=[])
    make_stock(Variant.objects.get(), 7)
    body = owner.get("/admin/product/").content.decode()
    for words in ("Linen shirt", "CN¥199.00", "Tops", "Active"):
        assert words in body, words
    assert re.search(r">\s*7\s*<", body)


@pytest.mark.parametrize("text", ["linen", "衬衫", "SHIRT-1", "shirt"])
def test_products_are_found_by_name_handle_and_sku(owner: Client, text: str) -> None:
    names = {"en": {"name": "Linen top"}, "zh-hans": {"name": "亚麻衬衫"}}
    make_product(handle="shirt", translations=names)
    make_product("Boots")
    body = owner.get("/admin/product/results/", {"q": text}).content.decode()
    assert "Linen top" in body
    assert "Boots" not in body


def test_the_list_filters(owner: Client) -> None:
    top = make_category("Tops")
    make_product("Linen shirt", categories=[make_category("Shirts", parent=top)])
    make_product("Boots", status="draft")
    body = owner.get("/admin/product/results/", {"category": top.pk}).content.decode()
    assert "Linen shirt" in body
    assert "Boots" not in body
    body = owner.get("/admin/product/results/", {"status": "draft"}).content.decode()
    assert "Boots" in body
    assert "Linen shirt" not in body


def test_the_list_costs_the_same_however_long(owner: Client, django_assert_max_num_queries) -> None:
    for _number in range(5):
        make_product()
    owner.get("/admin/product/")
    with django_assert_max_num_queries(28):
        owner.get("/admin/product/")


def test_a_product_is_made_in_one_go(owner: Client) -> None:
    shoes = make_category("Shoes")
    picture = make_image()
    data = new_product(
        owner,
        **{
            "name_zh_hans": "亚麻衬衫",
            "options": "Size: S, M\r\nColor: Red #c00000, Blue",
            "new-sku": "SHIRT",
            "main_category": shoes.pk,
            "tags": "linen, summer",
            "new_brand": "Fang",
            "pictures-0-image": picture.pk,
            "pictures-0-alt_en": "A shirt on a line",
            "status": "active",
        },
    )
    answer = owner.post("/admin/product/new/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    product = Product.objects.get()
    assert product.status == "active"
    assert product.handle == "linen-shirt"
    assert {row.language: row.name for row in product.translations.all()} == {
        "en": "Linen shirt",
        "zh-hans": "亚麻衬衫",
    }
    assert set(product.variants.values_list("sku", flat=True)) == {
        "SHIRT-S-RED", "SHIRT-S-BLUE", "SHIRT-M-RED", "SHIRT-M-BLUE",
    }  # fmt: skip
    assert set(Price.objects.values_list("amount", flat=True)) == {19_900}
    assert set(StockItem.objects.values_list("on_hand", flat=True)) == {5}
    assert product.media.get().alt == {"en": "A shirt on a line"}
    assert product.tags == ["linen", "summer"]
    assert product.brand and product.brand.name == {"en": "Fang"}


def test_what_lacks_something_stays_off_sale_and_nothing_is_lost(owner: Client) -> None:
    answer = owner.post("/admin/product/new/", new_product(owner, status="active"))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "It cannot be sold yet" in body
    assert "The product has no picture." in body
    assert "Linen shirt" in body
    assert not Product.objects.exists()
    assert not StockMovement.objects.exists()


def test_saving_what_is_shown_changes_nothing(owner: Client) -> None:
    product = make_product(
        options={"size": ["S", "M"], "color": ["Red"]}, compare_at=12_000, media=[], tags=["a", "b"]
    )
    make_stock(product.variants.first(), 4)
    before = Product.objects.get()
    answer = owner.post(edit(product), typed(owner, edit(product)))
    assert answer.status_code == 302
    after = Product.objects.get()
    assert after.content_version == before.content_version
    assert Price.objects.count() == 2
    assert StockMovement.objects.count() == 1
    assert product.variants.filter(is_active=True).count() == 2


def test_prices_stock_and_skus_are_changed_in_the_table(owner: Client) -> None:
    product = make_product(options={"size": ["S", "M"]}, price=10_000)
    small = product.variants.first()
    make_stock(small, 4)
    data = typed(owner, edit(product))
    data |= {"variants-0-sku": "NEW-S", "variants-0-price_cn": "90", "variants-0-was_cn": "100"}
    data |= {"variants-0-on_hand": "6", "variants-1-is_active": ""}
    assert owner.post(edit(product), data).status_code == 302
    small.refresh_from_db()
    assert small.sku == "NEW-S"
    running = Price.objects.get(variant=small, valid_until=None)
    assert (running.amount, running.compare_at_amount) == (9_000, 10_000)
    assert StockItem.objects.get(variant=small).on_hand == 6
    movement = StockMovement.objects.latest("id")
    assert (movement.quantity, movement.kind) == (2, "adjustment")
    assert not product.variants.last().is_active


def test_sales_made_while_the_screen_was_open_stay_counted(owner: Client) -> None:
    product = make_product()
    item = make_stock(product.variants.get(), 10)
    data = typed(owner, edit(product))
    StockItem.objects.filter(pk=item.pk).update(on_hand=8)  # two were shipped meanwhile
    assert owner.post(edit(product), data | {"variants-0-on_hand": "15"}).status_code == 302
    item.refresh_from_db()
    assert item.on_hand == 13


def test_new_values_make_the_missing_variants_and_keep_the_old(owner: Client) -> None:
    product = make_product(options={"size": ["S", "M"]})
    kept = set(product.variants.values_list("public_id", flat=True))
    data = typed(owner, edit(product))
    assert data["options"] == "Size: S, M"
    data |= {"options": "Size: S, M, L", "new-price_cn": "120", "new-on_hand": "3", "new-sku": "X"}
    assert owner.post(edit(product), data).status_code == 302
    assert kept < set(product.variants.values_list("public_id", flat=True))
    large = product.variants.get(sku="X-L")
    assert Price.objects.get(variant=large).amount == 12_000
    assert StockItem.objects.get(variant=large).on_hand == 3


def test_values_taken_away_switch_their_variants_off(owner: Client) -> None:
    product = make_product(options={"size": ["S", "M"]})
    data = typed(owner, edit(product)) | {"options": "Size: S"}
    assert owner.post(edit(product), data).status_code == 302
    assert {row.signature: row.is_active for row in product.variants.all()} == {
        "size=s": True,
        "size=m": False,
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_en": "", "name_zh_hans": ""}, "at least one language"),
        ({"options": "no colon here"}, "cannot be read"),
        ({"options": "Size: S\nSize: M"}, "given twice"),
        ({"options": "\n".join(f"O{n}: {','.join(map(str, range(30)))}" for n in range(3))}, "are possible"),
        ({"new-price_cn": "-1"}, "greater than or equal to 0"),
        ({"new-price_cn": "1e400"}, "Enter a number|digits"),
        ({"new-price_cn": "0.001"}, "no such small parts"),
        ({"new-price_cn": "10", "new-was_cn": "9"}, "must be above the price"),
        ({"new-on_hand": "-1"}, "greater than or equal to 0"),
        ({"new-on_hand": str(10**12)}, "less than or equal to"),
        ({"status": "nonsense"}, "not one of the available choices"),
        ({"main_category": "999"}, "not one of the available choices"),
        ({"name_en": "x" * 201}, "at most 200"),
        ({"name_en": "a\x00b"}, "Null characters"),
        ({"until_cn": "2020-01-01 00:00", "from_cn": "2021-01-01 00:00"}, "must come after the start"),
        ({"pictures-0-image": "999"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    owner: Client, change: dict[str, str], says: str
) -> None:
    answer = owner.post("/admin/product/new/", new_product(owner, **change))
    body = answer.content.decode()
    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or any(part in body for part in says.split("|")), says
    assert not Product.objects.exists()


def test_a_sku_in_use_is_marked_where_a_new_product_got_it(owner: Client) -> None:
    make_product(handle="other")
    answer = owner.post("/admin/product/new/", new_product(owner, **{"new-sku": "OTHER-1"}))
    form = answer.context["form"]
    assert form.new.errors["sku"] == ["This SKU is in use."]
    assert len(form.non_field_errors()) == 1, "said once"
    assert Product.objects.count() == 1


def test_a_sku_in_use_is_marked_in_its_row(owner: Client) -> None:
    make_product(handle="other")
    product = make_product()
    data = typed(owner, edit(product)) | {"variants-0-sku": "OTHER-1", "name_en": "Kept words"}
    answer = owner.post(edit(product), data)
    assert answer.context["form"].variants.forms[0].errors["sku"] == ["This SKU is in use."]
    assert "Kept words" in answer.content.decode()
    assert product.variants.get().sku != "OTHER-1"


def test_a_handle_in_use_is_said(owner: Client) -> None:
    make_product(handle="shirt")
    answer = owner.post("/admin/product/new/", new_product(owner, handle="shirt"))
    assert answer.context["form"].errors["handle"] == ["This handle is in use."]


def test_somebody_elses_changes_are_not_run_over(owner: Client) -> None:
    product = make_product()
    first, second = typed(owner, edit(product)), typed(owner, edit(product))
    assert owner.post(edit(product), first | {"tags": "mine"}).status_code == 302
    answer = owner.post(edit(product), second | {"tags": "theirs"})
    assert "changed by somebody else" in answer.content.decode()
    assert Product.objects.get().tags == ["mine"]
    again = second | {"tags": "theirs", "version": answer.context["form"].data["version"]}
    assert owner.post(edit(product), again).status_code == 302
    assert Product.objects.get().tags == ["theirs"]


def test_a_foreign_variant_in_the_form_is_left_alone(owner: Client) -> None:
    foreign = make_product(price=10_000).variants.get()
    product = make_product()
    data = typed(owner, edit(product)) | {"variants-0-id": foreign.pk, "variants-0-price_cn": "1"}
    owner.post(edit(product), data)
    assert Price.objects.get(variant=foreign).amount == 10_000


def test_the_checklist_and_the_shop_are_one_click_away(owner: Client) -> None:
    product = make_product()
    body = owner.get(edit(product)).content.decode()
    assert "The product has no picture." in body
    assert "View in the shop" in body


def test_pictures_are_ordered_renamed_and_removed(owner: Client) -> None:
    first, second = make_image(color=(1, 2, 3)), make_image(color=(9, 8, 7))
    product = make_product()
    data = typed(owner, edit(product)) | {"pictures-0-image": first.pk, "pictures-1-image": second.pk}
    owner.post(edit(product), data)
    data = typed(owner, edit(product)) | {"pictures-0-position": "2", "pictures-1-position": "1"}
    owner.post(edit(product), data)
    assert list(product.media.values_list("image_id", flat=True)) == [second.pk, first.pk]
    data = typed(owner, edit(product)) | {"pictures-0-remove": "on"}
    owner.post(edit(product), data)
    assert list(product.media.values_list("image_id", flat=True)) == [first.pk]


def test_each_channel_has_its_price_and_its_shelf(owner: Client) -> None:
    make_channel("eu", currency="EUR")
    product = make_product()
    data = typed(owner, edit(product)) | {"variants-0-price_eu": "25.50", "listed_eu": "on"}
    assert owner.post(edit(product), data).status_code == 302
    assert Price.objects.get(price_list__currency="EUR").amount == 2_550
    assert product.listings.get(channel=Channel.objects.get(code="eu")).is_listed
    data = typed(owner, edit(product)) | {"variants-0-price_eu": ""}
    owner.post(edit(product), data)
    assert not Price.objects.filter(price_list__currency="EUR", valid_until=None).exists()


def test_an_editor_tags_but_staff_does_not(editor: Client, staff: Client) -> None:
    product = make_product()
    assert editor.post(edit(product), typed(editor, edit(product)) | {"tags": "x"}).status_code == 302
    answer = staff.get(edit(product))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_nobody_deletes_a_product(owner: Client) -> None:
    product = make_product()
    assert owner.post(f"/admin/product/delete/{product.pk}/").status_code == 404
    assert Product.objects.exists()


def test_the_chooser_finds_by_name(editor: Client) -> None:
    product = make_product("Linen shirt")
    make_product("Boots")
    body = editor.get("/admin/product_chooser/results/", {"q": "linen"}).content.decode()
    assert "Linen shirt" in body
    assert "Boots" not in body
    chosen = editor.get(f"/admin/product_chooser/chosen/{product.pk}/")
    assert chosen.json()["result"]["title"] == "Linen shirt"
    assert editor.get("/admin/product_chooser/chosen/nonsense/").status_code == 404
    assert editor.get("/admin/category_chooser/").status_code == 200
    assert Category.objects.count() == 0
