"""The staff entrance: one login for everybody, a clear word to those who have no business here."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.models import Page, Workflow
from wagtail.users.models import UserProfile

from commerce.customers.models import User
from tests.factories import make_channel

pytestmark = pytest.mark.django_db

SCREENS = [
    "/admin/",
    "/admin/order/",
    "/admin/product/",
    "/admin/product/new/",
    "/admin/category/",
    "/admin/category/new/",
    "/admin/brand/",
    "/admin/brand/new/",
    "/admin/promotion/",
    "/admin/promotion/new/",
    "/admin/stock/",
    "/admin/stock/receive/",
    "/admin/stock_movement/",
    "/admin/customer/",
    "/admin/plugin/",
]


@pytest.mark.parametrize("path", SCREENS)
def test_strangers_are_sent_to_the_shops_login_and_back(nobody: Client, path: str) -> None:
    first = nobody.get(path)
    assert first.status_code == 302
    second = nobody.get(first["Location"])
    assert second.status_code == 302
    assert "/account/login/" in second["Location"]
    assert f"next={path.replace('/', '%2F')}" in second["Location"]


@pytest.mark.parametrize("path", SCREENS)
def test_shoppers_are_refused_in_clear_words(shopper: Client, path: str) -> None:
    response = shopper.get(path, follow=True)
    assert response.status_code == 403
    assert "This area is for staff" in response.content.decode()


def test_the_refusal_does_not_follow_shoppers_back_into_the_shop(shopper: Client) -> None:
    shopper.get("/admin/", follow=True)
    assert not list(get_messages(shopper.get("/admin/login/").wsgi_request))


@pytest.mark.parametrize("path", SCREENS)
def test_the_owner_sees_every_screen(owner: Client, path: str) -> None:
    make_channel()
    assert owner.get(path).status_code == 200


def test_wagtails_own_login_form_is_out_of_reach(nobody: Client) -> None:
    make_channel()
    for path in ("/admin/login/", "/en/_util/login/"):
        response = nobody.get(path)
        assert response.status_code == 302
        assert "/account/login/" in response["Location"]
    assert nobody.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302
    assert nobody.get("/admin/password_reset/").status_code in (302, 404)


def test_staff_logs_in_by_the_shops_door_and_lands_where_they_wanted(staff: Client, nobody: Client) -> None:
    make_channel()
    user = User.objects.get(email="staff@example.com")
    answer = nobody.post(
        "/en/account/login/",
        {"login": user.email, "password": "a long passphrase", "next": "/admin/order/"},
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/order/"
    assert nobody.get("/admin/order/").status_code == 200


def test_next_never_leads_to_another_house(staff: Client) -> None:
    assert staff.get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"
    assert staff.get("/admin/login/?next=//evil.example/")["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("role", "open_", "closed"),
    [
        (
            "editor",
            ["/admin/product/", "/admin/category/new/"],
            ["/admin/order/", "/admin/customer/", "/admin/stock/", "/admin/promotion/new/"],
        ),
        (
            "staff",
            ["/admin/order/", "/admin/stock/", "/admin/customer/"],
            ["/admin/product/new/", "/admin/promotion/"],
        ),
    ],
)
def test_roles_reach_what_their_work_needs(
    request: pytest.FixtureRequest, role: str, open_: list[str], closed: list[str]
) -> None:
    make_channel()
    client = request.getfixturevalue(role)
    assert [client.get(path).status_code for path in open_] == [200] * len(open_)
    for path in closed:
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_the_policy_is_relaxed_in_the_admin_and_strict_in_the_shop(owner: Client) -> None:
    make_channel()
    admin = owner.get("/admin/")["Content-Security-Policy"]
    shop = owner.get("/en/cart/")["Content-Security-Policy"]
    assert "'unsafe-inline'" in admin
    assert "'unsafe-inline'" not in shop
    assert "object-src 'none'" in admin


def test_the_menu_shows_what_one_may_do(owner: Client, editor: Client) -> None:
    make_channel()
    words = owner.get("/admin/").content.decode()
    assert all(entry in words for entry in ('"Orders"', '"Catalog"', '"Stock"', '"Customers"'))
    words = editor.get("/admin/").content.decode()
    assert '"Catalog"' in words
    assert '"Orders"' not in words


def test_the_menu_calls_people_by_name(staff: Client) -> None:
    make_channel()
    User.objects.filter(email="staff@example.com").update(name="Lin Yue")
    assert '"name": "Lin Yue"' in staff.get("/admin/").content.decode()


def test_staff_reads_the_shops_own_clock_until_they_choose_another(staff: Client) -> None:
    make_channel(time_zone="Asia/Shanghai")
    staff.get("/admin/")
    profile = UserProfile.objects.get()
    assert profile.current_time_zone == "Asia/Shanghai"
    UserProfile.objects.update(current_time_zone="Europe/Berlin")
    staff.get("/admin/")
    profile.refresh_from_db()
    assert profile.current_time_zone == "Europe/Berlin"


def test_nobody_submits_work_to_an_approval_that_asks_nobody(editor: Client) -> None:
    make_channel()
    assert not Workflow.objects.filter(active=True).exists()
    home = Page.objects.filter(depth=2).first()
    assert home is not None
    assert "action-submit" not in editor.get(f"/admin/pages/{home.pk}/edit/").content.decode()
