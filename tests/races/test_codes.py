"""A code is used up by one, guesses are counted all, and an order goes into one account."""

from __future__ import annotations

import pytest
from django.db import transaction

from commerce.customers.codes import MAX_TRIES, SIGN_IN, issue_code, redeem_code
from commerce.customers.errors import WrongCode
from commerce.customers.models import OneTimeCode
from commerce.customers.services import enter_by_phone
from commerce.orders.models import Order
from commerce.orders.services import claim_orders
from tests.factories import make_customer, make_order, make_variant

from .rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "+8613800138000"


def redeem(code: str) -> str:
    redeem_code(purpose=SIGN_IN, recipient=PHONE, code=code)
    return "in"


def test_of_those_with_the_right_code_one_comes_in():
    for _round in range(10):
        code = issue_code(purpose=SIGN_IN, recipient=PHONE)
        found = at_once([lambda code=code: redeem(code)] * 4)
        assert [each for each in found if each == "in"] == ["in"]
        assert sum(isinstance(each, WrongCode) for each in found) == 3


def test_many_guesses_at_once_are_five_guesses():
    code = issue_code(purpose=SIGN_IN, recipient=PHONE)
    wrong = [f"{(int(code) + 1 + n) % 10**6:06}" for n in range(8)]
    found = at_once([lambda guess=guess: redeem(guess) for guess in wrong])
    assert all(isinstance(each, WrongCode) for each in found)
    assert OneTimeCode.objects.get().tries == MAX_TRIES
    with pytest.raises(WrongCode):
        redeem(code)


def test_counting_inside_a_transaction_would_forget():
    """The control: what is rolled back was no try."""
    issue_code(purpose=SIGN_IN, recipient=PHONE)
    with pytest.raises(WrongCode), transaction.atomic():
        redeem("")
    assert OneTimeCode.objects.get().tries == 0


def test_two_windows_make_one_account():
    found = at_once([lambda: enter_by_phone(phone=PHONE).pk] * 4)
    assert len(set(found)) == 1


def test_an_order_is_claimed_once():
    variant = make_variant()
    for _round in range(5):
        make_order({variant: 1}, email="lin@example.com")
        accounts = [make_customer().pk for _ in range(3)]
        counts = at_once(
            [lambda pk=pk: claim_orders(customer_id=pk, email="lin@example.com") for pk in accounts]
        )
        assert sorted(counts) == [0, 0, 1]
        assert Order.objects.filter(customer=None).count() == 0
        assert Order.objects.latest("pk").history.filter(command="claim").count() == 1
