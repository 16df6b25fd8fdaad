"""A shop with small themes of its own, in a temporary folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from themes.engine import discovery, incidents, locales, windows
from themes.engine import environment as environments
from themes.engine.sandbox import ThemeEnvironment

MANIFEST = """[theme]
slug = "{slug}"
name.en = "{slug}"
name.zh-Hans = "{slug}"
version = "1.0.0"
license = "BSD-3-Clause"
authors = ["Test"]
contract = ">=1.0,<2"
{parent}
{more}
"""

LAYOUT = """<!doctype html>
<html lang="{{ shell.request.lang }}">
<head>{{ head() }}</head>
<body>{{ body_start() }}<main id="main">{% block main %}{% endblock %}</main>
<footer>{{ legal_footer() }}</footer>{{ body_end() }}</body>
</html>
"""
HOME = """{% extends "layout.html" %}
{% block main %}<h1>{{ title }}</h1>
{% for one in sections %}{{ render_section(one) }}{% endfor %}<p>the end of base</p>{% endblock %}
"""
RICH_TEXT = "<section>base: {{ section.heading }} {{ section.html }}</section>"

ThemeMaker = Callable[..., Path]


def forget_everything() -> None:
    """Let nothing of one shop be seen by the next."""
    discovery.refresh()
    environments.forget()
    locales.forget()
    windows.forget()
    windows._kept.taken_off_here.clear()
    incidents._written.clear()


@pytest.fixture(autouse=True)
def fresh_themes() -> Iterator[None]:
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def make_theme(tmp_path: Path, settings: Settings) -> ThemeMaker:
    """Call it with a slug and files to get a theme; a small `base` theme is there already."""
    settings.THEMES_DIR = tmp_path / "themes"
    settings.THEMES_EXTRA_DIRS = ()
    settings.THEMES_STRICT = True

    def make(slug: str, files: dict[str, str] | None = None, *, parent: str = "base", more: str = "") -> Path:
        folder = settings.THEMES_DIR / slug
        folder.mkdir(parents=True, exist_ok=True)
        line = f'parent = "{parent}"' if parent and slug != "base" else ""
        (folder / "theme.toml").write_text(
            MANIFEST.format(slug=slug, parent=line, more=more), encoding="utf-8"
        )
        for name, text in (files or {}).items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        forget_everything()
        return folder

    make(
        "base",
        {
            "templates/layout.html": LAYOUT,
            "templates/home.html": HOME,
            "sections/rich_text.html": RICH_TEXT,
            "assets/css/base.css": "body { margin: 0 }",
            "assets/icons.svg": '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="cart"></symbol></svg>',
            "locales/en.json": '{"cart": {"add": "Add to cart", "count": {"one": "{n} item", "other": "{n} items"}}}',
            "locales/zh-Hans.json": '{"cart": {"add": "加入购物车", "count": {"other": "{n} 件"}}}',
        },
    )
    return make


@pytest.fixture
def environment(make_theme: ThemeMaker) -> ThemeEnvironment:
    """The environment of the small base theme."""
    make_theme("base", {"snippets/m.html": "{% macro hello() %}hello{% endmacro %}"})
    return environments.make_environment(discovery.get("base"))
