"""Windows of time in another theme: typed by the shop's clock, judged by UTC, closed by a button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.campaigns.models import Campaign
from cms.looks import services
from commerce.core.errors import CommerceError, InvalidInput
from themes import engine
from themes.engine.active import Look
from themes.engine.models import ThemeWindow

NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def typed(site: Site, **fields: object) -> dict[str, object]:
    return {
        "look": "mall/red",
        "site": site.pk,
        "starts_at": "2026-11-11 00:00",
        "ends_at": "2026-11-12 00:00",
        "priority": "0",
        "note": "",
        **fields,
    }


def opened(site: Site, **fields: object) -> ThemeWindow:
    given = {"theme": "mall", "starts_at": NOON - HOUR, "ends_at": NOON + HOUR, **fields}
    return ThemeWindow.objects.get(pk=services.open_window(site_id=site.pk, **given))  # type: ignore[arg-type]


def test_an_empty_list_says_how_to_begin(owner: Client) -> None:
    assert "No theme windows yet" in owner.get("/admin/themewindow/").content.decode()


def test_a_window_opens_and_closes_by_itself(owner: Client, site: Site) -> None:
    assert owner.post("/admin/themewindow/new/", typed(site)).status_code == 302
    window = ThemeWindow.objects.get()
    assert window.starts_at == datetime(2026, 11, 10, 16, tzinfo=UTC)
    assert engine.resolve(site.pk, window.starts_at) == Look("mall", "red")
    assert window.ends_at is not None
    assert engine.resolve(site.pk, window.ends_at) == Look("base")


def test_a_window_across_a_clock_change_is_as_long_as_it_reads(owner: Client, site: Site) -> None:
    """Berlin sets its clocks back on 25 October 2026: the night has an hour more."""
    with timezone.override("Europe/Berlin"), time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC)):
        owner.post(
            "/admin/themewindow/new/",
            typed(site, starts_at="2026-10-24 20:00", ends_at="2026-10-25 20:00"),
        )
    window = ThemeWindow.objects.get()
    if window.starts_at.hour == 18:
        assert window.ends_at == datetime(2026, 10, 25, 19, tzinfo=UTC)
    else:  # the admin reads the clock of the one who types
        assert window.ends_at is not None and window.ends_at - window.starts_at == timedelta(hours=24)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"ends_at": "2026-11-10 00:00"}, "The end must come after the start."),
        ({"starts_at": "2026-10-01 00:00", "ends_at": "2026-10-02 00:00"}, "This end is over already."),
        ({"look": ""}, "This field is required."),
        ({"starts_at": "soon"}, "Enter a valid date/time."),
        ({"priority": "9999"}, "less than or equal to 1000"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    owner: Client, site: Site, fields: dict[str, str], says: str
) -> None:
    body = owner.post("/admin/themewindow/new/", typed(site, note="for the fair", **fields)).content.decode()
    assert says in body and "for the fair" in body
    assert not ThemeWindow.objects.exists()


def test_overlapping_windows_are_told_and_the_rule_that_decides(owner: Client, site: Site) -> None:
    first = opened(site, starts_at=NOON, ends_at=NOON + 240 * 24 * HOUR)
    body = owner.post("/admin/themewindow/new/", typed(site), follow=True).content.decode()
    assert "It overlaps with Mall" in body
    second = ThemeWindow.objects.exclude(pk=first.pk).get()
    assert engine.resolve(site.pk, second.starts_at) == Look("mall", "red"), "the later start wins"


def test_closing_ends_an_open_window_and_removes_one_to_come(owner: Client, site: Site) -> None:
    window = opened(site)
    coming = opened(site, starts_at=NOON + 2 * HOUR, ends_at=None)
    owner.post(f"/admin/themewindow/close/{window.pk}/")
    owner.post(f"/admin/themewindow/close/{coming.pk}/")
    window.refresh_from_db()
    assert window.ends_at == NOON
    assert not ThemeWindow.objects.filter(pk=coming.pk).exists()
    assert engine.resolve(site.pk, NOON) == Look("base")
    assert services.close_window(window_id=window.pk) is False


def test_states_stand_in_the_list_and_filter_it(owner: Client, site: Site) -> None:
    opened(site)
    with time_machine.travel(NOON + 9 * HOUR):
        assert "Over" in owner.get("/admin/themewindow/?state=over").content.decode()
        assert "No theme window matches" in owner.get("/admin/themewindow/?state=open").content.decode()


def test_a_window_of_a_campaign_is_changed_in_the_campaign(owner: Client, site: Site) -> None:
    window = opened(site)
    Campaign.objects.create(
        name="Fair", site=site, starts_at=NOON, ends_at=NOON + HOUR, theme="mall", theme_window=window
    )
    with pytest.raises(CommerceError, match="window_of_campaign"):
        services.close_window(window_id=window.pk)
    body = owner.post(f"/admin/themewindow/edit/{window.pk}/", typed(site)).content.decode()
    assert "The campaign “Fair” keeps this window" in body


def test_a_theme_that_fails_its_checks_is_not_scheduled(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from themes.engine.check import Problem

    wrong = Problem("fatal", "syntax", "unexpected end", "mall/templates/home.html", 3)
    monkeypatch.setattr("cms.looks.reasons.check_wearable", lambda theme, preset: (wrong,))
    with pytest.raises(InvalidInput) as refusal:
        opened(site)
    assert "mall/templates/home.html:3" in str(refusal.value.fields["theme"])
