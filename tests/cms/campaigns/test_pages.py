"""The landing page says by the clock what a campaign is about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.campaigns import services
from cms.campaigns.pages import KEEP_SECONDS
from tests import factories as make

from .conftest import END, START, make_campaign, make_page


@pytest.fixture
def landing(client):
    page = make_page()
    campaign = make_campaign(page_id=page.pk)
    services.schedule(campaign_id=campaign.pk)
    return campaign


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (START - timedelta(seconds=1), "teaser"),
        (START, "shelves"),
        (END - timedelta(seconds=1), "shelves"),
        (END, "thanks"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_one_address_three_phases(client, landing, shop, at, phase, language):
    shop.move_to(at)
    body = client.get(f"/{language}/lunar/").content.decode()
    assert f"{phase} {language}" in body
    assert sum(f"{other} {language}" in body for other in ("teaser", "shelves", "thanks")) == 1
    assert body.count("<h1") == 1


def test_nobody_keeps_the_page_past_the_hour(client, landing, shop):
    shop.move_to(START - timedelta(seconds=20))
    answer = client.get("/en/lunar/")
    assert answer.headers["Cache-Control"] == "private, max-age=20"
    assert "Cookie" in answer.headers["Vary"]
    shop.move_to(START)
    assert client.get("/en/lunar/").headers["Cache-Control"] == f"private, max-age={KEEP_SECONDS}"
    client.cookies["cart"] = "0" * 32
    assert client.get("/en/lunar/").headers["Cache-Control"] == "private, no-cache"


def test_the_page_shows_thanks_as_soon_as_the_campaign_is_closed(client, landing, shop):
    shop.move_to(START + timedelta(hours=1))
    services.close(campaign_id=landing.pk)
    assert "thanks en" in client.get("/en/lunar/").content.decode()


def test_a_campaign_that_is_not_scheduled_or_was_called_off_has_no_page(client):
    page = make_page()
    campaign = make_campaign(page_id=page.pk)
    assert client.get("/en/lunar/").status_code == 404
    assert page.get_sitemap_urls() == []
    services.schedule(campaign_id=campaign.pk)
    assert client.get("/en/lunar/").status_code == 200
    assert len(page.get_sitemap_urls()) == 1
    services.close(campaign_id=campaign.pk)
    assert client.get("/en/lunar/").status_code == 404


@pytest.mark.parametrize(
    ("mode", "phase"), [("before", "teaser"), ("during", "shelves"), ("after", "thanks")]
)
def test_editors_preview_each_phase_before_anything_is_scheduled(mode, phase):
    make.make_channel()
    page = make_page()
    answer = page.make_preview_request(preview_mode=mode)
    body = answer.content.decode()
    assert f"{phase} en" in body
    assert answer.headers["Cache-Control"] == "private, no-store"
