"""Pages of the base theme, drawn from the golden contexts."""

from functools import cache

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import translation

from themes.engine.contracts import Shell
from themes.engine.fixtures import LANGUAGES, Fixture, golden
from themes.engine.rendering import draw

FIXTURES = [(language, fixture) for language in LANGUAGES for fixture in golden(language)]
PAGES = [
    (language, one) for language, one in FIXTURES if isinstance(getattr(one.context, "shell", None), Shell)
]
PAGES = [(language, one) for language, one in PAGES if not one.template.startswith("fragments/")]


def name_of(value: object) -> str:
    """The id of a parameter: language or state."""
    return value.name if isinstance(value, Fixture) else str(value)


every_fixture = pytest.mark.parametrize(("language", "fixture"), FIXTURES, ids=name_of)
every_page = pytest.mark.parametrize(("language", "fixture"), PAGES, ids=name_of)


@cache
def html_of(language: str, name: str) -> str:
    """The HTML of a golden context by its name."""
    fixture = next(one for one in golden(language) if one.name == name)
    with translation.override(language):
        request = RequestFactory().get("/")
        return draw(fixture.template, fixture.context, request=request, theme="base", stop_at_first=True).html


@cache
def soup_of(language: str, name: str) -> BeautifulSoup:
    """The same, parsed."""
    return BeautifulSoup(html_of(language, name), "html.parser")
