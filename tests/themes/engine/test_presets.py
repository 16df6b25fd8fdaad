"""Presets: read strictly, printed once with the nonce, readable."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from themes import engine
from themes.engine import discovery
from themes.engine.active import Look
from themes.engine.check import check_theme
from themes.engine.fixtures import golden

TOKENS = """
[tokens]
readable = ["ink on paper"]
[tokens.colors]
ink = "#000000"
paper = "#ffffff"
[tokens.lengths]
radius = "2px"
"""
STYLES = ":root { --ink: #000000; --paper: #ffffff; --radius: 2px; }"
NAMES = '[preset]\nname.en = "Red"\nname.zh-Hans = "红"\n'


@pytest.fixture
def aurora(make_theme):  # type: ignore[no-untyped-def]
    def make(tokens: str, *, names: str = NAMES, declared: str = TOKENS, styles: str = STYLES) -> Path:
        files = {"presets/red.toml": f"{names}[tokens]\n{tokens}", "assets/aurora.css": styles}
        return make_theme("aurora", files, more=declared)

    return make


def problems() -> dict[str, str]:
    found = check_theme("aurora", smoke=False)
    return {problem.code: str(problem) for problem in found if problem.code.startswith(("preset", "token"))}


def test_a_preset_that_keeps_to_the_rules_is_quiet(aurora) -> None:  # type: ignore[no-untyped-def]
    aurora('ink = "#330000"\nradius = "0.5rem"')
    assert problems() == {}
    assert discovery.get("aurora").presets["red"].name == {"en": "Red", "zh-Hans": "红"}


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ('glow = "#ff0000"', "tokens.glow is not declared"),
        ('ink = "red"', 'is not a color such as "#c8102e"'),
        ('ink = "#000000;}body{display:none"', "is not a color"),
        ("ink = 7", "is not a color"),
        ('radius = "calc(100vw)"', "is not a length"),
        ("", "[tokens] is empty"),
        ("ink = ", "cannot be read"),
    ],
)
def test_a_wrong_preset_is_left_out_and_told(aurora, tokens: str, said: str) -> None:  # type: ignore[no-untyped-def]
    aurora(tokens)
    assert said in problems()["preset"]
    assert "aurora/presets/red.toml" in problems()["preset"]
    assert discovery.get("aurora").presets == {}


def test_a_preset_has_a_name_in_both_languages(aurora) -> None:  # type: ignore[no-untyped-def]
    aurora('ink = "#330000"', names='[preset]\nname.en = "Red"\n')
    assert "no zh-Hans" in problems()["preset"]


def test_text_stays_readable_in_every_preset(aurora) -> None:  # type: ignore[no-untyped-def]
    aurora('ink = "#ff5555"')
    assert "ink on paper has a contrast of" in problems()["preset-contrast"]


def test_a_default_is_what_the_style_sheet_says(aurora) -> None:  # type: ignore[no-untyped-def]
    aurora('ink = "#330000"', styles=STYLES.replace("#000000", "#111111"))
    assert "no style sheet says --ink: #000000" in problems()["token-default"]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ('[tokens.colors]\nink = "black"', "is not of the form"),
        ('[tokens.colors]\nInk = "#000000"', "small letters"),
        ('[tokens]\nreadable = ["ink on paper"]\n[tokens.colors]\nink = "#000000"', "one color on another"),
        ("[tokens]\nsize = 1", "tokens.size is not known"),
    ],
)
def test_wrong_tokens_are_a_wrong_manifest(make_theme, declared: str, said: str) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", more=declared)
    assert said in " ".join(discovery.problems()["aurora"])


def test_a_preset_is_printed_once_with_the_nonce_and_without_one_nothing_is() -> None:
    fixture = next(one for one in golden("en") if one.template == "404.html")
    request = RequestFactory().get("/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]
    with engine.override("base", "pine"):
        dressed = engine.render_to_string("404.html", fixture.context, request)
        release = engine.get_release()
    found = re.findall(r'<style nonce="n0nce">(.*?)</style>', dressed)
    assert len(found) == 1 and found[0].startswith("html:root{--mist:#f1f5f1;")
    assert release == f"{discovery.get('base').release}/pine"
    with engine.override("base"):
        assert "<style" not in engine.render_to_string("404.html", fixture.context, request)


def test_the_parent_that_steps_in_does_not_wear_the_childs_colors(make_theme) -> None:  # type: ignore[no-untyped-def]
    files = {"presets/red.toml": f'{NAMES}[tokens]\nink = "#330000"', "templates/home.html": "{{ 1 / 0 }}"}
    make_theme("aurora", files, more=TOKENS)
    fixture = next(one for one in golden("en") if one.template == "home.html")
    with engine.override("aurora", "red"):
        assert engine.get_look() == Look("aurora", "red")
        page = engine.render_to_string("home.html", fixture.context)
    assert "the end of base" in page and "<style" not in page
