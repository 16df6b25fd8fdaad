"""A shopper gets the page, whatever the theme does."""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.template import TemplateDoesNotExist, loader
from django.test import RequestFactory
from django.utils import translation
from markupsafe import Markup

from themes import engine
from themes.engine import breaker, discovery, incidents, rendering, windows
from themes.engine.contracts import HomeContext, RichTextSection
from themes.engine.errors import ContextRefused
from themes.engine.fixtures.shell import shell
from themes.engine.fixtures.words import Words
from themes.engine.models import ThemeIncident, ThemeTrip

pytestmark = pytest.mark.django_db

ENDLESS = "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x{% endfor %}{% endfor %}{% endfor %}"


def owner() -> object:
    return get_user_model()(email="owner@example.com", password="hunter2")


def home(text: str = "hello") -> HomeContext:
    words = Words("en")
    section = RichTextSection(type="rich_text", id="a", heading="Words", html=Markup(f"<p>{text}</p>"))
    return HomeContext(shell=shell(words, "Home"), title="Welcome", sections=(section,))


def get(theme: str, context: HomeContext | None = None, **extra: object):  # type: ignore[no-untyped-def]
    request = RequestFactory().get("/en/")
    for name, value in extra.items():
        setattr(request, name, value)
    with engine.override(theme), translation.override("en"):
        return engine.render(request, "home.html", context or home())


def test_a_page_is_drawn_with_what_the_platform_owes(make_theme) -> None:  # type: ignore[no-untyped-def]
    page = get("base").content.decode()
    assert "<h1>Welcome</h1>" in page
    assert "<title>Home" in page
    assert '<link rel="canonical"' in page
    assert 'hreflang="zh-Hans"' in page
    assert 'class="skip-link" href="#main"' in page
    assert "<section>base: Words <p>hello</p></section>" in page


def test_a_child_theme_overrides_what_it_has_and_inherits_the_rest(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme(
        "aurora",
        {
            "templates/layout.html": '{% extends "@base/layout.html" %}{% block main %}<i>aurora</i>{% endblock %}',
            "sections/rich_text.html": "<section>aurora: {{ section.heading }}</section>",
        },
    )
    page = get("aurora").content.decode()
    assert "<section>aurora: Words</section>" in page, "a parent's page draws the child's sections"
    assert "the end of base" in page
    assert "<section>base: Words" in get("base").content.decode()


def test_a_child_layout_serves_the_parents_page(make_theme) -> None:  # type: ignore[no-untyped-def]
    layout = '<html lang="en"><body class="aurora">{% block main %}{% endblock %}</body></html>'
    make_theme("aurora", {"templates/layout.html": layout})
    page = get("aurora").content.decode()
    assert '<body class="aurora">' in page
    assert "<h1>Welcome</h1>" in page


def test_super_prints_the_parents_block(make_theme) -> None:  # type: ignore[no-untyped-def]
    source = '{% extends "@base/home.html" %}{% block main %}before {{ super() }} after{% endblock %}'
    make_theme("aurora", {"templates/home.html": source})
    page = get("aurora").content.decode()
    assert "before <h1>Welcome</h1>" in page
    assert "after" in page


@pytest.mark.parametrize(
    "broken",
    [
        "{{ 1 / 0 }}",
        "{% if %}",
        ENDLESS,
        "{{ section.nothing.at_all }}",
        "{% include 'none.html' %}",
        "{{ 'a' * 9 }}",
    ],
    ids=["division", "syntax", "endless", "unknown field", "missing include", "operator"],
)
def test_a_broken_section_is_drawn_by_the_parent(make_theme, broken: str) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"sections/rich_text.html": broken})
    response = get("aurora")
    assert response.status_code == 200
    assert "<section>base: Words <p>hello</p></section>" in response.content.decode()
    incident = ThemeIncident.objects.get()
    assert (incident.theme, incident.template, incident.level) == (
        "aurora",
        "sections/rich_text.html",
        "section",
    )


def test_a_section_that_nobody_can_draw_is_left_out(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"sections/rich_text.html": "{{ 1 / 0 }}"})
    page = get("base").content.decode()
    assert "<h1>Welcome</h1>" in page
    assert "the end of base" in page
    assert ThemeIncident.objects.get().line == 1


@pytest.mark.parametrize(
    "broken",
    ["{{ 1 / 0 }}", "{% if %}", ENDLESS, "{{ nothing }}", '{% extends "home.html" %}', "x" * 300_000],
    ids=["division", "syntax", "endless", "unknown name", "extends itself", "too long"],
)
def test_a_broken_page_is_drawn_by_the_parent(make_theme, broken: str) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": broken})
    response = get("aurora")
    assert response.status_code == 200
    assert "the end of base" in response.content.decode()
    incident = ThemeIncident.objects.get()
    assert (incident.theme, incident.level, incident.path) == ("aurora", "template", "/en/")


def test_no_half_page_is_ever_sent(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "<p>half a page</p>{{ 1 / 0 }}"})
    assert "half a page" not in get("aurora").content.decode()


def test_the_ladder_goes_through_every_parent(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "<p>aurora's</p>"})
    make_theme("nova", {"templates/home.html": "{{ 1 / 0 }}"}, parent="aurora")
    assert "aurora's" in get("nova").content.decode()


