"""The cart: add, change, remove, have it back, and everything that can go wrong."""

import pytest

from commerce.inventory import services as inventory
from tests import factories

from .conftest import Shop, form_of


def quantities(shop: Shop) -> dict[str, str]:
    form = form_of(shop.get("cart/"), "cart-form")
    return {name: value for name, value in form.items() if name.startswith("quantity-")}


def test_a_guest_gets_a_cart_of_their_own(shop: Shop) -> None:
    response = shop.add(quantity=2)
    cookie = response.cookies["cart"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["secure"]
    page = shop.get("cart/")
    assert "Cloud trainer" in page.text and "798.00" in page.text
    assert shop.client.get("/en/cart/").headers["Cache-Control"] == "private, no-store"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex, nofollow"


def test_the_cookie_is_secure_where_the_shop_is(shop: Shop) -> None:
    response = shop.client.post("/en/cart/lines/add/", {"variant": shop.variant.public_id}, secure=True)
    assert response.cookies["cart"]["secure"]


def test_looking_makes_no_cart(shop: Shop) -> None:
    for path in ("", "c/", "cart/", "cart/count/", "search/?q=x"):
        assert "cart" not in shop.client.get(f"/en/{path}").cookies


def test_buy_now_goes_to_the_checkout(shop: Shop) -> None:
    data = {"variant": shop.variant.public_id, "quantity": "1", "next": "checkout"}
    assert shop.post("cart/lines/add/", data)["Location"] == "/en/checkout/"


def test_a_script_is_told_what_was_added(shop: Shop) -> None:
    data = {"variant": shop.variant.public_id, "quantity": "1"}
    response = shop.post("cart/lines/add/", data, 200, **{"X-Fragment": "mini-cart"})
    page = shop.read(response)
    assert "Cloud trainer" in page.find(attrs={"data-announce": True}).text
    assert page.find("html") is None
    assert "1" in shop.get("cart/count/").text and "Cloud trainer" in shop.get("cart/mini/").text


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"variant": "nothing", "quantity": "1"}, 404, "does not exist"),
        ({"variant": "", "quantity": "1"}, 404, "does not exist"),
        ({"quantity": "1"}, 404, "does not exist"),
        ({"quantity": "0"}, 422, "between 1 and 999"),
        ({"quantity": "-1"}, 422, "between 1 and 999"),
        ({"quantity": "1000000000"}, 422, "between 1 and 999"),
        ({"quantity": "99999999999999999999999"}, 422, "between 1 and 999"),
        ({"quantity": "two"}, 422, "between 1 and 999"),
        ({"quantity": "1.5"}, 422, "between 1 and 999"),
        ({"quantity": "1e400"}, 422, "between 1 and 999"),
        ({"quantity": ""}, 422, "between 1 and 999"),
        ({"quantity": "11"}, 409, "Only 10 of Cloud trainer"),
    ],
)
@pytest.mark.parametrize("fragment", [False, True])
def test_what_cannot_be_added_says_why(
    shop: Shop, data: dict[str, str], status: int, words: str, fragment: bool
) -> None:
    if "variant" not in data and "does not" not in words:
        data = {"variant": shop.variant.public_id, **data}
    headers = {"X-Fragment": "mini-cart"} if fragment else {}
    page = shop.read(shop.post("cart/lines/add/", data, status, **headers), status)
    assert words in page.text


@pytest.mark.parametrize("text", ["a\x00b", "\ufffd"])
def test_hostile_bytes_are_refused_at_the_door(shop: Shop, text: str) -> None:
    shop.post("cart/lines/add/", {"variant": text, "quantity": "1"}, 400)


def test_quantities_change_all_at_once(shop: Shop) -> None:
    shop.add()
    shop.add(shop.shirt.variants.first())
    one, two = quantities(shop)
    shop.post("cart/update/", {one: "3", two: "2"})
    assert quantities(shop) == {one: "3", two: "2"}


