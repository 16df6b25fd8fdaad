"""Every role has the rights of the table, newer ones too; what an owner changed in the admin is kept."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from commerce.backoffice.models import StandingRole
from commerce.backoffice.roles import EDITOR, MARKETER, OWNER, ROLES, STAFF, SUPPORT
from tests.commerce.backoffice.conftest import browser
from tests.factories import make_channel, make_user

pytestmark = pytest.mark.django_db


def migrate() -> None:
    """What Django says when tables may have changed."""
    sender = apps.get_app_config("backoffice")
    post_migrate.send(sender=sender, app_config=sender, verbosity=0, interactive=False, using="default")


def codenames(role: str) -> set[str]:
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def brands() -> Permission:
    return Permission.objects.get(codename="change_brand", content_type__app_label="catalog")


def test_every_right_of_the_table_exists_and_is_given_from_the_start() -> None:
    given = {role.code: set(role.given) for role in StandingRole.objects.all()}
    assert given == ROLES


def test_a_group_of_an_earlier_version_gets_the_rights_of_newer_screens() -> None:
    StandingRole.objects.all().delete()
    Group.objects.get(name=EDITOR).permissions.remove(brands())
    migrate()
    assert "change_brand" in codenames(EDITOR)
    assert Group.objects.filter(name=EDITOR).count() == 1


def test_a_right_that_is_new_in_the_table_reaches_everybody_who_has_the_role() -> None:
    role = StandingRole.objects.get(code=EDITOR)
    role.group.permissions.remove(brands())
    role.given.remove("catalog.change_brand")
    role.save()
    migrate()
    assert "change_brand" in codenames(EDITOR)


def test_what_the_owner_took_away_or_added_stays_so() -> None:
    Group.objects.get(name=EDITOR).permissions.remove(brands())
    Group.objects.get(name=STAFF).permissions.add(brands())
    migrate()
    assert "change_brand" not in codenames(EDITOR)
    assert "change_brand" in codenames(STAFF)


def test_what_the_table_no_longer_names_is_taken_back_and_what_the_owner_gave_is_not() -> None:
    editor = StandingRole.objects.get(code=EDITOR)
    price = Permission.objects.get(codename="change_price", content_type__app_label="pricing")
    stock = Permission.objects.get(codename="change_stockitem", content_type__app_label="inventory")
    unlock = Permission.objects.get(codename="unlock_page")
    editor.group.permissions.add(price, stock)
    GroupPagePermission.objects.create(group=editor.group, page=Page.get_first_root_node(), permission=unlock)
    editor.given += ["pricing.change_price", "wagtailcore.unlock_page"]
    editor.save()
    migrate()
    assert {"change_price", "change_stockitem"} & codenames(EDITOR) == {"change_stockitem"}
    assert not GroupPagePermission.objects.filter(group=editor.group, permission=unlock).exists()
    assert set(StandingRole.objects.get(code=EDITOR).given) == ROLES[EDITOR]


def test_a_renamed_role_keeps_its_people_and_a_deleted_one_does_not_come_back() -> None:
    Group.objects.filter(name=STAFF).update(name="Packers")
    Group.objects.get(name=EDITOR).delete()
    migrate()
    assert set(Group.objects.values_list("name", flat=True)) == {OWNER, MARKETER, SUPPORT, "Packers"}


def links(client: Client) -> set[str]:
    """Where the admin's menu leads to."""
    return set(re.findall(r'"url": "(/admin/[^"]+)"', client.get("/admin/").content.decode()))


def test_no_screen_forgets_the_owner(owner: Client) -> None:
    make_channel()
    administrator = browser(make_user("admin@example.com", is_superuser=True))
    assert links(administrator) - links(owner) == set()
