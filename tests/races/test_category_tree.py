"""The category tree stays sound however many arrange it at once, and would not without its lock."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from commerce.catalog import services
from commerce.catalog.errors import InvalidMove
from commerce.catalog.models import Category
from commerce.catalog.services import categories
from commerce.core.locking import named_lock
from tests.factories import make_category

from .rivals import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8
EACH = 6


def children_by_eight(root: Category) -> list[Any]:
    """Eight editors put six categories each under one parent, all at the same time."""
    return at_once([partial(insert_some, root.pk, editor) for editor in range(THREADS)])


def insert_some(parent_id: int, editor: int) -> None:
    for number in range(EACH):
        services.create_category(name=f"{editor}-{number}", slug=f"c-{editor}-{number}", parent_id=parent_id)


def movers(ids: list[int], rounds: int) -> list[Callable[[], None]]:
    def move(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(rounds):
            category_id, parent_id = chance.sample(ids, 2)
            try:
                services.move_category(
                    category_id=category_id, parent_id=parent_id, position=chance.randint(0, 3)
                )
            except InvalidMove:
                pass  # a place below itself, which the lock made known in time

    return [partial(move, seed) for seed in range(THREADS)]


def test_eight_editors_under_one_parent_leave_a_sound_tree():
    root = make_category("Root")

    results = children_by_eight(root)

    assert kinds(results) == {"NoneType": THREADS}
    assert Category.objects.filter(parent=root).count() == THREADS * EACH
    assert services.check_tree() == []


def test_eight_editors_moving_branches_leave_a_sound_tree_without_circles():
    tops = [make_category(f"Top {number}") for number in range(4)]
    for top in tops:
        for number in range(4):
            make_category(f"Child {number}", parent=top)
    ids = list(Category.objects.values_list("pk", flat=True))

    results = at_once(movers(ids, rounds=5))

    assert kinds(results) == {"NoneType": THREADS}
    assert Category.objects.count() == 20
    assert services.check_tree() == []


@contextmanager
def unlocked(name: str) -> Iterator[None]:
    yield


@pytest.mark.postgres
def test_without_the_lock_the_tree_breaks(monkeypatch):
    """The control: SQLite has one writer at a time anyway, so only PostgreSQL can show it."""
    monkeypatch.setattr(categories, "named_lock", unlocked)
    broken = 0
    for attempt in itertools.count(1):
        root = make_category(f"Root {attempt}", slug=f"root-{attempt}")
        children_by_eight(root)
        broken += bool(services.check_tree())
        if broken or attempt == 5:
            break
        Category.objects.filter(parent=root).delete()

    assert broken

    monkeypatch.setattr(categories, "named_lock", named_lock)
    services.repair_tree()
    assert services.check_tree() == []


def test_a_name_taken_by_another_editor_gets_another_address():
    results = at_once([partial(services.create_category, name="Tea") for _ in range(4)])

    assert kinds(results) == {"CategoryRef": 4}
    assert sorted(result.slug for result in results) == ["tea", "tea-2", "tea-3", "tea-4"]