def test_a_refused_quantity_leaves_the_others_changed(shop: Shop) -> None:
    shop.add()
    shop.add(shop.shirt.variants.first())
    one, two = quantities(shop)
    page = shop.read(shop.post("cart/update/", {one: "500", two: "2"}, 409), 409)
    assert "Cloud trainer" in page.select_one(".notice").text
    assert quantities(shop) == {one: "1", two: "2"}
    shop.post("cart/update/", {one: "many"}, 422)


def test_zero_removes_and_strangers_lines_are_ignored(shop: Shop) -> None:
    shop.add()
    (one,) = quantities(shop)
    shop.post("cart/update/", {"quantity-000000000000": "5", one: "0"})
    assert "Your cart is empty" in shop.get("cart/").text or "empty" in shop.get("cart/").text


def test_removing_can_be_undone(shop: Shop) -> None:
    shop.add(quantity=2)
    (one,) = quantities(shop)
    response = shop.post(f"cart/lines/{one.removeprefix('quantity-')}/remove/", {})
    page = shop.read(shop.client.get(response["Location"]))
    undo = page.find("form", action="/en/cart/lines/restore/")
    data = {item["name"]: item["value"] for item in undo.find_all("input", attrs={"name": True})}
    shop.post("cart/lines/restore/", data)
    assert list(quantities(shop).values()) == ["2"]


@pytest.mark.parametrize(
    "query", ["removed=nothing&quantity=1", "removed=x&quantity=-1", "removed=x&quantity=²", "removed=x"]
)
def test_a_made_up_undo_offers_nothing(shop: Shop, query: str) -> None:
    assert shop.get(f"cart/?{query}").find("form", action="/en/cart/lines/restore/") is None


def test_what_sold_out_stands_apart_and_can_be_cleared(shop: Shop) -> None:
    shop.add()
    inventory.set_on_hand(
        variant_id=shop.variant.pk,
        location_id=factories.make_location().pk,
        quantity=0,
        key="gone",
        reason="t",
    )
    page = shop.get("cart/")
    assert "This item is sold out." in page.select_one(".invalid").text
    shop.post("cart/lines/clear-invalid/", {})
    assert shop.get("cart/").select_one(".invalid") is None


def test_a_price_that_rose_is_announced_until_the_shopper_acts(shop: Shop) -> None:
    shop.add()
    factories.make_price(shop.variant, 45900)
    assert "gone up" in shop.get("cart/").text and "459.00" in shop.get("cart/").text
    (one,) = quantities(shop)
    shop.post("cart/update/", {one: "1"})
    assert "gone up" not in shop.get("cart/").text


def test_fewer_left_than_wanted_counts_with_what_is_left(shop: Shop) -> None:
    shop.add(quantity=5)
    inventory.set_on_hand(
        variant_id=shop.variant.pk,
        location_id=factories.make_location().pk,
        quantity=2,
        key="few",
        reason="t",
    )
    page = shop.get("cart/")
    assert "Only 2 are left." in page.text and "798.00" in page.text


def test_a_form_of_another_site_is_refused_with_a_page(shop: Shop) -> None:
    shop.client.handler.enforce_csrf_checks = True
    page = shop.read(shop.client.post("/en/cart/lines/add/", {"variant": "x"}), 403)
    assert "reload the page" in page.text and page.h1 is not None


def test_somebody_elses_token_opens_nothing_of_a_member(member: Shop) -> None:
    member.add()
    stranger = Shop(member.channel, member.shoes, member.shirt, member.trainer)
    for token in ("x" * 40, "ü" * 10, "y" * 5000):
        stranger.client.cookies["cart"] = token
        assert stranger.get("cart/").select_one(".cart-line") is None


def test_the_guests_cart_comes_along_at_login(shop: Shop) -> None:
    factories.make_customer("mei@example.com")
    shop.add(quantity=2)
    response = shop.post("account/login/", {"login": "mei@example.com", "password": "a long passphrase"})
    assert response.cookies["cart"].value == ""
    assert list(quantities(shop).values()) == ["2"]


def test_reading_what_only_posts_is_no_error_page(shop: Shop) -> None:
    assert shop.client.get("/en/cart/lines/add/").status_code == 405
