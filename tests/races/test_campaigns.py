"""Two marketers who schedule at once: one wins, the other is told; without the lock both would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from cms.campaigns import services
from tests.factories import make_channel
from themes.engine.models import ThemeWindow

from .rivals import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.campaigns.checks.passes", lambda slug, preset: True)
    make_channel()


def draft(name: str) -> int:
    start = timezone.now() + timedelta(days=1)
    return services.create_campaign(
        name=name,
        site_id=Site.objects.get().pk,
        theme="base",
        starts_at=start,
        ends_at=start + timedelta(days=1),
    )


def schedule_all(ids: list[int]) -> list[Any]:
    return at_once([partial(services.schedule, campaign_id=campaign_id) for campaign_id in ids])


def test_one_of_two_looks_wins_and_the_other_marketer_is_told():
    results = schedule_all([draft("First"), draft("Second")])

    assert kinds(results) == {"bool": 1, "CampaignNotReady": 1}
    [refusal] = [result for result in results if not isinstance(result, bool)]
    assert [reason.code for reason in refusal.reasons] == ["theme_overlap"]
    assert ThemeWindow.objects.count() == 1


def test_one_campaign_scheduled_by_eight_is_scheduled_once():
    results = schedule_all([draft("Lunar")] * 8)

    assert sorted(results) == [False] * 7 + [True]
    assert ThemeWindow.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="qilou.campaign.schedule").count() == 1


@contextmanager
def unlocked(name: str) -> Iterator[None]:
    yield


@pytest.mark.postgres
def test_without_the_lock_both_looks_are_written(monkeypatch):
    """The control: both have looked before either writes. SQLite has one writer at a time anyway."""
    monkeypatch.setattr(services, "named_lock", unlocked)
    gate, write = threading.Barrier(2), services._open_theme

    def after_both_looked(campaign: Any) -> Any:
        gate.wait(20)
        return write(campaign)

    monkeypatch.setattr(services, "_open_theme", after_both_looked)

    assert schedule_all([draft("First"), draft("Second")]) == [True, True]
    assert ThemeWindow.objects.count() == 2
