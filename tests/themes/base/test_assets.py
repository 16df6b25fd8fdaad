"""What a phone has to download, and what is inside."""

import gzip
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.themes.drawn import FIXTURES, html_of, soup_of
from themes.engine import discovery
from themes.engine.contracts import SECTIONS, TEMPLATES
from themes.engine.environment import locate
from themes.engine.fixtures import LANGUAGES, golden

# All files of a kind after gzip, which no page asks for together; a page of sections asks for half.
BUDGET_BYTES = {"css": 18 * 1024, "js": 15 * 1024}
HTML_BUDGET_BYTES = 15 * 1024
THEME = Path("themes/base")
SVG = "{http://www.w3.org/2000/svg}"


def assets(ending: str) -> list[Path]:
    return sorted((THEME / "assets").glob(f"*.{ending}"))


@pytest.mark.parametrize("ending", ["css", "js"])
def test_everything_together_stays_within_its_budget(ending: str) -> None:
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in assets(ending)}
    assert sizes and sum(sizes.values()) <= BUDGET_BYTES[ending], sizes


@pytest.mark.parametrize("name", ["home-typical", "listing-typical", "product-typical", "cart-typical"])
def test_html_stays_within_its_budget(name: str) -> None:
    assert len(gzip.compress(html_of("zh-hans", name).encode(), 9)) <= HTML_BUDGET_BYTES


def test_scripts_need_no_eval_and_no_other_host() -> None:
    for file in assets("js"):
        text = file.read_text(encoding="utf-8")
        for word in ("eval(", "new Function", "innerHTML", "document.write", "http://", "https://"):
            assert word not in text, f"{file.name} has {word}"


def test_styles_come_from_here_and_calm_down_when_asked() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in assets("css"))
    assert "@import" not in text and "url(" not in text and "@font-face" not in text
    assert "prefers-reduced-motion" in text and ":focus-visible" in text


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    sprite = ET.parse(THEME / "assets" / "icons.svg").getroot()
    names = {symbol.get("id") for symbol in sprite.iter(f"{SVG}symbol")}
    asked = {
        use["href"].partition("#")[2]
        for language, fixture in FIXTURES
        for use in soup_of(language, fixture.name).find_all("use")
    }
    assert asked <= names
    assert {"truck", "shop", "card", "bank", "cash", "return", "shield", "box"} <= names


def test_every_contract_has_a_template_a_section_and_a_golden_context() -> None:
    theme = discovery.get("base")
    assert [name for name in TEMPLATES if locate(theme, name) is None] == []
    assert [name for name in SECTIONS if locate(theme, f"sections/{name}.html") is None] == []
    for language in LANGUAGES:
        fixtures = golden(language)
        assert {fixture.template for fixture in fixtures} == set(TEMPLATES)
        assert [one.name for one in fixtures if type(one.context) is not TEMPLATES[one.template]] == []


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (
        flat(json.loads((THEME / "locales" / f"{name}.json").read_text())) for name in ("zh-Hans", "en")
    )
    assert chinese.keys() == english.keys()
    for key in english:
        assert placeholders(chinese[key]) == placeholders(english[key]), key
        if isinstance(english[key], dict):
            assert set(english[key]) == {"one", "other"} and set(chinese[key]) == {"other"}, key


def flat(data: dict, prefix: str = "") -> dict:
    """Texts by dotted key; plural objects stay whole."""
    texts: dict = {}
    for key, value in data.items():
        if isinstance(value, dict) and "other" not in value:
            texts |= flat(value, f"{prefix}{key}.")
        else:
            texts[prefix + key] = value
    return texts


def placeholders(text: str | dict) -> set[str]:
    """Names in braces, in any plural form, the number itself aside."""
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for name in re.findall(r"\{(\w+)\}", form)} - {"n"}
