"""Those who knock: an owner, an editor, a marketer, staff, support, a shopper, nobody."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from commerce.customers.models import User
from tests.factories import make_customer, make_user


def member(role: str) -> User:
    user = make_user(f"{role.lower()}@example.com", name=role)
    user.groups.add(Group.objects.get(name=role))
    return user


def browser(user: User | None = None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def owner(db: None) -> Client:
    return browser(member("Owner"))


@pytest.fixture
def editor(db: None) -> Client:
    return browser(member("Editor"))


@pytest.fixture
def marketer(db: None) -> Client:
    return browser(member("Marketer"))


@pytest.fixture
def support(db: None) -> Client:
    return browser(member("Support"))


@pytest.fixture
def staff(db: None) -> Client:
    return browser(member("Staff"))


@pytest.fixture
def shopper(db: None) -> Client:
    return browser(make_customer("shopper@example.com").user)


@pytest.fixture
def nobody(db: None) -> Client:
    return browser()
