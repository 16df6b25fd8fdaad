"""Which theme a site wears when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.test import RequestFactory
from wagtail.models import Page, Site

from themes import engine
from themes.engine import active, windows
from themes.engine.middleware import ThemeMiddleware
from themes.engine.models import SiteTheme, ThemeWindow

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOKENS = '[tokens.colors]\naccent = "#112233"'
RED = '[preset]\nname.en = "Red"\nname.zh-Hans = "红"\n[tokens]\naccent = "#c8102e"'


@pytest.fixture(autouse=True)
def themes(make_theme) -> None:  # type: ignore[no-untyped-def]
    for slug in ("lunar", "red", "white"):
        make_theme(slug)


@pytest.fixture
def site() -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    return site or Site.objects.create(
        hostname="localhost", is_default_site=True, root_page=Page.objects.first()
    )


def test_without_rows_the_default_theme_is_worn(site: Site) -> None:
    assert engine.resolve(site.id, NOON).theme == "base"


def test_a_window_holds_from_its_start_until_just_before_its_end(site: Site) -> None:
    SiteTheme.objects.create(site=site, theme="white")
    ThemeWindow.objects.create(site=site, theme="lunar", starts_at=NOON, ends_at=NOON + HOUR)
    assert engine.resolve(site.id, NOON - timedelta(seconds=1)).theme == "white"
    assert engine.resolve(site.id, NOON).theme == "lunar"
    assert engine.resolve(site.id, NOON + HOUR - timedelta(seconds=1)).theme == "lunar"
    assert engine.resolve(site.id, NOON + HOUR).theme == "white"


def test_an_hour_strikes_without_a_query(site: Site, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    ThemeWindow.objects.create(site=site, theme="lunar", starts_at=NOON)
    engine.resolve(site.id, NOON - HOUR)
    with django_assert_num_queries(0):
        assert engine.resolve(site.id, NOON - HOUR).theme == "base"
        assert engine.resolve(site.id, NOON + HOUR).theme == "lunar"


def test_priority_wins_then_the_later_start(site: Site) -> None:
    ThemeWindow.objects.create(site=site, theme="lunar", starts_at=NOON - HOUR, priority=0)
    ThemeWindow.objects.create(site=site, theme="white", starts_at=NOON, priority=0)
    assert engine.resolve(site.id, NOON).theme == "white"
    ThemeWindow.objects.create(site=site, theme="red", starts_at=NOON - 2 * HOUR, priority=5)
    assert engine.resolve(site.id, NOON).theme == "red"


def test_a_preset_comes_and_goes_with_its_window(site: Site, make_theme) -> None:  # type: ignore[no-untyped-def]
    make_theme("lunar", {"presets/red.toml": RED}, more=TOKENS)
    SiteTheme.objects.create(site=site, theme="lunar")
    ThemeWindow.objects.create(site=site, theme="lunar", preset="red", starts_at=NOON, ends_at=NOON + HOUR)
    assert engine.resolve(site.id, NOON) == active.Look("lunar", "red")
    assert engine.resolve(site.id, NOON + HOUR) == active.Look("lunar")


def test_a_preset_that_is_gone_is_not_put_on_but_its_theme_is(site: Site) -> None:
    SiteTheme.objects.create(site=site, theme="lunar", preset="gone")
    assert engine.resolve(site.id, NOON) == active.Look("lunar")


def test_a_window_names_a_preset_of_its_theme(site: Site) -> None:
    with pytest.raises(ValidationError, match="red"):
        ThemeWindow(site=site, theme="lunar", preset="red", starts_at=NOON).full_clean()


def test_another_site_is_not_concerned(site: Site) -> None:
    ThemeWindow.objects.create(site=site, theme="lunar", starts_at=NOON)
    assert engine.resolve(site.id + 1000, NOON).theme == "base"
    assert engine.resolve(None, NOON).theme == "base"


def test_a_window_of_a_theme_that_is_gone_is_passed_over(site: Site) -> None:
    SiteTheme.objects.create(site=site, theme="white")
    ThemeWindow.objects.create(site=site, theme="removed", starts_at=NOON)
    assert engine.resolve(site.id, NOON).theme == "white"


def test_a_changed_row_counts_at_once_in_this_process(site: Site) -> None:
    window = ThemeWindow.objects.create(site=site, theme="lunar", starts_at=NOON)
    assert engine.resolve(site.id, NOON).theme == "lunar"
    window.ends_at = NOON + HOUR
    window.save()
    assert engine.resolve(site.id, NOON + HOUR).theme == "base"
    window.delete()
    assert engine.resolve(site.id, NOON).theme == "base"


def test_a_window_may_not_end_before_it_starts(site: Site) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeWindow.objects.create(site=site, theme="lunar", starts_at=NOON, ends_at=NOON)


def test_a_window_names_an_installed_theme(site: Site) -> None:
    with pytest.raises(ValidationError):
        ThemeWindow(site=site, theme="nowhere", starts_at=NOON).full_clean()


def test_the_middleware_puts_the_theme_of_the_host_in_force(site: Site) -> None:
    other = Site.objects.create(hostname="red.example", root_page=site.root_page)
    SiteTheme.objects.create(site=other, theme="red")
    seen = []

    def view(request):  # type: ignore[no-untyped-def]
        seen.append(active.get_theme().slug)

    middleware = ThemeMiddleware(view)
    middleware(RequestFactory().get("/", SERVER_NAME="red.example", SERVER_PORT="80"))
    middleware(RequestFactory().get("/", SERVER_NAME="nobody.example"))
    assert seen == ["red", "base"]
    assert active.get_theme().slug == "base"


def test_a_request_that_draws_nothing_looks_nothing_up(site: Site, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    windows.forget()
    with django_assert_num_queries(0):
        ThemeMiddleware(lambda request: None)(RequestFactory().get("/"))  # type: ignore[arg-type, return-value]


def test_override_behaves_like_a_language() -> None:
    with engine.override("lunar"):
        with engine.override("red"):
            assert engine.get_theme().slug == "red"
        assert engine.get_theme().slug == "lunar"
    assert engine.get_theme().slug == "base"
    with engine.override("nowhere"):
        assert engine.get_theme().slug == "base"


def test_a_forged_host_and_a_failing_database_wear_the_default_theme(
    site: Site, monkeypatch, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.ALLOWED_HOSTS = ["shop.example"]
    assert windows.resolve_for(RequestFactory().get("/", SERVER_NAME="evil.example")).theme == "base"

    def down() -> None:
        raise OperationalError("the database is down")

    monkeypatch.setattr(windows, "read_table", down)
    windows.forget()
    assert windows.resolve_for(RequestFactory().get("/", SERVER_NAME="shop.example")).theme == "base"
