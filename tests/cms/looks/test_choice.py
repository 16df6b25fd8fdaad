"""The theme of a site: chosen by name, looked at first, refused with reasons, and nothing else changes."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page, Site

from cms.home.models import HomePage
from cms.looks.models import ShopLook
from cms.looks.previews import modes
from tests import factories as make
from themes import engine
from themes.engine.active import Look
from themes.engine.check import Problem
from themes.engine.models import SiteTheme


def screen(site: Site) -> str:
    return f"/admin/settings/looks/shoplook/{site.pk}/"


def now(site: Site) -> Look:
    from django.utils import timezone

    return engine.resolve(site.pk, timezone.now())


def test_themes_are_offered_by_name_with_their_presets(owner: Client, site: Site) -> None:
    body = owner.get(screen(site)).content.decode()
    for value, name in {
        "base": "Base",
        "base/pine": "Base · Pine",
        "mall/red": "Mall · Campaign red",
    }.items():
        assert f'value="{value}"' in body and name in body
    assert 'value="base" id' in body or "checked" in body


def test_what_is_chosen_is_worn_at_once(owner: Client, site: Site, client: Client) -> None:
    answer = owner.post(screen(site), {"look": "mall/red"})
    assert answer.status_code == 302
    assert now(site) == Look("mall", "red")
    page = client.get("/en/c/")
    assert "themes/mall/" in page.content.decode()
    nonce = page.content.decode().split('<style nonce="')[1].split('"')[0]
    assert nonce and f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]


def test_a_theme_that_fails_its_checks_is_refused_with_the_reasons(
    owner: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Problem("fatal", "field-unknown", "PriceData has no 'nov'", "mall/templates/product.html", 7)
    monkeypatch.setattr("cms.looks.reasons.check_wearable", lambda theme, preset: (wrong,) * 10)
    body = owner.post(screen(site), {"look": "mall"}).content.decode()
    assert "This theme does not pass its checks" in body
    assert "mall/templates/product.html:7" in body and "The contract has no such field" in body
    assert "2 more problems." in body
    assert 'value="mall" id="id_look_2" checked' in body or "checked" in body
    assert now(site) == Look("base")


def test_a_forged_choice_is_refused(owner: Client, site: Site) -> None:
    body = owner.post(screen(site), {"look": "../etc"}).content.decode()
    assert "Select a valid choice" in body
    assert now(site) == Look("base")


def test_who_may_not_is_sent_away(site: Site) -> None:
    client = Client()
    client.force_login(make.make_user("shopper@example.com"))
    assert client.get(screen(site)).status_code == 302


@pytest.mark.parametrize("mode", [mode for mode, _name in modes()])
def test_every_page_can_be_seen_in_a_choice_that_is_not_saved(owner: Client, site: Site, mode: str) -> None:
    make.make_variant()
    address = f"{screen(site)}preview/"
    assert owner.post(address, {"look": "mall/red"}).json() == {"is_valid": True, "is_available": True}
    answer = owner.get(f"{address}?mode={mode}&in_preview_panel=true")
    page = answer.content.decode()
    language = mode.partition(":")[2]
    assert answer.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page
    assert "themes/mall/" in page and "--brand:#c8102e" in page and "preview-banner" in page
    assert now(site) == Look("base"), "shoppers see nothing of it"


def test_an_empty_shop_previews_examples(owner: Client, site: Site) -> None:
    address = f"{screen(site)}preview/"
    owner.post(address, {"look": "mall"})
    for kind in ("product", "cart"):
        page = owner.get(f"{address}?mode={kind}:en").content.decode()
        assert "themes/mall/" in page and "<h1" in page


def test_content_stays_as_it_is_whatever_is_worn(owner: Client, site: Site, client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    words = {"heading": "Slow things", "text": "<p>Made one at a time.</p>"}
    home.sections = [("rich_text", words)]
    home.save_revision().publish()
    before = [page.specific.to_json() for page in Page.objects.order_by("pk")]
    for look in ("mall/red", "base/pine", "mall", "base"):
        owner.post(screen(site), {"look": look})
        body = client.get("/en/").content.decode()
        assert "Slow things" in body and "Made one at a time." in body, look
    assert [page.specific.to_json() for page in Page.objects.order_by("pk")] == before
    assert ShopLook.objects.get() == ShopLook.objects.get(pk=SiteTheme.objects.get().pk)
