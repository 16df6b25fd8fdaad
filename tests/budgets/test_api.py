"""What each endpoint of the API asks of the database, for a guest with a cart token and for a member."""

import json
from typing import Any

import pytest
from django.test import Client

from commerce.customers import services as customers
from commerce.search.services import reindex
from tests import factories
from tests.budgets.budget import budget
from tests.budgets.test_storefront import fill
from tests.commerce.storefront.conftest import Shop
from tests.commerce.storefront.conftest import shop as shop

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"
WISH = {
    "email": "lin@example.com",
    "address": {
        "name": "Lin Mei", "phone": "13800138000", "country": "CN", "region": "浙江省", "city": "杭州市",
        "district": "西湖区", "street": "文三路 1 号", "postal_code": "310012",
    },
    "terms_accepted": True,
}  # fmt: skip


class Api:
    """A client of the API with a cart token, or one that is logged in."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self.client = Client()
        self.headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}

    def ask(self, method: str, path: str, data: Any = None, status: int = 200, **headers: str) -> Any:
        response = self.client.generic(
            method,
            V1 + path,
            b"" if data is None else json.dumps(data),
            content_type="application/json",
            headers={**self.headers, **headers},
        )
        assert response.status_code == status, response.content[:500]
        return response.json() if response.content else None

    def measured(
        self, entry: str, method: str, path: str, data: Any = None, status: int = 200, **more: str
    ) -> Any:
        with budget("api", entry):
            return self.ask(method, path, data, status, **more)

    def read(self, entry: str, path: str) -> Any:
        """Once to warm what a process keeps, once to count."""
        self.ask("GET", path)
        return self.measured(entry, "GET", path)


def test_the_catalog(shop: Shop) -> None:
    fill(shop, 30)
    api = Api()
    api.read("channel", "channel/")
    api.read("categories", "categories/")
    api.read("products", "products/?limit=24")
    api.read("products of a category", f"products/?category={shop.shoes.public_id}")
    api.read("products by text", "products/?search=product")
    api.read("product", f"products/{shop.shirt.public_id}/")
    api.read("suggestions", "search/suggestions/?q=sho")
    api.read("address fields", "addresses/fields/?country=CN&region=浙江省")


def test_a_list_costs_the_same_whatever_its_length(shop: Shop) -> None:
    fill(shop, 4)
    Api().read("products", "products/?limit=24")


def test_a_guest_buys(shop: Shop) -> None:
    api = Api()
    shop.get("cart/")  # what a process keeps is warm
    opened = api.measured("open a cart", "POST", "cart/", status=201)
    api.headers["X-Cart-Token"] = opened["token"]
    line = {"variant": shop.variant.public_id, "quantity": 1}
    cart = api.measured("add a line", "POST", "cart/lines/", line, 201)
    api.measured("add to a line", "POST", "cart/lines/", line, 201)
    api.ask("POST", "cart/lines/", {"variant": shop.shirt.variants.first().public_id}, 201)  # type: ignore[union-attr]
    api.measured("set a quantity", "PATCH", f"cart/lines/{cart['lines'][0]['id']}/", {"quantity": 1})
    api.read("cart", "cart/")
    quote = api.measured("quote", "POST", "checkout/", WISH)
    wish = {
        **WISH,
        "shipping_method": quote["shipping_method"],
        "payment_method": quote["payment_method"],
        "shown_total": quote["totals"]["total"]["amount"],
    }
    key = {"Idempotency-Key": "12345678-a"}
    placed = api.measured("place order", "POST", "checkout/orders/", wish, 201, **key)
    api.measured("place order, repeated", "POST", "checkout/orders/", wish, 201, **key)
    api.read("order", f"orders/{placed['token']}/")
    api.measured("cancel", "POST", f"orders/{placed['token']}/cancel/")


def test_the_sold_out_cost_little(shop: Shop) -> None:
    api = Api()
    shop.get("cart/")
    variant = factories.make_variant(1000, categories=[shop.shoes])
    item = factories.make_stock(variant, 1)
    reindex()
    api.headers["X-Cart-Token"] = api.ask("POST", "cart/", status=201)["token"]
    api.ask("POST", "cart/lines/", {"variant": variant.public_id, "quantity": 1}, 201)
    quote = api.ask("POST", "checkout/", WISH)
    type(item).objects.filter(pk=item.pk).update(reserved=1)
    wish = {
        **WISH,
        "shipping_method": quote["shipping_method"],
        "payment_method": quote["payment_method"],
        "shown_total": quote["totals"]["total"]["amount"],
    }
    with budget("api", "place order, sold out"):
        api.ask("POST", "checkout/orders/", wish, 409, **{"Idempotency-Key": "12345678-b"})


def test_a_member(shop: Shop) -> None:
    customer = factories.make_customer("mei@example.com")
    customers.save_address(customer_id=customer.pk, address=factories.make_address())
    guest = Api()
    login = {"login": "mei@example.com", "password": "a long passphrase"}
    token = guest.measured("login", "POST", "account/login/", login, 201)["token"]
    api = Api(token)
    api.read("profile", "account/")
    api.measured("change profile", "PATCH", "account/", {"name": "Mei"})
    api.read("address book", "account/addresses/")
    api.ask("POST", "cart/", status=201)
    api.ask("POST", "cart/lines/", {"variant": shop.variant.public_id, "quantity": 1}, 201)
    api.read("cart of a member", "cart/")
    api.read("orders of a member", "account/orders/")
    api.measured("logout", "POST", "account/logout/", status=204)
