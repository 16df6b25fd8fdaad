"""A campaign is scheduled once, whole, and only if nothing speaks against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import ModelLogEntry, Site

from cms.campaigns import services, states
from cms.campaigns.errors import CampaignChanged, CampaignNotOpen, CampaignNotReady, InvalidCampaign
from cms.campaigns.models import Campaign
from commerce.core import editorial
from commerce.promotions.models import Promotion
from tests import factories as make
from themes.engine import windows
from themes.engine.models import ThemeWindow

from .conftest import END, NOW, START, make_campaign, make_page, sleeping


def site_id() -> int:
    return Site.objects.get(is_default_site=True).pk


def announced(now: datetime, language: str = "en") -> str:
    ctx = make.make_context(now=now, language=language)
    return editorial.source().shop_facts(ctx).get("announcement", "")


def reasons_of(campaign: Campaign, **more: object) -> list[str]:
    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk, **more)  # type: ignore[arg-type]
    return [reason.code for reason in refusal.value.reasons]


def test_scheduling_writes_all_windows_and_says_who_did_it():
    promotion = sleeping()
    campaign = make_campaign(
        theme="base", preset="pine", promotion_ids=[promotion.pk], page_id=make_page().pk
    )

    assert services.schedule(campaign_id=campaign.pk)

    campaign.refresh_from_db()
    promotion.refresh_from_db()
    assert campaign.state == states.SCHEDULED
    window = ThemeWindow.objects.get()
    assert (window.theme, window.preset) == ("base", "pine")
    assert (window.starts_at, window.ends_at) == (START, END)
    assert (promotion.is_active, promotion.starts_at, promotion.ends_at) == (True, START, END)
    assert ModelLogEntry.objects.filter(action="qilou.campaign.schedule", object_id=campaign.pk).exists()


def test_a_double_click_writes_nothing_twice():
    promotion = sleeping()
    campaign = make_campaign(theme="base", promotion_ids=[promotion.pk])
    services.schedule(campaign_id=campaign.pk)
    revision = Promotion.objects.get().revision

    assert services.schedule(campaign_id=campaign.pk) is False

    assert ThemeWindow.objects.count() == 1
    assert Promotion.objects.get().revision == revision
    assert ModelLogEntry.objects.filter(action="qilou.campaign.schedule").count() == 1


def test_it_speaks_while_it_runs_and_is_silent_before_and_after():
    services.schedule(campaign_id=make_campaign(announcement_url="/en/c/").pk)

    assert announced(START - timedelta(seconds=1)) == ""
    assert announced(START) == "Lanterns are lit"
    assert announced(START, "zh-hans") == "灯会开始啦"
    assert announced(END) == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"starts_at": NOW - timedelta(hours=1)}, "starts_in_past"),
        ({"starts_at": NOW}, "starts_in_past"),
        ({"ends_at": START}, "ends_before_start"),
        ({"ends_at": START - timedelta(days=1)}, "ends_before_start"),
        ({"announcement_en": "", "announcement_zh_hans": ""}, "nothing_happens"),
        ({"announcement_en": ""}, "announcement_untranslated"),
        ({"theme": "gone"}, "theme_missing"),
        ({"theme": "base", "preset": "gone"}, "preset_missing"),
    ],
)
def test_a_refusal_says_why_and_leaves_nothing_behind(fields, code):
    promotion = sleeping() if code != "nothing_happens" else None
    campaign = make_campaign(**fields, promotion_ids=[promotion.pk] if promotion else [])

    assert code in reasons_of(campaign)

    campaign.refresh_from_db()
    assert campaign.state == states.DRAFT
    assert not ThemeWindow.objects.exists()
    assert not Promotion.objects.filter(is_active=True).exists()


def test_a_theme_that_fails_its_checks_is_not_put_on(monkeypatch):
    monkeypatch.setattr("cms.campaigns.checks.passes", lambda slug, preset: False)
    assert "theme_fails" in reasons_of(make_campaign(theme="base"))


def test_a_theme_that_was_taken_off_is_not_put_on_again(monkeypatch):
    monkeypatch.setattr("themes.engine.windows.is_wearable", lambda slug, table=None: False)
    assert "theme_taken_off" in reasons_of(make_campaign(theme="base"))


def test_two_looks_at_once_are_refused_by_name():
    services.schedule(campaign_id=make_campaign(name="First", theme="base").pk)
    second = make_campaign(
        name="Second", theme="base", starts_at=END - timedelta(minutes=1), ends_at=END + timedelta(days=1)
    )

    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=second.pk)
    assert "“First” wears the theme" in str(refusal.value.reasons[0].message)

    after = make_campaign(name="After", theme="base", starts_at=END, ends_at=END + timedelta(days=1))
    assert services.schedule(campaign_id=after.pk)


def test_promotions_for_the_same_goods_are_a_warning_that_can_be_accepted():
    above = make.make_category("Home")
    below = make.make_category("Lamps", parent=above)
    make.make_promotion(above, lane="sale")
    campaign = make_campaign(promotion_ids=[sleeping(below).pk])

    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk)
    [warning] = refusal.value.reasons
    assert (warning.code, warning.is_warning) == ("same_goods", True)

    assert services.schedule(campaign_id=campaign.pk, accepted=[warning.key])


def test_an_accepted_warning_does_not_let_a_new_one_pass():
    goods = make.make_category()
    make.make_promotion(goods)
    campaign = make_campaign(promotion_ids=[sleeping(goods).pk])
    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk)
    accepted = [reason.key for reason in refusal.value.reasons]
    make.make_promotion(goods, percent=30)

    assert reasons_of(campaign, accepted=accepted) == ["same_goods", "same_goods"]


def test_promotions_of_other_channels_are_none_of_its_business():
    goods, europe = make.make_category(), make.make_channel("eu", currency="EUR")
    make.make_promotion(goods, channel_id=europe.id)
    campaign = make_campaign(promotion_ids=[sleeping(goods, channel_id=make.make_channel().id).pk])

    assert services.schedule(campaign_id=campaign.pk)


def test_two_of_its_promotions_in_one_lane_are_refused():
    above = make.make_category("Home")
    below = make.make_category("Lamps", parent=above)
    same = make_campaign(promotion_ids=[sleeping(above).pk, sleeping(below).pk])
    assert "promotions_share_lane" in reasons_of(same)

    apart = make_campaign(promotion_ids=[sleeping(above).pk, sleeping(make.make_category("Tea")).pk])
    assert services.schedule(campaign_id=apart.pk)


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ({"starts_at": NOW - timedelta(days=3), "ends_at": NOW - timedelta(days=1)}, "promotion_over"),
        ({"starts_at": NOW - timedelta(days=3), "is_active": True}, "promotion_running"),
    ],
)
def test_a_promotion_that_has_a_life_already_is_refused(window, code):
    promotion = make.make_promotion(make.make_category(), **{"is_active": False, **window})
    assert code in reasons_of(make_campaign(promotion_ids=[promotion.pk]))


def test_a_promotion_has_one_campaign():
    promotion = sleeping()
    services.schedule(campaign_id=make_campaign(name="First", promotion_ids=[promotion.pk]).pk)
    later = make_campaign(
        promotion_ids=[promotion.pk], starts_at=END + timedelta(days=1), ends_at=END + timedelta(days=2)
    )
    assert "promotion_taken" in reasons_of(later)


def test_the_landing_page_must_be_there_in_every_language():
    only_chinese = make_page(languages=("zh-hans",))
    assert "page_untranslated" in reasons_of(make_campaign(page_id=only_chinese.pk))

    drafts = make_page("drafts", live=False)
    assert reasons_of(make_campaign(page_id=drafts.pk)) == ["page_not_published"] * 2

    empty = make_page("empty")
    empty.shelves = []
    empty.save()
    assert "page_empty" in reasons_of(make_campaign(page_id=empty.pk))


def test_a_landing_page_tells_of_one_campaign():
    page = make_page()
    services.schedule(campaign_id=make_campaign(page_id=page.pk).pk)
    assert "page_taken" in reasons_of(make_campaign(page_id=page.pk))


def test_a_time_that_comes_twice_is_named():
    make.make_channel("eu", currency="EUR", hostname="eu.example.com", time_zone="Europe/Berlin")
    site = Site.objects.create(
        hostname="eu.example.com", port=80, root_page=Site.objects.get().root_page, site_name="Europe"
    )
    twice = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # 02:30, for the first time
    campaign = make_campaign(site_id=site.pk, starts_at=twice - timedelta(days=3), ends_at=twice)
    with pytest.raises(CampaignNotReady) as refusal:
        services.schedule(campaign_id=campaign.pk)
    codes = {reason.code: str(reason.message) for reason in refusal.value.reasons}
    assert "comes twice in Europe/Berlin" in codes["time_exists_twice"]


def test_closing_ends_everything_at_once(shop):
    promotion = sleeping()
    campaign = make_campaign(theme="base", promotion_ids=[promotion.pk])
    services.schedule(campaign_id=campaign.pk)
    middle = START + timedelta(days=1)
    shop.move_to(middle)

    assert services.close(campaign_id=campaign.pk)

    assert ThemeWindow.objects.get().ends_at == middle
    promotion.refresh_from_db()
    assert promotion.ends_at == middle
    assert announced(middle - timedelta(seconds=1)) == "Lanterns are lit"
    assert announced(middle) == ""
    assert not [window for window in windows.current_table().windows if window.holds(middle)]
    assert services.close(campaign_id=campaign.pk) is False
    assert ModelLogEntry.objects.filter(action="qilou.campaign.close").count() == 1


def test_calling_off_before_it_begins_leaves_no_window():
    promotion = sleeping()
    campaign = make_campaign(theme="base", promotion_ids=[promotion.pk])
    services.schedule(campaign_id=campaign.pk)

    assert services.close(campaign_id=campaign.pk)

    assert not ThemeWindow.objects.exists()
    promotion.refresh_from_db()
    assert not promotion.is_active
    assert announced(START) == ""


def test_a_planned_campaign_can_be_taken_back_and_scheduled_again(shop):
    campaign = make_campaign(theme="base", promotion_ids=[sleeping().pk])
    services.schedule(campaign_id=campaign.pk)

    assert services.withdraw(campaign_id=campaign.pk)
    assert not ThemeWindow.objects.exists()
    assert services.withdraw(campaign_id=campaign.pk) is False
    assert services.schedule(campaign_id=campaign.pk)

    shop.move_to(START)
    with pytest.raises(CampaignNotOpen):
        services.withdraw(campaign_id=campaign.pk)


def test_what_is_closed_stays_closed_and_drafts_have_nothing_to_close():
    campaign = make_campaign()
    with pytest.raises(CampaignNotOpen):
        services.close(campaign_id=campaign.pk)
    services.schedule(campaign_id=campaign.pk)
    services.close(campaign_id=campaign.pk)
    with pytest.raises(CampaignNotOpen):
        services.schedule(campaign_id=campaign.pk)


def test_only_drafts_are_changed_and_nobody_writes_over_another():
    campaign = make_campaign()
    services.update_campaign(campaign_id=campaign.pk, revision=1, name="New name")
    with pytest.raises(CampaignChanged):
        services.update_campaign(campaign_id=campaign.pk, revision=1, name="Old form")
    services.schedule(campaign_id=campaign.pk)
    with pytest.raises(CampaignNotOpen):
        services.update_campaign(campaign_id=campaign.pk, revision=3, name="Too late")
    assert Campaign.objects.get().name == "New name"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "  "},
        {"announcement_url": "javascript:alert(1)"},
        {"announcement_url": "/c/", "announcement_en": "", "announcement_zh_hans": ""},
    ],
)
def test_a_draft_holds_no_nonsense(fields):
    with pytest.raises(InvalidCampaign):
        make_campaign(**fields)


def test_every_state_is_reached_and_no_command_is_told_twice():
    reached = {states.DRAFT, *states.TRANSITIONS.values()}
    assert (
        reached == set(Campaign.State.values) == {state for _, state in states.TRANSITIONS} | {states.CLOSED}
    )
