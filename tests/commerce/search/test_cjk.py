"""Wagtail's search finds Chinese parts and English forms, alike on both databases."""

from importlib.metadata import version

import pytest
from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from commerce.search.cjk import rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> dict[str, Page]:
    root = Page.objects.get(depth=1)
    titles = {"shoes": "男士跑步鞋 透气", "running": "Running shoes for women", "tea": "茶壶 Teapot"}
    return {key: root.add_child(instance=Page(title=title, slug=key)) for key, title in titles.items()}


def found(text: object, **options: object) -> set[str]:
    return {page.slug for page in get_search_backend().search(text, Page, **options)}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("跑步鞋", {"shoes"}),
        ("步鞋", {"shoes"}),
        ("shoe", {"running"}),
        ("run women", {"running"}),
        ("run teapot", set()),
        ("！！", set()),
        ("壶", {"tea"}),
        ('"; DROP (', set()),
        ("O'Reilly", set()),
    ],
)
def test_pages_are_found_by_part_and_by_form(pages: dict[str, Page], asked: str, expected: set[str]) -> None:
    assert found(asked) == expected


def test_words_may_be_joined_by_or(pages: dict[str, Page]) -> None:
    assert found("run teapot", operator="or") == {"running", "tea"}


def test_unknown_fields_widen_the_search_instead_of_failing(pages: dict[str, Page]) -> None:
    assert found("跑步鞋", fields=["title"]) == {"shoes"}
    assert found("跑步鞋", fields=["title", "nonsense"]) == {"shoes"}


def test_queries_built_by_hand_are_folded_too(pages: dict[str, Page]) -> None:
    assert found(Phrase("running shoes")) == {"running"}
    assert found(Phrase("shoes running")) == set()
    assert found(Or([PlainText("shoe"), PlainText("茶壶")])) == {"running", "tea"}
    assert found(And([PlainText("shoe"), Not(PlainText("women"))])) == set()
    assert found(Fuzzy("Running", operator="and")) == {"running"}
    assert found(Boost(PlainText("Shoes"), 2)) == {"running"}


def test_the_last_word_may_be_half_typed(pages: dict[str, Page]) -> None:
    backend = get_search_backend()
    assert {page.slug for page in backend.autocomplete("shoes for wom", Page)} == {"running"}
    assert {page.slug for page in backend.autocomplete("跑", Page)} == {"shoes"}


def test_changed_pages_are_found_anew(pages: dict[str, Page]) -> None:
    page = pages["tea"]
    page.title = "咖啡壶"
    page.save()
    assert found("茶壶") == set()
    assert found("咖啡") == {"tea"}


def test_what_has_no_word_left_finds_nothing() -> None:
    assert rewrite(And([PlainText("tea"), PlainText("!!")])) is MATCH_NONE
    assert isinstance(rewrite(Or([PlainText("tea"), PlainText("!!")])), Or)


def test_the_hook_fits_the_installed_version() -> None:
    """`ObjectIndexer` is replaced by name; look at it again before moving on from 1.3."""
    assert version("modelsearch").startswith("1.3.")
