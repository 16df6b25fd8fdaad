"""A small shop with everything one needs to buy."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from commerce.catalog.models import Category, Product, Variant
from commerce.core.context import ChannelRef
from commerce.search.services import reindex
from tests import factories

ADDRESS = {
    "country": "CN",
    "name": "林晓",
    "phone": "138 0013 8000",
    "region": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "龙井路 1 号",
}


@dataclass
class Shop:
    """The sample and a browser looking at it in English; members get a client of their own."""

    channel: ChannelRef
    shoes: Category
    shirt: Product
    trainer: Product
    client: Client = field(default_factory=Client)

    @property
    def variant(self) -> Variant:
        return self.trainer.variants.get()

    def get(self, path: str, status: int = 200, **headers: Any) -> BeautifulSoup:
        return self.read(self.client.get(f"/en/{path}", headers=headers), status)

    def post(self, path: str, data: dict[str, Any], status: int = 302, **headers: Any) -> HttpResponse:
        response = self.client.post(f"/en/{path}", data, headers=headers)
        assert response.status_code == status, text_of(response)
        return response

    @staticmethod
    def read(response: Any, status: int = 200) -> BeautifulSoup:
        assert response.status_code == status, text_of(response)
        return BeautifulSoup(response.content, "html.parser")

    def add(self, variant: Variant | None = None, quantity: int = 1, status: int = 302) -> HttpResponse:
        wanted = variant or self.variant
        return self.post("cart/lines/add/", {"variant": wanted.public_id, "quantity": quantity}, status)

    def form(self, page: BeautifulSoup, form_id: str = "checkout") -> dict[str, str]:
        """What the browser would send of a form, unchanged."""
        return form_of(page, form_id)

    def checkout(self, **changes: str) -> dict[str, str]:
        """The checkout form as a guest fills it in."""
        filled = {"email": "lin@example.com", **ADDRESS, "place": "1", **changes}
        page = self.read(self.client.post("/en/checkout/", {**filled, "update": "1"}))
        return {**self.form(page), **filled}

    def order(self) -> str:
        """Buys the trainer; the result page's path."""
        self.add()
        response = self.post("checkout/", self.checkout())
        assert "/checkout/result/" in response["Location"], response["Location"]
        return response["Location"].removeprefix("/en/")


def form_of(page: BeautifulSoup, form_id: str) -> dict[str, str]:
    form = page.find("form", id=form_id)
    assert form is not None, f"no form {form_id}"
    data: dict[str, str] = {}
    for item in form.find_all(["input", "select", "textarea"]):
        name = item.get("name")
        if not name or item.get("disabled") is not None:
            continue
        if item.name == "select":
            chosen = item.find("option", selected=True) or item.find("option")
            data[name] = chosen["value"] if chosen else ""
        elif item.name == "textarea":
            data[name] = item.text
        elif item.get("type") in ("radio", "checkbox"):
            if item.get("checked") is not None:
                data[name] = item["value"]
        else:
            data[name] = item.get("value", "")
    return data


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)[:1500]


@pytest.fixture
def shop(db: None) -> Shop:
    channel = factories.make_channel(
        default_language="en", languages=["en", "zh-hans"], countries=["CN", "US", "DE"], is_default=True
    )
    shoes = factories.make_category("Shoes")
    runners = factories.make_category("Running shoes", parent=shoes)
    trainer = factories.make_product(
        "Cloud trainer",
        price=39900,
        categories=[runners],
        translations={
            "en": {"name": "Cloud trainer", "slug": "cloud-trainer", "summary": "Light as air"},
            "zh-hans": {"name": "云朵跑步鞋", "slug": "云朵跑步鞋", "summary": "轻如空气"},
        },
    )
    shirt = factories.make_product(
        "Linen shirt",
        price=19900,
        compare_at=24900,
        options={"color": ["Red", "Blue"], "size": ["S", "M"]},
        categories=[shoes],
    )
    factories.make_stock(trainer.variants.get(), 10)
    for variant in shirt.variants.all()[:3]:
        factories.make_stock(variant, 5)
    factories.make_shipping_method("standard", fee=1200, free_over=100000, countries=["CN"])
    factories.make_shipping_method("world", fee=9000, countries=["US", "DE"])
    factories.make_payment_method("bank_transfer")
    factories.make_payment_method("cash_on_delivery")
    reindex()
    return Shop(channel, shoes, shirt, trainer)


@pytest.fixture
def member(shop: Shop) -> Shop:
    """The same shop with somebody signed in who has an address."""
    from commerce.customers import services

    customer = factories.make_customer("mei@example.com")
    services.save_address(customer_id=customer.pk, address=factories.make_address())
    shop.client.force_login(customer.user, backend="django.contrib.auth.backends.ModelBackend")
    return shop
