"""What each page of the storefront asks of the database, for a guest with a cart and for a member.

The "shell" is what surrounds every page (menu, facts of the shop, policies, cart count); a page's own
share is its figure less the shell's.
"""

import pytest
from django.test import RequestFactory

from commerce.catalog.types import MediaDraft
from commerce.customers import services as customers
from commerce.search.services import reindex
from commerce.storefront.context import request_context
from commerce.storefront.shell import shell
from tests import factories
from tests.budgets.budget import budget
from tests.commerce.storefront.conftest import ADDRESS, Shop, form_of
from tests.commerce.storefront.conftest import shop as shop

pytestmark = pytest.mark.django_db


def fill(shop: Shop, count: int) -> None:
    """A listing longer than a page, with pictures, options and stock."""
    image = factories.make_image()
    for number in range(count):
        product = factories.make_product(
            f"Product {number}",
            price=1000 + number,
            options={"size": ["S", "M", "L"]},
            categories=[shop.shoes],
            media=[MediaDraft(image.pk)],
        )
        for variant in product.variants.all():
            factories.make_stock(variant, 3)
    factories.make_promotion(shop.shoes)
    reindex()


def measured(shop: Shop, entry: str, path: str, **headers: str) -> None:
    """Once to warm what a process keeps, once to count."""
    shop.client.get(path, headers=headers)
    with budget("storefront", entry):
        response = shop.client.get(path, headers=headers)
    assert response.status_code == 200


def test_the_shell(shop: Shop) -> None:
    request = RequestFactory().get("/en/c/")
    request_context(request)
    shell(request, request_context(request))
    request = RequestFactory().get("/en/c/")
    with budget("storefront", "shell"):
        shell(request, request_context(request))


def test_browsing(shop: Shop) -> None:
    fill(shop, 30)
    shop.add()
    measured(shop, "all products", "/en/c/")
    measured(shop, "listing", f"/en/c/{shop.shoes.slug}-{shop.shoes.public_id}/")
    measured(shop, "listing, filtered", "/en/c/?price_min=10&in_stock=1&sort=price")
    measured(shop, "search", "/en/search/?q=product")
    measured(shop, "search suggestions", "/en/search/?q=prod", X_Fragment="search-suggestions")
    measured(shop, "search without results", "/en/search/?q=zzzzz")
    measured(shop, "product", f"/en/p/cloud-trainer-{shop.trainer.public_id}/")
    measured(shop, "product with options", f"/en/p/linen-shirt-{shop.shirt.public_id}/")


def test_the_size_of_a_listing_does_not_matter(shop: Shop) -> None:
    fill(shop, 4)
    shop.add()
    measured(shop, "all products", "/en/c/")


def test_a_guest_buys(shop: Shop) -> None:
    measured(shop, "cart, empty", "/en/cart/")
    shop.add()
    shop.add(shop.shirt.variants.first())
    measured(shop, "cart", "/en/cart/")
    measured(shop, "cart count", "/en/cart/count/")
    measured(shop, "mini cart", "/en/cart/mini/")
    measured(shop, "checkout", "/en/checkout/")
    measured(shop, "address fields", "/en/checkout/address-fields/?country=CN&region=浙江省")
    with budget("storefront", "add to cart"):
        shop.add()
    with budget("storefront", "checkout, recalculated"):
        shop.client.post("/en/checkout/", {**ADDRESS, "update": "1"})
    data = shop.checkout()
    with budget("storefront", "place order"):
        path = shop.post("checkout/", data)["Location"]
    measured(shop, "result", path)
    measured(shop, "tracking", path.replace("checkout/result", "orders"))


def test_a_member_looks_around(shop: Shop) -> None:
    customer = factories.make_customer("mei@example.com")
    customers.save_address(customer_id=customer.pk, address=factories.make_address())
    shop.client.force_login(customer.user, backend="django.contrib.auth.backends.ModelBackend")
    shop.add()
    measured(shop, "checkout, member", "/en/checkout/")
    shop.post("checkout/", {**form_of(shop.get("checkout/"), "checkout"), "place": "1"})
    measured(shop, "account", "/en/account/")
    measured(shop, "account orders", "/en/account/orders/")
    measured(shop, "account addresses", "/en/account/addresses/")
    measured(shop, "account profile", "/en/account/profile/")


def test_doors_and_errors(shop: Shop) -> None:
    measured(shop, "login", "/en/account/login/")
    measured(shop, "register", "/en/account/register/")
    shop.client.get("/en/nothing/at-all/")
    with budget("storefront", "not found"):
        shop.client.get("/en/nothing/at-all/")
