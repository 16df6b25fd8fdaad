"""Small tables kept in the process: quick for everyone, fresh for whoever changed them."""

import pytest
from django.core.cache import caches
from django.db import transaction

from commerce.core.kept import Kept

pytestmark = pytest.mark.django_db


def counting() -> Kept[int]:
    readings = iter(range(1, 100))
    return Kept("numbers", lambda: next(readings))


def test_it_is_read_once():
    kept = counting()
    assert [kept(), kept(), kept()] == [1, 1, 1]


def test_what_is_forgotten_is_read_again():
    kept = counting()
    assert kept() == 1
    kept.forget()
    assert kept() == 2


def test_what_others_read_before_the_commit_is_forgotten_after_it(django_capture_on_commit_callbacks):
    kept = counting()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        kept.forget()
        assert kept() == 1
    assert kept() == 2


def test_it_grows_old(settings):
    settings.KEEP_SECONDS = 0
    kept = counting()
    assert [kept(), kept()] == [1, 2]


def test_clearing_the_caches_makes_it_read_again():
    kept = counting()
    kept()
    caches["local"].clear()
    assert kept() == 2
