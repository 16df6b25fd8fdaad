"""Accounts, address books, and limits on trying."""

import pytest
import time_machine

from commerce.core.errors import InvalidInput
from commerce.customers import queries, services
from commerce.customers.errors import AccountExists, AddressNotFound, TooManyAttempts
from commerce.customers.types import AddressFields

pytestmark = pytest.mark.django_db

HOME = AddressFields(
    name="林晓",
    phone="13800138000",
    country="CN",
    region="浙江省",
    city="杭州市",
    district="西湖区",
    street="龙井路 1 号",
)


def customer(email: str = "lin@example.com") -> int:
    user = services.register(email=email, password="a long walk home", language="zh-hans")
    ref = queries.customer_of(user)
    assert ref is not None and ref.id is not None
    return ref.id


def test_registering_makes_a_buyer_who_can_log_in() -> None:
    user = services.register(email="Lin@Example.com", password="a long walk home", name=" Lin  Xiao ")
    assert user.check_password("a long walk home") and user.name == "Lin Xiao"
    assert queries.find_user("LIN@example.COM") == user


def test_a_phone_number_is_enough() -> None:
    user = services.register(phone="138 0013 8000", password="a long walk home")
    assert user.email is None and queries.find_user("+8613800138000") == user


@pytest.mark.parametrize("again", [{"email": "LIN@example.com"}, {"phone": "+86 138 0013 8000"}])
def test_one_account_per_address_or_number(again: dict[str, str]) -> None:
    services.register(email="lin@example.com", phone="13800138000", password="a long walk home")
    with pytest.raises(AccountExists):
        services.register(password="a long walk home", **again)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "lin@", "password": "a long walk home"}, "email"),
        ({"email": "", "password": "a long walk home"}, "email"),
        ({"email": "lin@example.com", "password": "12345678"}, "password"),
        ({"email": "lin@example.com", "password": ""}, "password"),
        ({"email": "lin@example.com", "password": "x" * 5000}, "password"),
        ({"email": "", "phone": "12", "password": "a long walk home"}, "phone"),
    ],
)
def test_what_cannot_be_an_account_says_which_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.register(**typed)
    assert field in refused.value.fields


def test_the_first_address_is_the_default_until_another_is_chosen() -> None:
    owner = customer()
    first = services.save_address(customer_id=owner, address=HOME)
    second = services.save_address(customer_id=owner, address=HOME)
    assert first.is_default and not second.is_default
    services.set_default_address(customer_id=owner, public_id=second.public_id)
    assert [entry.is_default for entry in queries.addresses_of(owner)] == [True, False]
    services.delete_address(customer_id=owner, public_id=second.public_id)
    assert [(entry.public_id, entry.is_default) for entry in queries.addresses_of(owner)] == [
        (first.public_id, True)
    ]


def test_an_address_is_stored_in_standard_form() -> None:
    saved = services.save_address(customer_id=customer(), address=HOME)
    assert saved.fields.phone == "+8613800138000"


def test_a_bad_address_is_refused_by_field() -> None:
    with pytest.raises(InvalidInput) as refused:
        services.save_address(customer_id=customer(), address=AddressFields(country="CN", phone="1"))
    assert {"name", "phone", "region", "street"} <= set(refused.value.fields)


def test_somebody_elses_address_is_not_there() -> None:
    mine, theirs = customer(), customer("ada@example.com")
    entry = services.save_address(customer_id=theirs, address=HOME)
    for act in (
        lambda: queries.get_address(mine, entry.public_id),
        lambda: services.delete_address(customer_id=mine, public_id=entry.public_id),
        lambda: services.set_default_address(customer_id=mine, public_id=entry.public_id),
        lambda: services.save_address(customer_id=mine, address=HOME, public_id=entry.public_id),
    ):
        with pytest.raises(AddressNotFound):
            act()


def test_trying_too_often_has_to_wait() -> None:
    with time_machine.travel("2026-11-11 00:00:00+00:00", tick=False) as clock:
        for _ in range(3):
            services.count_attempt(scope="login", source="a", limit=3, seconds=60)
        with pytest.raises(TooManyAttempts) as refused:
            services.count_attempt(scope="login", source="a", limit=3, seconds=60)
        assert refused.value.data["retry_after"] == 60
        services.count_attempt(scope="login", source="b", limit=3, seconds=60)
        clock.shift(61)
        services.count_attempt(scope="login", source="a", limit=3, seconds=60)


def test_success_starts_the_count_anew() -> None:
    for _ in range(3):
        services.count_attempt(scope="login", source="a", limit=3, seconds=60)
    services.forget_attempts(scope="login", source="a")
    services.count_attempt(scope="login", source="a", limit=3, seconds=60)
    assert services.forget_old_attempts() == 0
