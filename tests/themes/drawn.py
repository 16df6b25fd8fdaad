"""Pages of our themes, drawn from the golden contexts."""

from functools import cache

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import translation

from themes.engine.contracts import Shell
from themes.engine.fixtures import LANGUAGES, Fixture, golden
from themes.engine.rendering import draw

THEMES = ("base", "mall")
FIXTURES = [(language, fixture) for language in LANGUAGES for fixture in golden(language)]
PAGES = [
    (language, one) for language, one in FIXTURES if isinstance(getattr(one.context, "shell", None), Shell)
]
PAGES = [(language, one) for language, one in PAGES if not one.template.startswith("fragments/")]


def name_of(value: object) -> str:
    """The id of a parameter: language or state."""
    return value.name if isinstance(value, Fixture) else str(value)


def in_every_theme(fixtures: list[tuple[str, Fixture]]) -> pytest.MarkDecorator:
    """Parameters theme, language and fixture."""
    every = [(theme, language, fixture) for theme in THEMES for language, fixture in fixtures]
    return pytest.mark.parametrize(("theme", "language", "fixture"), every, ids=name_of)


every_fixture = in_every_theme(FIXTURES)
every_page = in_every_theme(PAGES)


@cache
def html_of(language: str, name: str, theme: str = "base") -> str:
    """The HTML of a golden context by its name."""
    fixture = next(one for one in golden(language) if one.name == name)
    with translation.override(language):
        request = RequestFactory().get("/")
        return draw(fixture.template, fixture.context, request=request, theme=theme, stop_at_first=True).html


@cache
def soup_of(language: str, name: str, theme: str = "base") -> BeautifulSoup:
    """The same, parsed."""
    return BeautifulSoup(html_of(language, name, theme), "html.parser")
