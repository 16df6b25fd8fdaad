"""Pages about what went wrong come even when little else does."""

import json
from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory

from commerce.cart.errors import UnknownCart
from commerce.storefront.views import errors

from .conftest import Shop


def test_a_shop_that_was_not_set_up_still_says_so(db: None) -> None:
    response = Client().get("/en/nothing/")
    assert response.status_code == 404 and b"<h1>" in response.content


@pytest.mark.parametrize(("path", "lang"), [("/en/x/", "en"), ("/zh-hans/x/", "zh-Hans")])
def test_errors_speak_the_language_of_the_address(shop: Shop, path: str, lang: str) -> None:
    page = shop.read(shop.client.get(path), 404)
    assert page.html["lang"] == lang


def test_programs_get_a_problem_document(shop: Shop) -> None:
    response = shop.client.get("/api/v1/nothing/")
    assert response.status_code == 404 and json.loads(response.content)["status"] == 404


def test_the_error_page_asks_nothing_of_the_database() -> None:
    request = RequestFactory().get("/en/c/")
    response = errors.server_error(request)
    assert response.status_code == 500 and b"Something went wrong" in response.content


def test_where_even_the_theme_fails_a_plain_page_comes() -> None:
    with mock.patch.object(errors, "draw", side_effect=RuntimeError):
        response = errors.server_error(RequestFactory().get("/en/c/"))
    assert response.status_code == 500 and "One moment please" in response.content.decode()


def test_a_database_that_is_gone_is_a_page_not_a_trace(shop: Shop) -> None:
    shop.client.raise_request_exception = False
    with mock.patch("commerce.storefront.pages.listing.browse", side_effect=DatabaseError("gone")):
        response = shop.client.get("/en/c/")
    assert response.status_code == 500 and b"gone" not in response.content and b"<h1>" in response.content


@pytest.mark.parametrize("path", ["/en/c/?q=%00", "/en/search/?q=%ED%A0%80", "/en/%00/", "/en/c/?page=%FF"])
def test_hostile_addresses_are_refused(shop: Shop, path: str) -> None:
    assert shop.client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("path", ["/en/c/", "/zh-hans/cart/", "/en/account/login/", "/sitemap.xml"])
def test_a_shop_without_a_channel_is_closed_not_broken(db: None, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert b"<h1" in response.content


def test_a_cart_that_vanished_between_two_looks_is_a_page(shop: Shop) -> None:
    shop.add()
    with mock.patch("commerce.storefront.pages.cart.carts_read.view", side_effect=UnknownCart):
        page = shop.get("cart/", status=404)
    assert "could not find this cart" in page.text
