"""Checkout on one page: guest and member, every refusal, and once only."""

import pytest

from commerce.core.money import Money
from commerce.inventory import services as inventory
from commerce.orders.models import Order
from tests import factories

from .conftest import ADDRESS, Shop, form_of


def error_texts(page) -> str:  # type: ignore[no-untyped-def]
    return page.select_one("#errors").get_text(" ", strip=True)


def test_a_guest_orders(shop: Shop) -> None:
    path = shop.order()
    order = Order.objects.get()
    assert (order.email, order.total_amount) == ("lin@example.com", 39900 + 1200)
    assert (
        order.shipping_address["region"] == "浙江省" and order.shipping_address["phone"] == "+8613800138000"
    )
    page = shop.get(path)
    assert order.number in page.text and "Account number" in page.text
    assert shop.get("cart/count/").select_one(".count") is None


def test_few_fields_are_asked_by_default(shop: Shop) -> None:
    shop.add()
    page = shop.get("checkout/")
    form = page.find("form", id="checkout")
    visible = [
        item["name"]
        for item in form.find_all(["input", "select", "textarea"])
        if item.get("type") not in ("hidden", "radio", "checkbox") and not item.find_parent("details")
    ]
    assert len(visible) <= 8, visible


def test_choices_follow_from_one_another_without_a_script(shop: Shop) -> None:
    shop.add()
    page = shop.read(shop.client.post("/en/checkout/", {"country": "CN", "region": "浙江省", "refresh": "1"}))
    cities = [option.text for option in page.find("select", attrs={"name": "city"}).find_all("option")]
    assert "Hangzhou" in cities
    american = shop.read(
        shop.client.post("/en/checkout/", {"country": "US", "region": "浙江省", "refresh": "1"})
    )
    assert "California" in american.find("select", attrs={"name": "region"}).text
    assert american.find("input", attrs={"name": "postal_code"}) is not None
    assert "World" in american.find(attrs={"data-swap": "delivery"}).text


def test_a_script_gets_the_address_fields_alone(shop: Shop) -> None:
    page = shop.get("checkout/address-fields/?country=CN&region=浙江省&city=杭州市")
    assert page.find("html") is None
    assert "西湖区" in [
        option["value"] for option in page.find("select", attrs={"name": "district"}).find_all("option")
    ]
    for query in (
        "country=XX",
        "country=../..",
        "region=x",
        "country=CN&region=nowhere&city=y",
        "prefix=<b>",
    ):
        shop.get(f"checkout/address-fields/?{query}")


