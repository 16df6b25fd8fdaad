"""Signing in and out, registering, getting back in, and the customer's own pages."""

import re

import pytest
from django.contrib.auth import SESSION_KEY

from commerce.customers.models import Address, Customer, User
from tests import factories

from .conftest import ADDRESS, Shop, form_of

PASSWORD = "a long passphrase"


def link_in(mail, part: str) -> str:  # type: ignore[no-untyped-def]
    found = re.search(rf"https?://[^/\s]+/en/({part}\S*)", mail.body)
    assert found is not None, mail.body
    return found.group(1)


def is_signed_in(shop: Shop) -> bool:
    return SESSION_KEY in shop.client.session


@pytest.mark.parametrize("login", ["mei@example.com", "MEI@Example.com", "138 0013 8001", "+8613800138001"])
def test_signing_in_by_mail_or_phone(shop: Shop, login: str) -> None:
    customer = factories.make_customer("mei@example.com")
    User.objects.filter(pk=customer.user_id).update(phone="+8613800138001")
    before = shop.client.session.session_key
    response = shop.post("account/login/", {"login": login, "password": PASSWORD})
    assert response["Location"] == "/en/account/" and is_signed_in(shop)
    assert shop.client.session.session_key != before


@pytest.mark.parametrize("login", ["mei@example.com", "nobody@example.com", "+8613900000000", "", "x" * 5000])
def test_a_refused_login_tells_nothing(shop: Shop, login: str) -> None:
    factories.make_customer("mei@example.com")
    page = shop.read(shop.post("account/login/", {"login": login, "password": "wrong"}, 422), 422)
    assert "is not right" in page.select_one("#errors").text
    assert form_of(page, "login")["login"] == login[:254]
    assert page.find("input", type="password").get("value") is None


def test_somebody_switched_off_cannot_sign_in(shop: Shop) -> None:
    customer = factories.make_customer("mei@example.com")
    User.objects.filter(pk=customer.user_id).update(is_active=False)
    page = shop.read(
        shop.post("account/login/", {"login": "mei@example.com", "password": PASSWORD}, 422), 422
    )
    assert "is not right" in page.text


def test_guessing_has_to_wait(shop: Shop) -> None:
    factories.make_customer("mei@example.com")
    data = {"login": "mei@example.com", "password": "wrong"}
    for _ in range(10):
        shop.post("account/login/", data, 422)
    page = shop.read(shop.post("account/login/", {**data, "password": PASSWORD}, 429), 429)
    assert "Too many attempts" in page.text and not is_signed_in(shop)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/en/checkout/", "/en/checkout/"),
        ("https://evil.example/", "/en/account/"),
        ("//evil.example/", "/en/account/"),
        ("javascript:alert(1)", "/en/account/"),
        ("/\\evil.example", "/en/account/"),
    ],
)
def test_after_signing_in_one_stays_in_this_shop(shop: Shop, wanted: str, reached: str) -> None:
    factories.make_customer("mei@example.com")
    data = {"login": "mei@example.com", "password": PASSWORD, "next": wanted}
    assert shop.post("account/login/", data)["Location"] == reached


def test_signing_out_is_posted(member: Shop) -> None:
    assert member.client.get("/en/account/logout/").status_code == 405 and is_signed_in(member)
    member.post("account/logout/", {})
    assert not is_signed_in(member)


def test_registering_by_a_link_in_a_mail(shop: Shop, mailoutbox) -> None:  # type: ignore[no-untyped-def]
    page = shop.read(shop.post("account/register/", {"email": "new@example.com", "terms": "1"}, 200))
    assert "Check your inbox" in page.text
    path = link_in(mailoutbox[0], "account/register/")
    assert "new@example.com" in shop.get(path).text
    shop.post(path, {"name": "Ada", "password": "123"}, 422)
    shop.post(path, {"name": "Ada", "password": PASSWORD})
    customer = Customer.objects.get(user__email="new@example.com")
    assert is_signed_in(shop) and customer.language == "en" and customer.user.name == "Ada"
    assert shop.client.post(f"/en/{path}", {"password": PASSWORD})["Location"] == "/en/account/login/"


