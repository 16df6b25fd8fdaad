"""Those who work here: appointed, renamed and dismissed on screens; shoppers do not crowd them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from commerce.customers.models import User
from tests.commerce.backoffice.conftest import browser
from tests.factories import make_channel, make_customer, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a fine long passphrase"


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    make_channel()


@pytest.fixture
def administrator(db: None) -> Client:
    return browser(make_user("admin@example.com", name="Admin", is_superuser=True))


def edit(user: User) -> str:
    return f"/admin/users/edit/{user.pk}/"


def newcomer(**changes: Any) -> dict[str, Any]:
    return {
        "email": "lin@example.com", "name": "Lin Yue", "password1": PASSWORD, "password2": PASSWORD,
        "groups": [Group.objects.get(name="Staff").pk], **changes,
    }  # fmt: skip


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return shown | {"groups": [group.pk for group in form.instance.groups.all()]}


def test_the_owner_appoints_somebody_who_can_log_in_and_work(owner: Client) -> None:
    assert "first_name" not in owner.get("/admin/users/new/").content.decode()
    assert owner.post("/admin/users/new/", newcomer()).status_code == 302
    user = User.objects.get(email="lin@example.com")
    assert (user.name, [group.name for group in user.groups.all()]) == ("Lin Yue", ["Staff"])
    fresh = Client()
    fresh.post("/en/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    assert fresh.get("/admin/order/").status_code == 200


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "This field is required"),
        ({"email": ""}, "Please fill this in."),
        ({"email": "OWNER@example.com"}, "Somebody else has this e-mail address already."),
        ({"email": "no address"}, "valid email"),
        ({"password2": "another"}, "password fields didn’t match"),
        ({"password1": "short", "password2": "short"}, "too short"),
    ],
)
def test_what_cannot_be_appointed_is_refused_in_words(
    owner: Client, change: dict[str, str], says: str
) -> None:
    body = owner.post("/admin/users/new/", newcomer(**change)).content.decode()
    assert says in body.replace("&#x27;", "’").replace("'", "’")
    assert not User.objects.filter(name="Lin Yue").exists()


def test_the_list_holds_staff_and_a_search_finds_shoppers_too(owner: Client) -> None:
    make_customer("shopper@example.com", name="Chen Mo")
    body = owner.get("/admin/users/").content.decode()
    assert "owner@example.com" in body
    assert "Chen Mo" not in body
    for text in ("chen", "shopper@"):
        assert "Chen Mo" in owner.get("/admin/users/results/", {"q": text}).content.decode()


def test_a_shopper_who_logs_in_by_phone_is_given_a_role(owner: Client) -> None:
    user = User.objects.create_user(phone="+8613800138000", name="Chen Mo")
    data = typed(owner, edit(user)) | {"groups": [Group.objects.get(name="Staff").pk]}
    assert owner.post(edit(user), data).status_code == 302
    user.refresh_from_db()
    assert (user.email, user.groups.count()) == (None, 1)
    assert "+86 138 0013 8000" in owner.get("/admin/users/").content.decode()


def test_only_administrators_touch_administrators(owner: Client, administrator: Client) -> None:
    admin = User.objects.get(email="admin@example.com")
    assert owner.get(edit(admin)).status_code == 302
    owner.post(edit(admin), {"email": "mine@example.com", "name": "Mine"})
    owner.post("/admin/users/new/", newcomer(is_superuser="on"))
    admin.refresh_from_db()
    assert (admin.email, User.objects.get(name="Lin Yue").is_superuser) == ("admin@example.com", False)
    administrator.post("/admin/users/new/", newcomer(email="two@example.com", name="Two", is_superuser="on"))
    assert User.objects.get(name="Two").is_superuser


def test_everybody_changes_their_own_name_and_language(staff: Client) -> None:
    body = staff.get("/admin/account/").content.decode()
    assert "first_name" not in body
    data = {
        "name_email-name": "Lin Xiao", "name_email-email": "staff@example.com",
        "locale-preferred_language": "zh-hans", "locale-current_time_zone": "Asia/Shanghai",
        "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
    }  # fmt: skip
    assert staff.post("/admin/account/", data).status_code == 302
    user = User.objects.get(email="staff@example.com")
    assert (user.name, user.wagtail_userprofile.preferred_language) == ("Lin Xiao", "zh-hans")
    assert staff.post("/admin/account/", data | {"name_email-name": ""}).status_code == 200
    user.refresh_from_db()
    assert user.name == "Lin Xiao"


def test_staff_appoints_nobody(staff: Client) -> None:
    for path in ("/admin/users/", "/admin/users/new/", edit(User.objects.get(email="staff@example.com"))):
        assert staff.get(path)["Location"] == "/admin/"


def test_the_owner_writes_a_group(owner: Client) -> None:
    staff = Group.objects.get(name="Staff")
    for path in ("/admin/groups/new/", f"/admin/groups/edit/{staff.pk}/"):
        body = owner.get(path).content.decode()
        assert "Can download the list of customers" in body
