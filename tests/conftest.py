"""What every test may lean on: a migrated database, and no way out to the network.

Without DATABASE_URL the tests run on SQLite. Tests marked `postgres` are then left out of the collection,
`browser` and `long` tests join only when the marker expression (`-m`) names them (or `--long` asks for them).
A test that commits (`transactional_db`, `django_db(transaction=True)`) finds the rows that our migrations
lay down (site, locales, root page), because afterwards the database is copied from the template again instead
of being flushed. This is also quicker: emptying every table takes longer than copying the whole.
"""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase

from tests.databases import Template, template_for_settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked `long`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    expression = config.getoption("-m") or ""
    left_out = {mark for mark in ("browser", "long") if mark not in expression}
    if config.getoption("--long"):
        left_out.discard("long")
    if connection.vendor != "postgresql":
        left_out.add("postgres")
    deselected = [item for item in items if any(item.get_closest_marker(mark) for mark in left_out)]
    if deselected:
        config.hook.pytest_deselected(items=deselected)
        gone = set(deselected)
        items[:] = [item for item in items if item not in gone]


@pytest.fixture(scope="session")
def database_template(django_test_environment: None, django_db_blocker) -> Iterator[Template]:
    template = template_for_settings()
    with django_db_blocker.unblock():
        template.enter()
    yield template
    with django_db_blocker.unblock():
        template.leave()


@pytest.fixture(scope="session")
def django_db_setup(database_template: Template) -> Iterator[None]:
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: database_template.restore()
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture
def database_copy(database_template: Template, django_db_blocker) -> Iterator[Callable[[], str]]:
    """Call it for the DATABASE_URL of a fresh migrated database, for servers that a test starts itself."""
    made: list[str] = []

    def copy() -> str:
        made.append(database_template.copy())
        return database_template.url(made[-1])

    yield copy
    with django_db_blocker.unblock():
        for name in made:
            database_template.drop(name)


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """No test sees what another one cached (Wagtail keeps the site's root paths there, we throttles)."""
    for cache in caches.all():
        cache.clear()
