"""A marketer plans, checks, schedules and closes in the admin, without losing what was typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import Site

from cms.campaigns import services, states
from cms.campaigns.models import Campaign
from tests import factories as make

from .conftest import END, START, make_campaign, sleeping


@pytest.fixture
def marketer() -> Client:
    user = make.make_user("marketer@example.com", name="Ma Ke")
    wanted = ["access_admin", "view_campaign", "add_campaign", "change_campaign"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def typed(**fields: object) -> dict[str, object]:
    return {
        "name": "Lunar festival",
        "site": Site.objects.get().pk,
        "starts_at": "2026-11-11 00:00",
        "ends_at": "2026-11-12 00:00",
        "look": "base/pine",
        "announcement_en": "Lanterns are lit",
        "announcement_zh_hans": "灯会开始啦",
        "announcement_url": "",
        "page": "",
        **fields,
    }


def test_an_empty_list_says_how_to_begin(marketer):
    body = marketer.get("/admin/campaign/").content.decode()
    assert "No campaigns yet" in body
    assert "Plan the first campaign." in body


def test_times_are_typed_by_the_shops_clock(marketer):
    answer = marketer.post("/admin/campaign/new/", typed())
    campaign = Campaign.objects.get()
    assert answer.url == f"/admin/campaign/edit/{campaign.pk}/"
    assert (campaign.theme, campaign.preset) == ("base", "pine")
    assert campaign.starts_at == datetime(2026, 11, 10, 16, tzinfo=UTC)
    assert 'value="2026-11-11 00:00"' in marketer.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2027-03-28 02:30", "does not exist in Europe/Berlin"),
        ("2027-10-31 02:30", "comes twice in Europe/Berlin"),
        ("2027-13-01 00:00", "Enter a valid date/time"),
        ("soon", "Enter a valid date/time"),
    ],
)
def test_a_time_that_cannot_be_is_said_and_nothing_typed_is_lost(marketer, at, says):
    make.make_channel("eu", currency="EUR", hostname="eu.example.com", time_zone="Europe/Berlin")
    Site.objects.update(hostname="eu.example.com")
    answer = marketer.post("/admin/campaign/new/", typed(starts_at=at))
    body = answer.content.decode()
    assert says in body
    assert at in body
    assert "Lanterns are lit" in body
    assert not Campaign.objects.exists()


def test_what_speaks_against_it_is_listed_and_nothing_is_scheduled(marketer):
    campaign = make_campaign(announcement_en="", theme="gone")
    body = marketer.get(f"/admin/campaign/show/{campaign.pk}/").content.decode()
    assert "The announcement is missing in English." in body
    assert "The theme “gone” is not installed." in body
    answer = marketer.post(f"/admin/campaign/schedule/{campaign.pk}/")
    assert answer.status_code == 422
    assert 'data-code="theme_missing"' in answer.content.decode()
    campaign.refresh_from_db()
    assert campaign.state == states.DRAFT


def test_warnings_are_read_then_accepted(marketer):
    goods = make.make_category()
    make.make_promotion(goods)
    campaign = make_campaign(promotion_ids=[sleeping(goods).pk])
    screen = f"/admin/campaign/schedule/{campaign.pk}/"
    answer = marketer.post(screen)
    assert answer.status_code == 422
    assert "It is meant: schedule" in answer.content.decode()
    [reason] = answer.context["warnings"]
    assert marketer.post(screen, {"accepted": [reason.key]}).status_code == 302
    assert "was scheduled already" in marketer.post(screen, follow=True).content.decode()
    campaign.refresh_from_db()
    assert campaign.state == states.SCHEDULED


def test_two_who_write_one_draft_are_told(marketer):
    campaign = make_campaign()
    services.update_campaign(campaign_id=campaign.pk, revision=1, name="By a colleague")
    answer = marketer.post(f"/admin/campaign/edit/{campaign.pk}/", typed(revision=1, name="By me"))
    body = answer.content.decode()
    assert "Somebody changed this campaign" in body
    assert "By me" in body
    campaign.refresh_from_db()
    assert campaign.name == "By a colleague"


def test_a_scheduled_one_is_looked_at_closed_and_remembered(marketer, shop):
    campaign = make_campaign()
    services.schedule(campaign_id=campaign.pk)
    assert marketer.get(f"/admin/campaign/edit/{campaign.pk}/").url == f"/admin/campaign/show/{campaign.pk}/"
    shop.move_to(START)
    assert "Close now" in marketer.get(f"/admin/campaign/close/{campaign.pk}/").content.decode()
    marketer.post(f"/admin/campaign/close/{campaign.pk}/")
    assert "Closed" in marketer.get("/admin/campaign/?standing=closed").content.decode()
    history = marketer.get(f"/admin/campaign/history/{campaign.pk}/").content.decode()
    assert "Closed the campaign" in history
    assert "Ma Ke" in history


def test_the_calendar_says_in_words_what_happens_on_which_day(marketer):
    campaign = make_campaign()
    services.schedule(campaign_id=campaign.pk)
    body = marketer.get("/admin/campaign/calendar/2026/11/").content.decode()
    assert '<th scope="col"' in body
    assert "begins 12:00 · Planned" in body
    assert body.count("all day · Planned") == 2
    assert "ends 12:00 · Planned" in body
    assert "No campaign in this month." in marketer.get("/admin/campaign/calendar/2026/10/").content.decode()
    assert marketer.get("/admin/campaign/calendar/2026/13/").status_code == 404
    assert marketer.get("/admin/campaign/calendar/9999/12/").status_code == 404
    assert END > START


@pytest.mark.parametrize(
    "path",
    ["", "new/", "calendar/", "show/{pk}/", "edit/{pk}/", "close/{pk}/", "withdraw/{pk}/", "schedule/{pk}/"],
)
def test_others_stay_outside(path):
    campaign = make_campaign()
    user = make.make_user("packer@example.com")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client = Client()
    client.force_login(user)
    send = client.post if path.startswith("schedule") else client.get
    answer = send(f"/admin/campaign/{path.format(pk=campaign.pk)}")
    assert answer.status_code in (302, 403)
    assert not Campaign.objects.exclude(state=states.DRAFT).exists()