def test_recalculating_judges_nothing_and_loses_nothing(shop: Shop) -> None:
    shop.add()
    typed = {"email": "lin@", "country": "US", "name": "Ada", "note": "Ring twice", "update": "1"}
    page = shop.read(shop.client.post("/en/checkout/", typed))
    assert page.select_one("#errors") is None
    kept = form_of(page, "checkout")
    assert (kept["email"], kept["name"], kept["note"]) == ("lin@", "Ada", "Ring twice")
    again = form_of(shop.get("checkout/"), "checkout")
    assert (again["email"], again["country"], again["name"]) == ("lin@", "US", "Ada")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "lin@"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"name": ""}, "name"),
        ({"street": ""}, "street"),
        ({"region": ""}, "region"),
        ({"region": "Bavaria"}, "region"),
        ({"city": "苏州市"}, "city"),
        ({"street": "x" * 301}, "street"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_wrong_field_is_marked_and_everything_kept(shop: Shop, changes: dict[str, str], field: str) -> None:
    shop.add()
    data = {**shop.checkout(note="Ring twice"), **changes}
    page = shop.read(shop.post("checkout/", data, 422), 422)
    link = page.select_one(f'#errors a[href="#id_{field}"]')
    assert link is not None, error_texts(page)
    assert page.find(id=f"id_{field}")["aria-invalid"] == "true"
    kept = form_of(page, "checkout")
    assert kept["name"] == data["name"] and kept["street"] == data["street"]
    assert not Order.objects.exists()


def test_an_unknown_way_to_deliver_or_pay_is_refused(shop: Shop) -> None:
    shop.add()
    page = shop.read(shop.post("checkout/", {**shop.checkout(), "delivery": "drone"}, 422), 422)
    assert "not available" in error_texts(page)
    page = shop.read(shop.post("checkout/", {**shop.checkout(), "payment": "gold"}, 422), 422)
    assert "not available" in error_texts(page)


def test_the_delivery_chosen_is_part_of_the_total(shop: Shop) -> None:
    factories.make_shipping_method("express", fee=3000)
    shop.add()
    page = shop.read(shop.client.post("/en/checkout/", {**ADDRESS, "delivery": "express", "update": "1"}))
    if "express" in form_of(page, "checkout").get("delivery", ""):
        assert form_of(page, "checkout")["shown_total"] == str(39900 + 3000)


@pytest.mark.parametrize("shown", ["1", "", "abc", "-5", "9" * 40, "1e400"])
def test_another_total_than_shown_is_never_charged(shop: Shop, shown: str) -> None:
    shop.add()
    page = shop.read(shop.post("checkout/", {**shop.checkout(), "shown_total": shown}, 409), 409)
    assert "total" in page.select_one(".notice").text
    assert form_of(page, "checkout")["shown_total"] == "41100"
    assert not Order.objects.exists()


def test_a_price_that_changed_is_shown_and_agreed_to_anew(shop: Shop) -> None:
    shop.add()
    data = shop.checkout()
    factories.make_price(shop.variant, 45900)
    page = shop.read(shop.post("checkout/", data, 409), 409)
    notice = page.select_one(".notice").text
    assert "411.00" in notice and "471.00" in notice
    shop.post("checkout/", {**data, **form_of(page, "checkout"), "place": "1"})
    assert Order.objects.get().total_amount == Money.of("471", "CNY").amount


def test_sold_out_meanwhile_goes_back_to_the_cart_with_the_name(shop: Shop) -> None:
    shop.add()
    data = shop.checkout()
    inventory.set_on_hand(
        variant_id=shop.variant.pk,
        location_id=factories.make_location().pk,
        quantity=0,
        key="gone",
        reason="t",
    )
    page = shop.read(shop.post("checkout/", data, 409), 409)
    assert "Cloud trainer is sold out" in page.select_one(".notice").text
    assert page.select_one("h1").text.strip() == "Cart"
    assert not Order.objects.exists()


def test_a_second_click_finds_the_same_order(shop: Shop) -> None:
    shop.add()
    data = shop.checkout()
    first = shop.post("checkout/", data)["Location"]
    assert shop.post("checkout/", data)["Location"] == first
    assert Order.objects.count() == 1


def test_a_members_second_click_finds_the_same_order(member: Shop) -> None:
    member.add()
    data = {**form_of(member.get("checkout/"), "checkout"), "place": "1"}
    first = member.post("checkout/", data)["Location"]
    assert member.post("checkout/", data)["Location"] == first
    assert Order.objects.count() == 1


def test_the_back_button_after_ordering_leads_to_the_cart(shop: Shop) -> None:
    shop.order()
    assert shop.client.get("/en/checkout/")["Location"] == "/en/cart/"


@pytest.mark.parametrize("cart", ["", "000000000000", "x" * 500, "'; --"])
def test_nobody_gets_at_somebody_elses_order_by_its_cart(shop: Shop, cart: str) -> None:
    shop.add()
    data = shop.checkout()
    shop.post("checkout/", data)
    stranger = Shop(shop.channel, shop.shoes, shop.shirt, shop.trainer)
    assert stranger.post("checkout/", {**data, "cart": cart or data["cart"]})["Location"] == "/en/cart/"


def test_an_empty_cart_cannot_be_checked_out(shop: Shop) -> None:
    response = shop.client.get("/en/checkout/", follow=True)
    assert response.redirect_chain == [("/en/cart/", 302)]
    assert "nothing in your cart" in response.content.decode()


def test_a_member_uses_a_saved_address(member: Shop) -> None:
    member.add()
    page = member.get("checkout/")
    assert page.find("input", attrs={"name": "email"}) is None
    member.post("checkout/", {**form_of(page, "checkout"), "place": "1"})
    order = Order.objects.get()
    assert order.email == "mei@example.com" and order.shipping_address["street"] == "文三路 1 号"
    assert order.customer is not None


def test_a_member_may_send_it_elsewhere(member: Shop) -> None:
    member.add()
    data = {**ADDRESS, "address": "new", "update": "1"}
    page = member.read(member.client.post("/en/checkout/", data))
    member.post("checkout/", {**form_of(page, "checkout"), "place": "1"})
    assert Order.objects.get().shipping_address["street"] == "龙井路 1 号"


def test_an_address_of_somebody_elses_book_counts_as_none(member: Shop) -> None:
    from commerce.customers import services

    other = factories.make_customer("other@example.com")
    theirs = services.save_address(customer_id=other.pk, address=factories.make_address(street="secret"))
    member.add()
    data = {**form_of(member.get("checkout/"), "checkout"), "address": theirs.public_id, "place": "1"}
    page = member.read(member.post("checkout/", data, 422), 422)
    assert "secret" not in page.text


def test_checkout_is_for_nobody_else(shop: Shop) -> None:
    shop.add()
    response = shop.client.get("/en/checkout/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b'content="noindex, nofollow"' in response.content


def test_cash_on_delivery_is_confirmed_at_once(shop: Shop) -> None:
    shop.add()
    response = shop.post("checkout/", {**shop.checkout(), "payment": "cash_on_delivery"})
    assert shop.read(shop.client.get(response["Location"])).select_one(".result.confirmed") is not None
