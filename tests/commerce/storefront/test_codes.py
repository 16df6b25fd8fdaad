"""Signing in by phone: a code comes as a text, and proves the phone."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from commerce.channels.services import update_channel
from commerce.customers.models import Customer, OneTimeCode, User
from commerce.orders.models import Order
from tests import factories

from .conftest import Shop, form_of

PHONE, STORED = "138 0013 8000", "+8613800138000"


@pytest.fixture(autouse=True)
def texts(settings, tmp_path: Path) -> Path:
    """Where text messages of this test are written."""
    settings.SMS_DIR = tmp_path
    return tmp_path


def code_in(texts: Path) -> str:
    """The code of the last message."""
    last = max(texts.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    found = re.search(r"\b\d{6}\b", last.read_text(encoding="utf-8").split("\n\n")[1])
    assert found is not None
    return found.group()


def ask(shop: Shop, phone: str = PHONE, status: int = 302, **more: str):
    return shop.post("account/code/", {"phone": phone, "terms": "1", **more}, status)


def enter(shop: Shop, code: str, status: int = 302):
    return shop.post("account/code/enter/", {"code": code}, status)


def is_signed_in(shop: Shop) -> bool:
    return SESSION_KEY in shop.client.session


def test_a_new_phone_gets_an_account(shop: Shop, texts: Path) -> None:
    assert ask(shop)["Location"] == "/en/account/code/enter/"
    assert "138 0013 8000" in shop.get("account/code/enter/").text

    assert enter(shop, code_in(texts))["Location"] == "/en/account/"

    user = User.objects.get()
    assert (user.phone, user.phone_verified, user.has_usable_password()) == (STORED, True, False)
    assert Customer.objects.get().user == user
    assert is_signed_in(shop)


def test_who_has_an_account_comes_back_to_it_and_to_where_they_were(shop: Shop, texts: Path) -> None:
    customer = factories.make_customer("mei@example.com")
    User.objects.filter(pk=customer.user_id).update(phone=STORED, phone_verified=True)

    ask(shop, next="/en/checkout/")

    assert enter(shop, code_in(texts))["Location"] == "/en/checkout/"
    assert shop.client.session[SESSION_KEY] == str(customer.user_id)


def test_a_code_with_spaces_or_full_width_digits_is_read(shop: Shop, texts: Path) -> None:
    ask(shop)
    code = code_in(texts)
    enter(shop, " ".join(code).translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    assert is_signed_in(shop)


@pytest.mark.parametrize("phone", ["", "12", "what", "+1 212 555 0100", "x" * 5000])
def test_where_no_text_can_go_the_form_says_so_and_keeps_what_was_typed(shop: Shop, texts, phone) -> None:
    update_channel(code=shop.channel.code, countries=["CN"])
    page = shop.read(ask(shop, phone, 422), 422)
    assert page.select_one("#errors") is not None
    assert form_of(page, "code")["phone"] == phone[:40]
    assert not list(texts.iterdir())


def test_without_agreeing_nothing_is_sent(shop: Shop, texts: Path) -> None:
    page = shop.read(shop.post("account/code/", {"phone": PHONE}, 422), 422)
    assert "Please agree" in page.text and not list(texts.iterdir())


def test_the_next_code_has_to_wait_a_minute_and_replaces_the_first(shop: Shop, texts: Path) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(shop)
        first = code_in(texts)
        assert "in a minute" in shop.read(ask(shop, status=429), 429).text
        clock.shift(timedelta(seconds=61))
        ask(shop)
        second = code_in(texts)
        if first != second:
            assert "not right" in shop.read(enter(shop, first, 422), 422).text
        enter(shop, second)
        assert is_signed_in(shop)


def test_a_code_is_good_once(shop: Shop, texts: Path) -> None:
    ask(shop)
    code = code_in(texts)
    enter(shop, code)
    assert not OneTimeCode.objects.exists()

    other = Shop(shop.channel, shop.shoes, shop.shirt, shop.trainer)
    assert enter(other, code)["Location"] == "/en/account/code/"
    assert not is_signed_in(other)


def test_a_code_is_forgotten_after_five_minutes(shop: Shop, texts: Path) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(shop)
        clock.shift(timedelta(seconds=301))
        enter(shop, code_in(texts), 422)
    assert not is_signed_in(shop)


def test_after_five_wrong_tries_the_right_one_comes_too_late(shop: Shop, texts: Path) -> None:
    ask(shop)
    code = code_in(texts)
    for _try in range(5):
        page = shop.read(enter(shop, f"{(int(code) + 1) % 10**6:06}", 422), 422)
        assert "not right" in page.text
    enter(shop, code, 422)
    assert not is_signed_in(shop) and not User.objects.exists()


def test_no_code_is_kept_that_could_be_read(shop: Shop, texts: Path) -> None:
    ask(shop)
    row = OneTimeCode.objects.get()
    assert code_in(texts) not in row.code and STORED not in row.recipient


def test_staff_need_more_than_a_phone(shop: Shop, texts: Path) -> None:
    boss = User.objects.create_superuser("boss@example.com", "a long passphrase")
    User.objects.filter(pk=boss.pk).update(phone=STORED, phone_verified=True)
    ask(shop)
    assert "with their password" in shop.read(enter(shop, code_in(texts), 422), 422).text
    assert not is_signed_in(shop)


def test_a_closed_account_stays_closed(shop: Shop, texts: Path) -> None:
    User.objects.create_user(None, None, phone=STORED, phone_verified=True, is_active=False)
    ask(shop)
    assert "is closed" in shop.read(enter(shop, code_in(texts), 422), 422).text
    assert not is_signed_in(shop)


def test_a_number_belongs_to_whoever_proves_it(shop: Shop, texts: Path) -> None:
    """Somebody registered with a number that is not theirs: its owner does not land in their account."""
    claimed = factories.make_customer("thief@example.com").user
    User.objects.filter(pk=claimed.pk).update(phone=STORED)

    ask(shop)
    enter(shop, code_in(texts))

    claimed.refresh_from_db()
    assert claimed.phone is None
    assert shop.client.session[SESSION_KEY] != str(claimed.pk)


def test_a_claimed_account_without_anything_else_loses_its_password(shop: Shop, texts: Path) -> None:
    claimed = User.objects.create_user(None, "a long passphrase", phone=STORED)

    ask(shop)
    enter(shop, code_in(texts))

    claimed.refresh_from_db()
    assert not claimed.has_usable_password() and claimed.phone_verified
    assert shop.client.session[SESSION_KEY] == str(claimed.pk)


def test_the_first_password_needs_no_old_one(shop: Shop, texts: Path) -> None:
    ask(shop)
    enter(shop, code_in(texts))
    page = shop.get("account/profile/")
    assert "Set a password" in page.text and page.find("input", {"name": "old_password"}) is None

    shop.post("account/password/change/", {"new_password": "a long passphrase"})

    assert User.objects.get().check_password("a long passphrase") and is_signed_in(shop)


def test_what_a_guest_ordered_by_phone_is_in_the_account(shop: Shop, texts: Path) -> None:
    shop.order()
    order = Order.objects.get()
    assert order.phone == STORED
    ask(shop)
    enter(shop, code_in(texts))

    page = shop.get("account/orders/")

    assert "1 order that you placed without an account is now in it." in page.text
    assert order.number in page.text
    order.refresh_from_db()
    assert order.customer == Customer.objects.get()
    assert [change.command for change in order.history.all()][-1] == "claim"


def test_an_address_nobody_proved_opens_no_orders(shop: Shop) -> None:
    """Accounts that programs register have not shown that they read mail sent there."""
    shop.order()
    factories.make_customer("lin@example.com")
    shop.post("account/login/", {"login": "lin@example.com", "password": "a long passphrase"})
    assert Order.objects.get().customer is None


def test_the_doors_lead_to_it(shop: Shop) -> None:
    for door in ("account/login/", "account/register/"):
        assert shop.get(door).find("a", href="/en/account/code/") is not None
