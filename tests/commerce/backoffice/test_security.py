"""Two-step sign-in of staff: set up with an app, asked for at the door, required where the shop says so."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from commerce.customers.models import Customer, User
from tests.factories import make_channel

PASSWORD = "a long passphrase"
SCREEN = "/admin/security/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    """Of a shop that is open: one signs in at its door."""
    make_channel()
    user = User.objects.create_superuser("boss@example.com", PASSWORD)
    UserProfile.objects.create(user=user, preferred_language="en")
    Customer.objects.create(user=user, language="en")
    return user


@pytest.fixture
def admin(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def code_for(secret: str) -> str:
    """What the app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def secret_on(admin: Client) -> str:
    page = BeautifulSoup(admin.get(SCREEN).content, "html.parser")
    assert page.select_one(".q-qr svg") is not None
    return page.select_one(".q-steps code").text


def switch_on(admin: Client) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    secret = secret_on(admin)
    answer = admin.post(SCREEN, {"action": "on", "password": PASSWORD, "code": code_for(secret)})
    page = BeautifulSoup(answer.content, "html.parser")
    return secret, [each.text for each in page.select(".q-codes code")]


def sign_in(login: str = "boss@example.com") -> tuple[Client, str]:
    """A browser after the password, and where it was sent."""
    client = Client()
    return client, client.post("/en/account/login/", {"login": login, "password": PASSWORD})["Location"]


def test_after_switching_on_a_password_alone_opens_nothing(admin, boss):
    secret, _codes = switch_on(admin)

    client, where = sign_in()

    assert where == "/en/account/second-step/"
    assert client.get("/admin/").status_code == 302
    client.post(where, {"code": code_for(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_opens_the_door_once(admin):
    _secret, codes = switch_on(admin)
    assert len(codes) == 10
    client, where = sign_in()
    client.post(where, {"code": codes[0]})
    assert client.get("/admin/").status_code == 200

    client, where = sign_in()
    assert client.post(where, {"code": codes[0]}).status_code == 422


def test_the_secret_is_kept_sealed_and_shown_no_more(admin):
    secret, codes = switch_on(admin)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored and codes[0] not in stored
    body = admin.get(SCREEN).content.decode()
    assert secret not in body and codes[0] not in body


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"password": "wrong", "code": "right"}, "This is not your current password."),
        ({"password": PASSWORD, "code": "000000"}, "This code is not right."),
        ({"password": "", "code": ""}, "This field is required."),
        ({"password": "x" * 999, "code": "9" * 99}, "at most 12 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_switched(admin, boss, typed, says):
    secret = secret_on(admin)
    code = code_for(secret) if typed["code"] == "right" else typed["code"]
    answer = admin.post(SCREEN, {**typed, "code": code, "action": "on"})
    body = answer.content.decode()
    assert answer.status_code == 422 and says in body
    assert secret in body, "the picture that was scanned stays good"
    assert not Authenticator.objects.exists()


def test_switching_off_needs_the_password(admin):
    switch_on(admin)
    assert admin.post(SCREEN, {"action": "off", "password": "wrong"}).status_code == 422
    assert Authenticator.objects.exists()
    admin.post(SCREEN, {"action": "off", "password": PASSWORD})
    assert not Authenticator.objects.exists()
    assert sign_in()[1] == "/en/account/"


def test_new_recovery_codes_replace_the_old_ones(admin):
    _secret, old = switch_on(admin)
    answer = admin.post(SCREEN, {"action": "codes", "password": PASSWORD})
    new = [each.text for each in BeautifulSoup(answer.content, "html.parser").select(".q-codes code")]
    assert len(new) == 10 and not set(new) & set(old)
    client, where = sign_in()
    assert client.post(where, {"code": old[1]}).status_code == 422


def test_what_was_switched_is_logged_and_mailed(admin, boss, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        switch_on(admin)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(SCREEN, {"action": "off", "password": PASSWORD})
    actions = ModelLogEntry.objects.filter(object_id=str(boss.pk)).values_list("action", flat=True)
    assert set(actions) == {"qilou.security.on", "qilou.security.off"}
    assert [each.subject for each in mail.outbox] == [
        "Two-step sign-in was switched on",
        "Two-step sign-in was switched off",
    ]


def test_where_it_is_required_nobody_comes_in_without(admin, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert admin.get("/admin/pages/")["Location"] == SCREEN
    assert admin.post("/admin/pages/add/")["Location"] == SCREEN
    switch_on(admin)
    assert admin.get("/admin/").status_code == 200


def test_shoppers_are_not_led_there(settings):
    settings.STAFF_SECOND_FACTOR = True
    assert Client().get("/admin/")["Location"].startswith("/admin/login/")


def test_whoever_lost_everything_is_let_in_by_the_operator(admin, capsys):
    switch_on(admin)
    call_command("forget_second_factor", "boss@example.com")
    assert sign_in()[1] == "/en/account/"
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("forget_second_factor", "nobody@example.com")
