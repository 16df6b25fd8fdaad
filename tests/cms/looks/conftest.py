"""A shop with something to sell, and an owner who dresses it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import translation
from wagtail.models import Site

from tests import factories as make

RIGHTS = ["access_admin", "change_shoplook", "view_themewindow", "add_themewindow", "change_themewindow"]


@pytest.fixture(autouse=True)
def shop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """In English. Drawing all pages of a theme takes seconds and has tests of its own."""
    request.getfixturevalue("transactional_db" if "live_server" in request.fixturenames else "db")
    monkeypatch.setattr("cms.looks.reasons.check_wearable", lambda theme, preset: ())
    with translation.override("en"):
        make.make_channel(time_zone="Asia/Shanghai")
        yield


@pytest.fixture
def site() -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def owner() -> Client:
    user = make.make_user("owner@example.com", name="Ou Nei")
    user.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client
