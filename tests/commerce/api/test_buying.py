"""A program buys, with nothing but the API: guests by tokens, members by logging in."""

from __future__ import annotations

import json

import pytest

from commerce.orders.models import Order
from commerce.search.services import reindex
from tests.factories import (
    make_category,
    make_channel,
    make_customer,
    make_payment_method,
    make_product,
    make_promotion,
    make_shipping_method,
    make_stock,
)

pytestmark = pytest.mark.django_db

ADDRESS = {
    "name": "Lin Mei",
    "phone": "+8613800138000",
    "country": "CN",
    "region": "广东省",
    "city": "广州市",
    "district": "越秀区",
    "street": "上下九步行街 1 号",
    "postal_code": "510000",
}


class Shopper:
    """A program that shops: remembers its cart token and session token."""

    def __init__(self, client):
        self.client, self.cart, self.session = client, "", ""

    def __call__(self, method, path, body=None, **headers):
        if self.cart:
            headers["X-Cart-Token"] = self.cart
        if self.session:
            headers["Authorization"] = f"Bearer {self.session}"
        call = getattr(self.client, method)
        if method == "get":
            return call(f"/api/v1/{path}", headers=headers)
        return call(
            f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", headers=headers
        )

    def open_cart(self):
        self.cart = self("post", "cart/").json()["token"]


@pytest.fixture
def shop():
    make_channel()
    make_shipping_method()
    make_payment_method("bank_transfer")
    category = make_category("Tea")
    product = make_product("Green tea", price=10_000, categories=[category])
    make_stock(product.variants.get(), 5)
    make_promotion(category, percent=20)
    reindex()
    return product


@pytest.fixture
def shopper(client, shop):
    return Shopper(client)


def decided(shopper, **changes):
    """What a shopper decides once delivery and payment options are known."""
    body = {"email": "mei@example.com", "address": ADDRESS, "terms_accepted": True, **changes}
    quoted = shopper("post", "checkout/", body).json()
    body["shipping_method"] = quoted["delivery"][0]["code"]
    body["payment_method"] = quoted["payments"][0]["code"]
    total = shopper("post", "checkout/", body).json()["totals"]["total"]["amount"]
    return {**body, "shown_total": total}


def test_listing_product_cart_and_order_agree_on_the_price(shopper, shop):
    listed = shopper("get", "products/").json()["results"][0]
    detail = shopper("get", f"products/{listed['id']}/").json()
    assert listed["price"]["now"]["amount"] == detail["variants"][0]["price"]["amount"] == 8_000
    assert listed["price"]["was"]["amount"] == 10_000

    shopper.open_cart()
    cart = shopper("post", "cart/lines/", {"variant": detail["variants"][0]["id"], "quantity": 2}).json()
    assert cart["lines"][0]["total"]["amount"] == 16_000

    placed = shopper("post", "checkout/orders/", decided(shopper), **{"Idempotency-Key": "first-order"})
    assert placed.status_code == 201, placed.content
    order = shopper("get", f"orders/{placed.json()['token']}/").json()
    assert order["lines"][0]["total"]["amount"] == 16_000
    assert order["totals"]["total"] == placed.json()["total"]
    assert order["status"] == "pending_payment"
    assert order["can_cancel"]


def test_a_repeated_request_is_one_order(shopper, shop):
    shopper.open_cart()
    shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id})
    body = decided(shopper)
    first = shopper("post", "checkout/orders/", body, **{"Idempotency-Key": "one-order-only"})
    again = shopper("post", "checkout/orders/", body, **{"Idempotency-Key": "one-order-only"})
    assert first.json() == again.json()
    assert Order.objects.count() == 1


def test_the_same_key_for_another_order_is_refused(shopper, shop):
    shopper.open_cart()
    shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id})
    body = decided(shopper)
    shopper("post", "checkout/orders/", body, **{"Idempotency-Key": "one-order-only"})
    other = shopper(
        "post", "checkout/orders/", {**body, "note": "x"}, **{"Idempotency-Key": "one-order-only"}
    )
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")


def test_a_total_that_was_never_shown_is_not_charged(shopper, shop):
    shopper.open_cart()
    shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id})
    body = decided(shopper) | {"shown_total": 1}
    answer = shopper("post", "checkout/orders/", body, **{"Idempotency-Key": "cheap-order"})
    assert (answer.status_code, answer.json()["code"]) == (409, "price_changed")
    assert not Order.objects.exists()


def test_everything_wrong_is_said_at_once(shopper, shop):
    shopper.open_cart()
    shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id})
    answer = shopper("post", "checkout/orders/", {"shown_total": 1}, **{"Idempotency-Key": "empty-order"})
    assert answer.status_code == 422
    assert {"email", "payment_method", "address.country"} <= set(answer.json()["errors"])