def test_where_even_the_base_theme_fails_a_plain_page_says_so_in_both_languages(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/layout.html": "{{ 1 / 0 }}"})
    response = get("base")
    assert response.status_code == 503
    assert response["Retry-After"]
    text = response.content.decode()
    assert "请稍候" in text
    assert "One moment please" in text
    assert set(ThemeIncident.objects.values_list("level", flat=True)) == {"template", "page"}


def test_the_emergency_page_needs_no_database(make_theme, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/layout.html": "{{ 1 / 0 }}"})

    def down(*args: object, **kwargs: object) -> None:
        from django.db import OperationalError

        raise OperationalError("the database is down")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", down)
    assert get("base").status_code == 503


def test_developers_see_file_line_and_hint(make_theme, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEBUG = True
    make_theme("aurora", {"templates/home.html": "line one\n{{ nothing }}\n"})
    response = get("aurora")
    assert response.status_code == 500
    text = response.content.decode()
    assert "aurora/templates/home.html" in text
    assert "line 2" in text
    assert "not part of this template" in text


@pytest.mark.parametrize(
    ("is_staff", "is_preview", "status"), [(True, True, 500), (False, True, 200), (True, False, 200)]
)
def test_only_staff_in_a_preview_see_errors(
    make_theme, is_staff: bool, is_preview: bool, status: int
) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "{{ 1 / 0 }}"})
    user = type("User", (), {"is_staff": is_staff})()
    assert get("aurora", user=user, is_preview=is_preview).status_code == status


def test_five_failures_take_a_theme_off_until_its_files_change(make_theme, caplog) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "{{ 1 / 0 }}"})
    broken = discovery.get("aurora")
    for _ in range(4):
        get("aurora")
    assert windows.is_wearable("aurora")
    with caplog.at_level(logging.CRITICAL):
        get("aurora")
    assert not windows.is_wearable("aurora")
    assert ThemeTrip.objects.get().chain_hash == broken.chain_hash
    assert "was taken off" in caplog.text

    make_theme("aurora", {"templates/home.html": "repaired"})
    assert windows.is_wearable("aurora")


def test_staff_put_a_theme_back_on(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "{{ 1 / 0 }}"})
    for _ in range(5):
        get("aurora")
    breaker.put_back(discovery.get("aurora"))
    assert windows.is_wearable("aurora")
    assert ThemeTrip.objects.get().cleared_at is not None


def test_the_base_theme_is_never_taken_off(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/layout.html": "{{ 1 / 0 }}"})
    for _ in range(6):
        get("base")
    assert windows.is_wearable("base")


def test_the_same_mistake_is_written_once_a_minute_and_counted(make_theme, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_theme("aurora", {"templates/home.html": "{{ 1 / 0 }}"})
    for _ in range(3):
        get("aurora")
    assert ThemeIncident.objects.get().count == 1
    monkeypatch.setattr(incidents, "SECONDS_BETWEEN_ROWS", 0)
    get("aurora")
    assert ThemeIncident.objects.get().count == 4


def test_a_context_with_anything_but_plain_data_is_refused(make_theme) -> None:  # type: ignore[no-untyped-def]
    for bad in (
        owner(),
        translation.gettext_lazy("Later"),
        object(),
        RequestFactory().get("/"),
        [1] * 501,
        b"x",
    ):
        with pytest.raises(ContextRefused):
            engine.render_to_string("home.html", {"title": bad})
    with pytest.raises(ContextRefused, match=r"title\[0\]\['x'\]"):
        engine.render_to_string("home.html", {"title": [{"x": owner()}]})


def test_in_production_what_is_not_plain_is_left_out(make_theme, settings) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/page.html": "[{{ title }}|{{ owner }}|{{ owner.password }}|{{ late }}]"})
    settings.THEMES_STRICT = False
    context = {"title": "A", "owner": owner(), "late": translation.gettext_lazy("Later")}
    with translation.override("en"):
        assert engine.render_to_string("page.html", context).strip() == "[A|||Later]"


def test_only_theme_names_reach_the_theme_engine(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/plain.html": "{{ word }}", "templates/admin/base.html": "stolen"})
    assert loader.render_to_string("theme/plain.html", {"word": "drawn"}, using="themes") == "drawn"
    with pytest.raises(TemplateDoesNotExist):
        loader.get_template("admin/base.html", using="themes")
    with pytest.raises(TemplateDoesNotExist):
        loader.get_template("theme/no-such.html")
    with pytest.raises(TemplateDoesNotExist):
        rendering.render_to_string("../theme.toml", {})


def test_csrf_and_nonce_come_from_the_request_without_showing_it(make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("base", {"templates/form.html": "<form>{{ csrf() }}</form>{{ csp_nonce() }}"})
    request = RequestFactory().get("/")
    request.csp_nonce = "abc123"  # type: ignore[attr-defined]
    text = engine.render_to_string("form.html", {}, request)
    assert 'name="csrfmiddlewaretoken" value="' in text
    assert "abc123" in text
    assert engine.render_to_string("form.html", {}) == "<form></form>", "a mail has no request"


def test_without_any_theme_the_plain_page_is_shown(make_theme, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.THEMES_DIR = tmp_path / "nothing"
    discovery.refresh()
    response = get("base")
    assert response.status_code == 503
    assert "One moment please" in response.content.decode()