def test_registering_a_known_address_looks_the_same(shop: Shop, mailoutbox) -> None:  # type: ignore[no-untyped-def]
    factories.make_customer("mei@example.com")
    answers = [
        shop.read(shop.post("account/register/", {"email": email, "terms": "1"}, 200)).main.text.replace(
            email, ""
        )
        for email in ("mei@example.com", "new@example.com")
    ]
    assert answers[0] == answers[1]
    assert "already has one" in mailoutbox[0].body and "/account/register/" in mailoutbox[1].body


@pytest.mark.parametrize(
    ("data", "field"), [({"email": "x", "terms": "1"}, "email"), ({"email": "a@example.com"}, "terms")]
)
def test_registering_needs_an_address_and_consent(shop: Shop, data: dict[str, str], field: str) -> None:
    page = shop.read(shop.post("account/register/", data, 422), 422)
    assert page.select_one(f'#errors a[href="#id_{field}"]') is not None
    assert form_of(page, "register")["email"] == data["email"]


@pytest.mark.parametrize("token", ["x", "a:b:c", "x" * 2000])
def test_a_made_up_registration_link_opens_nothing(shop: Shop, token: str) -> None:
    shop.get(f"account/register/{token}/", status=410)
    shop.post(f"account/register/{token}/", {"password": PASSWORD}, 410)
    assert not User.objects.exists()


def test_a_forgotten_password_is_set_anew_once(shop: Shop, mailoutbox) -> None:  # type: ignore[no-untyped-def]
    factories.make_customer("mei@example.com")
    other = Shop(shop.channel, shop.shoes, shop.shirt, shop.trainer)
    other.post("account/login/", {"login": "mei@example.com", "password": PASSWORD})
    mailoutbox.clear()
    shop.post("account/password/reset/", {"email": "mei@example.com"}, 200)
    path = link_in(mailoutbox[0], "account/password/reset/")
    assert shop.client.get(f"/en/{path}").headers["Referrer-Policy"] == "same-origin"
    shop.post(path, {"password": "password"}, 422)
    shop.post(path, {"password": "quite another phrase"}, 200)
    shop.post(path, {"password": "and another phrase"}, 410)
    shop.post("account/login/", {"login": "mei@example.com", "password": "quite another phrase"})
    assert other.client.get("/en/account/").status_code == 302, "sessions of the old password have ended"


def test_asking_for_a_reset_tells_nothing(shop: Shop, mailoutbox) -> None:  # type: ignore[no-untyped-def]
    factories.make_customer("mei@example.com")
    answers = {
        shop.read(shop.post("account/password/reset/", {"email": email}, 200)).main.text
        for email in ("mei@example.com", "nobody@example.com")
    }
    assert len(answers) == 1 and len(mailoutbox) == 1
    shop.post("account/password/reset/", {"email": "nonsense"}, 422)


@pytest.mark.parametrize("path", ["x/y/", "AAAA/x/", "%C3%BC/x/"])
def test_a_made_up_reset_link_opens_nothing(shop: Shop, path: str) -> None:
    shop.get(f"account/password/reset/{path}", status=410)


@pytest.mark.parametrize(
    "path",
    ["account/", "account/orders/", "account/orders/abc/", "account/addresses/", "account/addresses/new/",
     "account/addresses/abc/", "account/profile/"],
)  # fmt: skip
def test_strangers_go_to_the_door_first(shop: Shop, path: str) -> None:
    response = shop.client.get(f"/en/{path}")
    assert response.status_code == 302 and response["Location"].startswith("/en/account/login/?next=%2Fen%2F")


@pytest.mark.parametrize(
    "path",
    ["account/", "account/orders/", "account/addresses/", "account/addresses/new/", "account/profile/"],
)
def test_private_pages_are_kept_by_nobody(member: Shop, path: str) -> None:
    response = member.client.get(f"/en/{path}")
    assert response.status_code == 200 and response.headers["Cache-Control"] == "private, no-store"
    assert b'content="noindex, nofollow"' in response.content


