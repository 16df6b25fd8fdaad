"""What every request meets first."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "%00=1", "q=%ED%A0%80"])
def test_unreadable_bytes_are_refused_clearly(client, query):
    response = client.get(f"/api/v1/anything/?{query}")
    assert response.status_code == 400
    assert response.json()["code"] == "malformed_text"


def test_unreadable_bytes_in_a_path_are_refused(client):
    assert client.get("/en/%00/").status_code == 400


def test_unreadable_bytes_in_a_form_are_refused(client):
    response = client.post("/en/cart/", {"note": "a\x00b"})
    assert response.status_code in (400, 404)


def test_every_answer_carries_a_correlation_id(client):
    response = client.get("/healthz", headers={"X-Correlation-ID": "shopper-12345678"})
    assert response.headers["X-Correlation-ID"] == "shopper-12345678"


def test_a_forged_correlation_id_is_replaced(client):
    response = client.get("/healthz", headers={"X-Correlation-ID": "x\ty <script>"})
    assert response.headers["X-Correlation-ID"].isalnum()


def test_readiness_names_its_parts(client):
    assert client.get("/readyz").json()["database"] == "ok"
