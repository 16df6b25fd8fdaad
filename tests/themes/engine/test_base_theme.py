"""The theme that everything falls back to is whole, and its contract is written down."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import loader
from django.test import RequestFactory
from django.utils import translation

from themes import engine
from themes.engine import incidents
from themes.engine.check import check_theme
from themes.engine.contract_table import with_table
from themes.engine.contracts.registry import TEMPLATES
from themes.engine.fixtures import golden


def test_the_base_theme_passes_its_check() -> None:
    assert [str(problem) for problem in check_theme("base")] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_drawn_as_a_response(language: str) -> None:
    with translation.override(language), engine.override("base"), incidents.collecting() as spared:
        for fixture in golden(language):
            response = engine.render(RequestFactory().get("/"), fixture.template, fixture.context)
            assert response.status_code == 200, fixture.name
            assert len(response.content) > 20, fixture.name
    assert spared == []


def test_every_template_of_the_contract_has_an_example() -> None:
    assert {fixture.template for fixture in golden("en")} == set(TEMPLATES)


def test_django_finds_theme_pages_by_their_prefix() -> None:
    fixture = next(fixture for fixture in golden("en") if fixture.template == "404.html")
    with translation.override("en"):
        assert "<main" in loader.get_template("theme/404.html").render(fixture.context)  # type: ignore[arg-type]


def test_a_theme_in_ten_lines_works(make_theme, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The walk of themes/README.md, step 1 and 2, over the real base theme."""
    make_theme(
        "aurora",
        {
            "templates/layout.html": '{% extends "@base/layout.html" %}{% block theme_styles %}'
            '<link rel="stylesheet" href="{{ asset(\'aurora.css\') }}">{% endblock %}',
            "assets/aurora.css": ":root { --accent: teal }",
            "locales/en.json": '{"header.menu": "Everything"}',
            "locales/zh-Hans.json": '{"header.menu": "全部"}',
        },
    )
    settings.THEMES_EXTRA_DIRS = [settings.THEMES_DIR]
    settings.THEMES_DIR = settings.BASE_DIR / "themes"
    assert [str(problem) for problem in check_theme("aurora")] == []
    fixture = next(fixture for fixture in golden("en") if fixture.template == "listing.html")
    with translation.override("en"):
        page = engine.render_to_string("listing.html", fixture.context, theme="aurora")
    assert '<link rel="stylesheet" href="/static/themes/aurora/aurora.css">' in page
    assert "Everything" in page


def test_the_readme_has_the_contract_as_it_is() -> None:
    readme = (Path(settings.BASE_DIR) / "themes" / "README.md").read_text(encoding="utf-8")
    assert readme == with_table(readme), "run manage.py theme contract --write"
