"""Whatever a program sends, the API answers with a problem document that says what to do."""

from __future__ import annotations

import json

import pytest

from tests.factories import make_channel, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_channel()


def _problem(response, status, code):
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["code"] == code
    assert body["status"] == status
    assert body["title"]
    assert body["correlation_id"]
    return body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed_json"),
        (b"\xff\xfe", "malformed_json"),
        (b'{"quantity": 1e400}', "number_too_large"),
        (b'{"quantity": NaN}', "malformed_json"),
        (b'{"quantity": 99999999999999999999999}', "number_too_large"),
        (b'{"variant": "a\\u0000b"}', "malformed_text"),
        (b'{"variant": "\\ud800"}', "malformed_text"),
        (b"[" * 100 + b"]" * 100, "too_deep"),
        (b"[" * 100_000, "malformed_json"),
    ],
)
def test_hostile_json_is_refused(client, body, code):
    response = client.post("/api/v1/cart/lines/", body, content_type="application/json")
    _problem(response, 400, code)


@pytest.mark.parametrize("quantity", [0, -1, 10**9, "many", None, 1.5, [], True])
def test_impossible_quantities_are_refused_by_name(client, quantity):
    variant = make_product().variants.get()
    token = client.post("/api/v1/cart/", content_type="application/json").json()["token"]
    response = client.post(
        "/api/v1/cart/lines/",
        json.dumps({"variant": variant.public_id, "quantity": quantity}),
        content_type="application/json",
        headers={"X-Cart-Token": token},
    )
    if quantity is True:  # JSON true is 1 to Python; refusing or taking one are both sane, half is not
        assert response.status_code in (201, 422)
        return
    assert response.status_code == 422, response.content
    assert "quantity" in response.json()["errors"]


def test_an_unknown_variant_is_named(client):
    token = client.post("/api/v1/cart/", content_type="application/json").json()["token"]
    response = client.post(
        "/api/v1/cart/lines/",
        json.dumps({"variant": "nosuchthing0", "quantity": 1}),
        content_type="application/json",
        headers={"X-Cart-Token": token},
    )
    _problem(response, 404, "unknown_variant")


def test_a_cart_without_its_token_is_not_there(client):
    _problem(client.get("/api/v1/cart/"), 404, "not_found")
    _problem(client.get("/api/v1/cart/", headers={"X-Cart-Token": "guess"}), 404, "not_found")


def test_an_unknown_product_is_not_there(client):
    assert client.get("/api/v1/products/nosuchthing0/").status_code == 404


@pytest.mark.parametrize("query", ["cursor=%21%21", "cursor=YWJj", "limit=0", "limit=1000", "limit=x"])
def test_broken_cursors_and_limits_are_refused(client, query):
    assert client.get(f"/api/v1/products/?{query}").status_code == 400


@pytest.mark.parametrize(
    ("query", "field"),
    [("sort=cheapest", "sort"), ("min_price=1e5", "min_price"), ("max_price=-1", "max_price")],
)
def test_a_filter_that_makes_no_sense_is_named(client, query, field):
    body = _problem(client.get(f"/api/v1/products/?{query}"), 422, "invalid_input")
    assert field in body["errors"]


def test_placing_an_order_needs_an_idempotency_key(client):
    token = client.post("/api/v1/cart/", content_type="application/json").json()["token"]
    response = client.post(
        "/api/v1/checkout/orders/",
        json.dumps({"shown_total": 0}),
        content_type="application/json",
        headers={"X-Cart-Token": token},
    )
    body = _problem(response, 422, "invalid_input")
    assert "Idempotency-Key" in body["errors"]


def test_strangers_see_no_account(client):
    for path in ("/api/v1/account/", "/api/v1/account/orders/", "/api/v1/account/addresses/"):
        assert client.get(path).status_code == 401


def test_another_method_than_offered_is_refused(client):
    _problem(client.put("/api/v1/cart/", content_type="application/json"), 405, "method_not_allowed")


def test_refusals_speak_the_readers_language(client):
    english = client.get("/api/v1/products/?limit=0", headers={"Accept-Language": "en"}).json()["title"]
    chinese = client.get("/api/v1/products/?limit=0", headers={"Accept-Language": "zh-hans"}).json()["title"]
    assert english.isascii() or "limit" in english
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