def test_more_than_there_is_is_refused_with_what_is_left(shopper, shop):
    shopper.open_cart()
    answer = shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id, "quantity": 6})
    assert answer.status_code in (409, 422)
    assert answer.json()["code"]


def test_an_order_is_canceled_by_whoever_holds_its_link(shopper, shop):
    shopper.open_cart()
    shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id})
    token = shopper("post", "checkout/orders/", decided(shopper), **{"Idempotency-Key": "to-cancel"}).json()[
        "token"
    ]
    assert shopper("post", f"orders/{token}/cancel/", {"reason": "Too late"}).json()["status"] == "canceled"
    assert shopper("post", f"orders/{token}/cancel/").json()["status"] == "canceled"
    assert shopper("get", "orders/not-a-real-token/").status_code == 404


def test_a_member_logs_in_finds_the_cart_and_sees_only_own_orders(shopper, shop):
    make_customer("mei@example.com")
    shopper.open_cart()
    shopper("post", "cart/lines/", {"variant": shop.variants.get().public_id})
    wrong = shopper("post", "account/login/", {"login": "mei@example.com", "password": "guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    login = {"login": "mei@example.com", "password": "a long passphrase"}
    shopper.session = shopper("post", "account/login/", login).json()["token"]
    shopper.cart = ""
    assert shopper("get", "cart/").json()["count"] == 1

    placed = shopper(
        "post", "checkout/orders/", decided(shopper), **{"Idempotency-Key": "member-order"}
    ).json()
    orders = shopper("get", "account/orders/").json()
    assert [order["number"] for order in orders["results"]] == [placed["number"]]
    assert shopper("get", "account/orders/?status=shipped").json()["results"] == []

    stranger = Shopper(shopper.client)
    make_customer("other@example.com")
    stranger.session = stranger("post", "account/login/", login | {"login": "other@example.com"}).json()[
        "token"
    ]
    assert stranger("get", f"account/orders/{orders['results'][0]['id']}/").status_code == 404
    assert stranger("get", "account/orders/").json()["results"] == []


def test_logging_out_ends_the_token(shopper):
    make_customer("mei@example.com")
    login = {"login": "mei@example.com", "password": "a long passphrase"}
    shopper.session = shopper("post", "account/login/", login).json()["token"]
    assert shopper("get", "account/").json()["email"] == "mei@example.com"
    assert shopper("post", "account/logout/").status_code == 204
    assert shopper("get", "account/").status_code == 401


def test_guessing_passwords_gets_slow(shopper):
    make_customer("mei@example.com")
    for _guess in range(10):
        shopper("post", "account/login/", {"login": "mei@example.com", "password": "guess"})
    answer = shopper("post", "account/login/", {"login": "mei@example.com", "password": "a long passphrase"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_address_book_is_kept_and_private(shopper):
    make_customer("mei@example.com")
    login = {"login": "mei@example.com", "password": "a long passphrase"}
    shopper.session = shopper("post", "account/login/", login).json()["token"]
    saved = shopper("post", "account/addresses/", ADDRESS).json()
    assert saved["is_default"]
    assert shopper("post", "account/addresses/", {"country": "CN"}).status_code == 422
    assert [entry["id"] for entry in shopper("get", "account/addresses/").json()] == [saved["id"]]
    assert shopper("delete", f"account/addresses/{saved['id']}/").status_code == 204


def test_an_account_is_opened_and_known_from_then_on(shopper):
    body = {"email": "new@example.com", "password": "a long passphrase", "name": "New"}
    shopper.session = shopper("post", "account/register/", body).json()["token"]
    assert shopper("get", "account/").json()["name"] == "New"
    assert shopper("patch", "account/", {"name": "Newer"}).json()["name"] == "Newer"
    weak = shopper("post", "account/register/", {"email": "x@example.com", "password": "1234"})
    assert "password" in weak.json()["errors"]


def test_cursors_walk_the_whole_shelf_once(shopper, shop):
    for number in range(5):
        make_product(f"Tea {number}")
    reindex()
    seen, path = [], "products/?limit=2&sort=newest"
    while path:
        page = shopper("get", path).json()
        seen += [product["id"] for product in page["results"]]
        path = page["next"] and page["next"].split("/api/v1/")[1]
    assert len(seen) == len(set(seen)) == 6


def test_a_facet_filters_and_counts(shopper, shop):
    page = shopper("get", f"products/?category={shop.categories.get().public_id}").json()
    assert page["total"] == 1
    assert shopper("get", "products/?q=green").json()["total"] == 1
    assert shopper("get", "products/?q=nothing").json()["total"] == 0
