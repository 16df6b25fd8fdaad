"""After ordering: result, paying again, tracking, canceling."""

import pytest

from commerce.fulfillment import services as fulfillment
from commerce.orders.models import Order
from commerce.orders.types import Actor
from commerce.payments import queries as payments

from .conftest import Shop, form_of

STAFF = Actor("staff", "1")


def tracking(shop: Shop) -> str:
    return f"orders/{Order.objects.get().token}/"


def test_the_result_page_says_how_to_transfer(shop: Shop) -> None:
    page = shop.get(shop.order())
    assert page.select_one(".result.transfer") is not None
    assert Order.objects.get().number in page.select_one(".instructions").text
    assert "411.00" in page.select_one(".receipt").text


def test_a_script_asks_for_the_result_alone(shop: Shop) -> None:
    path = shop.order()
    page = shop.get(path, **{"X-Fragment": "order-result"})
    assert page.find("html") is None and page.find(attrs={"data-swap": "order-result"}) is not None


def test_pages_of_an_order_are_for_whoever_has_the_link_only(shop: Shop) -> None:
    path = shop.order()
    for each in (path, tracking(shop)):
        response = shop.client.get(f"/en/{each}")
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("token", ["x", "x" * 28, "x" * 500, "%00", "ü"])
def test_a_wrong_link_opens_nothing(shop: Shop, token: str) -> None:
    shop.order()
    for path in ("checkout/result/{}/", "orders/{}/", "orders/{}/cancel/"):
        assert shop.client.get(f"/en/{path.format(token)}").status_code in (400, 404)
    for path in ("orders/{}/cancel/", "orders/{}/deliver/", "orders/{}/again/", "checkout/result/{}/pay/"):
        assert shop.client.post(f"/en/{path.format(token)}").status_code in (400, 404)


def test_tracking_shows_what_was_bought(shop: Shop) -> None:
    shop.order()
    page = shop.get(tracking(shop))
    assert "Cloud trainer" in page.text and "411.00" in page.text and "To pay" in page.text
    assert "Zhejiang" in page.text and "Pay now" in page.text


def test_the_shopper_is_asked_before_canceling(shop: Shop) -> None:
    shop.order()
    page = shop.get(f"{tracking(shop)}cancel/")
    assert "Cancel order" in page.h1.text
    assert Order.objects.get().status == "pending_payment"
    response = shop.post(f"{tracking(shop)}cancel/", {})
    page = shop.read(shop.client.get(response["Location"]))
    assert "canceled" in page.select_one(".flashes").text and Order.objects.get().status == "canceled"


def test_what_was_shipped_is_followed_and_received_but_not_canceled(shop: Shop) -> None:
    shop.add()
    shop.post("checkout/", {**shop.checkout(), "payment": "cash_on_delivery"})
    order = Order.objects.get()
    fulfillment.ship(
        order_id=order.pk, carrier="sf", tracking_number="SF1234567890123", key="ship", actor=STAFF
    )
    page = shop.get(tracking(shop))
    parcel = page.select_one(".parcel").text
    assert "SF Express" in parcel and "SF1234567890123" in parcel
    assert "Shipped" in page.text and page.find(string="Cancel order") is None
    response = shop.post(f"{tracking(shop)}cancel/", {})
    assert "no longer be canceled" in shop.read(shop.client.get(response["Location"])).text
    shop.post(f"{tracking(shop)}deliver/", {})
    assert Order.objects.get().status == "delivered"
    shop.post(f"{tracking(shop)}deliver/", {})


def test_buying_again_fills_the_cart(shop: Shop) -> None:
    shop.order()
    shop.post(f"{tracking(shop)}cancel/", {})
    shop.post(f"{tracking(shop)}again/", {})
    assert "Cloud trainer" in form_of_cart(shop)


def form_of_cart(shop: Shop) -> str:
    page = shop.get("cart/")
    assert form_of(page, "cart-form")
    return str(page.select_one(".cart-lines"))


def test_another_way_to_pay_can_be_chosen(shop: Shop) -> None:
    path = shop.order()
    response = shop.post(f"{path}pay/", {"payment": "cash_on_delivery"})
    assert response["Location"] == f"/en/{path}"
    assert Order.objects.get().status == "confirmed"
    assert payments.summary(Order.objects.get().pk).method == "cash_on_delivery"
    refused = shop.post(f"{path}pay/", {"payment": "cash_on_delivery"})
    assert shop.client.get(refused["Location"]).status_code == 200


def test_an_unknown_way_to_pay_is_refused(shop: Shop) -> None:
    path = shop.order()
    response = shop.post(f"{path}pay/", {"payment": "gold"})
    assert "not available" in shop.read(shop.client.get(response["Location"])).text
    assert Order.objects.get().status == "pending_payment"


def test_a_guest_is_offered_an_account(shop: Shop, mailoutbox) -> None:  # type: ignore[no-untyped-def]
    data = form_of(shop.get(shop.order()), "keep-order")
    page = shop.read(shop.post("account/keep/", data, 200))
    assert "lin@example.com" in page.text
    assert any("/account/register/" in mail.body for mail in mailoutbox)


def test_a_language_switch_keeps_the_order(shop: Shop) -> None:
    shop.order()
    page = shop.read(shop.client.get(f"/zh-hans/{tracking(shop)}"))
    assert page.html["lang"] == "zh-Hans" and "浙江省杭州市西湖区" in page.text


def test_instants_are_told_in_the_time_of_the_channel(shop: Shop) -> None:
    shop.order()
    Order.objects.update(placed_at="2026-11-11 20:30:00+00:00")
    page = shop.get(tracking(shop))
    assert "Nov 12, 2026" in page.text and "4:30" in page.text
