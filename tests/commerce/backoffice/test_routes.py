"""Nobody opens a door without saying for whom."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from commerce.backoffice.routes import routes


def planted(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("planted/", planted)]


def find(name: str):  # type: ignore[no-untyped-def]
    return next(route for route in routes() if route.name == name)


def test_every_route_has_a_policy():
    assert [(route.path, route.view) for route in routes() if route.policy is None] == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_of_unknown_policy_is_noticed():
    assert [(route.path, route.policy) for route in routes()] == [("/planted/", None)]


@pytest.mark.parametrize(
    ("name", "policy", "methods"),
    [
        ("storefront:cart", "anonymous", ("GET",)),
        ("storefront:cart_add", "anonymous", ("POST",)),
        ("storefront:orders", "customer", ("GET",)),
        ("api:checkout-orders", "anonymous", ("POST",)),
        ("api:addresses", "customer", ("GET", "POST")),
        ("api:payment-notification", "provider", ("POST",)),
        ("wagtailadmin_home", "staff", None),
        ("wagtailusers_users:add", "permission", None),
    ],
)
def test_known_doors_are_seen_as_they_are(name: str, policy: str, methods: tuple[str, ...] | None):
    route = find(name)
    assert route.policy == policy
    assert methods is None or route.methods == methods


def test_members_pages_and_the_admin_are_never_public():
    public = {route.path for route in routes() if route.policy == "anonymous"}
    assert not any(path.startswith("/<language>/account/orders") for path in public)
    doors = (
        "/admin/login/",
        "/admin/logout/",
        "/admin/password_reset/",
        "/admin/jsi18n/",
        "/admin/sprite/",
        "/admin/.*/",
    )
    assert {path for path in public if path.startswith("/admin/") and not path.startswith(doors)} == set()


def test_the_list_can_be_read_by_programs_and_people(capsys):
    call_command("dump_routes", "--json")
    dumped = json.loads(capsys.readouterr().out)
    assert {"path", "name", "methods", "policy", "view"} == set(dumped[0])
    call_command("dump_routes")
    assert "/<language>/cart/" in capsys.readouterr().out
