"""Locks that can be found, and transactions that are tried again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError, transaction

from commerce.cart.models import Cart
from commerce.core.errors import Unavailable
from commerce.core.locking import TRIES, is_transient, named_lock, with_retries


class Deadlock(Exception):
    sqlstate = "40P01"


def lost(cause: Exception | None = None, text: str = "") -> OperationalError:
    error = OperationalError(text)
    error.__cause__ = cause
    return error


def failing(times: int, error: Exception):
    """Work that raises `error` so many times and then answers with the number of calls."""
    calls: list[int] = []

    def work() -> int:
        calls.append(1)
        if len(calls) <= times:
            raise error
        return len(calls)

    return work


@pytest.mark.parametrize(
    "error", [lost(Deadlock()), lost(text="database is locked"), IntegrityError("number is taken")]
)
def test_what_lost_a_race_is_tried_again(error: Exception) -> None:
    assert with_retries(failing(TRIES - 1, error)) == TRIES


def test_what_keeps_losing_is_told_to_come_again() -> None:
    with pytest.raises(Unavailable):
        with_retries(failing(TRIES, lost(Deadlock())))


def test_a_contradiction_that_stays_is_no_lost_race() -> None:
    with pytest.raises(IntegrityError):
        with_retries(failing(TRIES, IntegrityError()))


def test_other_failures_are_not_tried_again() -> None:
    work = failing(1, lost(text="no such table"))

    with pytest.raises(OperationalError):
        with_retries(work)
    assert work() == 2
    assert not is_transient(lost(text="no such table"))


@pytest.mark.django_db(transaction=True)
def test_locks_are_taken_inside_transactions_only() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        Cart.objects.lock([1])
    with pytest.raises(transaction.TransactionManagementError), named_lock("tree"):
        pass
    with transaction.atomic(), named_lock("tree"):
        assert Cart.objects.lock([1]) == []
