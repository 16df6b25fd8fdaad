"""Every page in every state and both languages: whole, labeled, and without a script of its own."""

import logging
import re
from collections import Counter

import pytest

from tests.themes.drawn import THEMES, every_fixture, every_page, html_of, soup_of
from themes.engine.check import check_theme
from themes.engine.fixtures import Fixture

NAMED_BY_OTHERS = {"hidden", "submit", "button", "image"}


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_check_finds_nothing(theme: str) -> None:
    assert check_theme(theme) == []


@every_fixture
def test_every_word_is_there(
    theme: str, language: str, fixture: Fixture, caplog: pytest.LogCaptureFixture
) -> None:
    html_of.cache_clear()
    with caplog.at_level(logging.WARNING, logger="themes"):
        html = html_of(language, fixture.name, theme)
    assert not [record for record in caplog.records if "has no text" in record.getMessage()]
    assert not re.search(r"\{[a-z_]+\}", soup_text(html)), "a placeholder was left unfilled"


def soup_text(html: str) -> str:
    """The text between the tags, roughly."""
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)


@every_page
def test_a_page_has_one_heading_of_its_own_and_one_main(theme: str, language: str, fixture: Fixture) -> None:
    soup = soup_of(language, fixture.name, theme)
    assert len(soup.find_all("h1")) == 1
    assert [main.get("id") for main in soup.find_all("main")] == ["main"]
    assert soup.html["lang"] == {"zh-hans": "zh-Hans", "en": "en"}[language]


@every_page
def test_headings_leave_no_level_out(theme: str, language: str, fixture: Fixture) -> None:
    levels = [
        int(heading.name[1])
        for heading in soup_of(language, fixture.name, theme).main.find_all(re.compile("^h[1-6]$"))
    ]
    assert all(deeper <= level + 1 for level, deeper in zip(levels, levels[1:], strict=False)), levels


@every_page
def test_every_field_has_a_name_one_can_hear(theme: str, language: str, fixture: Fixture) -> None:
    soup = soup_of(language, fixture.name, theme)
    labels = {label.get("for") for label in soup.find_all("label")}
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in NAMED_BY_OTHERS:
            continue
        named = field.get("id") in labels or field.get("aria-label") or field.find_parent("label")
        assert named, f"{field} has no label"


@every_page
def test_every_button_and_link_says_what_it_does(theme: str, language: str, fixture: Fixture) -> None:
    for control in soup_of(language, fixture.name, theme).find_all(["a", "button"]):
        if control.get("aria-hidden") == "true":
            continue
        assert control.get("aria-label") or control.get_text(strip=True), f"{control} says nothing"


@every_page
def test_no_id_stands_twice(theme: str, language: str, fixture: Fixture) -> None:
    ids = Counter(element["id"] for element in soup_of(language, fixture.name, theme).find_all(id=True))
    assert [one for one, count in ids.items() if count > 1] == []


@every_page
def test_what_names_or_describes_is_there(theme: str, language: str, fixture: Fixture) -> None:
    soup = soup_of(language, fixture.name, theme)
    ids = {element["id"] for element in soup.find_all(id=True)}
    for attribute in ("aria-labelledby", "aria-describedby", "form", "popovertarget", "for"):
        for element in soup.find_all(attrs={attribute: True}):
            missing = set(element[attribute].split()) - ids
            assert not missing, f"{element.name} points at {missing}"


@every_page
def test_nothing_needs_a_hole_in_the_content_security_policy(
    theme: str, language: str, fixture: Fixture
) -> None:
    for element in soup_of(language, fixture.name, theme).find_all(True):
        handlers = [name for name in element.attrs if name.startswith("on") or name == "style"]
        assert not handlers, f"{element.name} has {handlers}"
        assert element.name != "style"
        if element.name == "script":
            assert element.get("src") or element.get("type") == "application/ld+json"


@every_page
def test_pictures_keep_their_place(theme: str, language: str, fixture: Fixture) -> None:
    pictures = soup_of(language, fixture.name, theme).find_all("img")
    for picture in pictures:
        assert picture["width"].isdigit() and picture["height"].isdigit()
        assert picture.has_attr("alt")
        assert picture["loading"] in {"lazy", "eager"}
    assert len([one for one in pictures if one.get("fetchpriority") == "high"]) <= 1


@every_page
def test_every_posting_form_goes_somewhere_with_a_token(theme: str, language: str, fixture: Fixture) -> None:
    for form in soup_of(language, fixture.name, theme).find_all("form"):
        assert form.get("action"), f"form {form.get('id')} has no address"
        has_token = form.find("input", attrs={"name": "csrfmiddlewaretoken"}) is not None
        assert has_token == (form.get("method") == "post")


@every_page
def test_search_stands_open_on_shopping_pages(theme: str, language: str, fixture: Fixture) -> None:
    soup = soup_of(language, fixture.name, theme)
    if fixture.template == "checkout/index.html":
        assert soup.find(attrs={"role": "search"}) is None, "nothing leads away from the checkout"
    else:
        field = soup.find(attrs={"role": "search"}).find("input", attrs={"name": "q"})
        assert field.find_parent(attrs={"popover": True}) is None


@every_page
def test_no_page_speaks_to_another_host(theme: str, language: str, fixture: Fixture) -> None:
    for element in soup_of(language, fixture.name, theme).find_all(
        ["script", "link", "img", "source", "iframe", "use"]
    ):
        if element.name == "link" and element["rel"][0] in {"canonical", "alternate", "prev", "next"}:
            continue
        for attribute in ("src", "srcset", "href"):
            assert "//" not in element.get(attribute, "")