def test_orders_are_grouped_with_counts(member: Shop) -> None:
    member.add()
    member.post("checkout/", {**form_of(member.get("checkout/"), "checkout"), "place": "1"})
    page = member.get("account/orders/?state=to_pay")
    assert "Cloud trainer" in page.text
    assert "Cloud trainer" not in member.get("account/orders/?state=done").main.text
    assert member.get("account/orders/?state=nonsense&page=99").h1 is not None
    from commerce.orders.models import Order

    assert Order.objects.get().number in member.get(f"account/orders/{Order.objects.get().public_id}/").text
    member.get("account/").text.index(Order.objects.get().number)


def test_somebody_elses_order_is_not_there(member: Shop) -> None:
    order = factories.make_order()
    member.get(f"account/orders/{order.public_id}/", status=404)


def test_the_address_book(member: Shop) -> None:
    member.post("account/addresses/new/", {**ADDRESS, "is_default": "1"})
    assert Address.objects.get(is_default=True).street == "龙井路 1 号"
    entry = Address.objects.get(is_default=False)
    path = f"account/addresses/{entry.public_id}/"
    assert "文三路" in str(member.get(path))
    member.post(path, {**ADDRESS, "street": "新街 5 号"})
    assert Address.objects.get(pk=entry.pk).street == "新街 5 号"
    member.post(f"{path}default/", {})
    assert Address.objects.get(is_default=True).pk == entry.pk
    member.post(f"{path}delete/", {})
    assert Address.objects.count() == 1
    member.get(path, status=404)


def test_a_bad_address_is_marked_and_kept(member: Shop) -> None:
    page = member.read(member.post("account/addresses/new/", {**ADDRESS, "phone": "12"}, 422), 422)
    assert page.select_one('#errors a[href="#id_phone"]') is not None
    assert page.find("input", attrs={"name": "street"})["value"] == ADDRESS["street"]
    american = member.read(
        member.post("account/addresses/new/", {"country": "US", "name": "Ada", "refresh": "1"}, 200)
    )
    assert american.find("input", attrs={"name": "name"})["value"] == "Ada"


def test_somebody_elses_address_is_not_there(member: Shop) -> None:
    from commerce.customers import services

    other = factories.make_customer("other@example.com")
    entry = services.save_address(customer_id=other.pk, address=factories.make_address())
    for action in ("", "delete/", "default/"):
        member.post(f"account/addresses/{entry.public_id}/{action}", {**ADDRESS}, 404)


def test_the_profile(member: Shop) -> None:
    member.post("account/profile/", {"name": "Lin Xiao", "language": "zh-hans"})
    assert Customer.objects.get().language == "zh-hans" and User.objects.get().name == "Lin Xiao"
    member.post("account/profile/", {"name": "x" * 200, "language": "zh-hans"}, 422)
    member.post("account/profile/", {"name": "Lin", "language": "xx"}, 422)


def test_changing_the_password_needs_the_old_one(member: Shop) -> None:
    new = "quite another phrase"
    member.post("account/password/change/", {"old_password": "wrong", "new_password": new}, 422)
    member.post("account/password/change/", {"old_password": PASSWORD, "new_password": "123"}, 422)
    member.post("account/password/change/", {"old_password": PASSWORD, "new_password": new})
    assert User.objects.get().check_password(new) and is_signed_in(member)


def test_staff_may_buy_too(shop: Shop) -> None:
    staff = User.objects.create_superuser("boss@example.com", PASSWORD)
    shop.post("account/login/", {"login": "boss@example.com", "password": PASSWORD})
    assert shop.get("account/").h1 is not None
    assert Customer.objects.filter(user=staff).exists()


def test_a_second_factor_is_asked_for_where_it_was_set_up(shop: Shop) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = factories.make_customer("mei@example.com").user
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    response = shop.post("account/login/", {"login": "mei@example.com", "password": PASSWORD})
    assert response["Location"] == "/en/account/second-step/" and not is_signed_in(shop)
    shop.post("account/second-step/", {"code": "000000"}, 422)
    shop.post("account/second-step/", {"code": code})
    assert is_signed_in(shop)
    stranger = Shop(shop.channel, shop.shoes, shop.shirt, shop.trainer)
    assert stranger.client.get("/en/account/second-step/")["Location"] == "/en/account/login/"
