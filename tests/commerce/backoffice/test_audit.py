"""The history of changes: who changed what and when, before and after, for the owner alone."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from commerce.core import plugins
from commerce.inventory.models import StockItem
from tests import factories as make

pytestmark = pytest.mark.django_db

HISTORY = "/admin/reports/site-history/"


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


def changes(action: str) -> list[dict[str, str]]:
    return ModelLogEntry.objects.filter(action=action).order_by("-pk")[0].data["changes"]


def rename(client: Client, name: str = "Lin") -> None:
    path = f"/admin/brand/edit/{make.make_brand('Fang').pk}/"
    client.post(path, typed(client, path) | {"name_en": name})


def test_a_change_is_listed_with_who_and_before_and_after(owner: Client) -> None:
    rename(owner)
    assert changes("wagtail.edit") == [{"field": "Name (English)", "before": "Fang", "after": "Lin"}]
    body = owner.get(HISTORY).content.decode()
    for part in ("History of changes", "Owner", "<del>Fang</del>", "<ins>Lin</ins>"):
        assert part in body
    chinese = owner.get(HISTORY, headers={"accept-language": "zh-hans"}).content.decode()
    assert "名称 (English)" in chinese


def test_it_is_found_by_name_person_action_and_day(owner: Client) -> None:
    rename(owner)
    entry = ModelLogEntry.objects.get()
    day = entry.timestamp.date()
    for query in (
        {"label": "lin"},
        {"user": str(entry.user_id)},
        {"action": "wagtail.edit"},
        {"object_type": entry.content_type_id},
        {"timestamp_from": day, "timestamp_to": day},
    ):
        assert "<ins>Lin</ins>" in owner.get(HISTORY, query).content.decode(), query
    assert "Nothing of this kind" in owner.get(HISTORY, {"label": "nobody"}).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_exported_and_no_cell_is_a_formula(owner: Client, kind: str) -> None:
    rename(owner, name="=HYPERLINK(1)")
    answer = owner.get(HISTORY, {"export": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if kind == "csv":
        assert "Fang → =HYPERLINK(1)" in content.decode("utf-8-sig")
        assert ",'=HYPERLINK(1)," in content.decode("utf-8-sig")


def test_a_page_costs_the_same_however_many_rows_it_has(owner: Client) -> None:
    def cost() -> int:
        owner.get(HISTORY)
        with CaptureQueriesContext(connection) as asked:
            owner.get(HISTORY)
        return len(asked)

    rename(owner)
    once = cost()
    for _ in range(5):
        rename(owner)
    assert cost() == once


def test_stock_says_how_many_there_were(owner: Client) -> None:
    make.make_stock(make.make_variant(), 3)
    item = StockItem.objects.get()
    form = owner.get(f"/admin/stock/{item.pk}/").context["form"]
    data = {"key": form["key"].value(), "kind": "receive", "quantity": 4, "reason": "back"}
    owner.post(f"/admin/stock/{item.pk}/", data)
    assert changes("qilou.stock.adjust") == [{"field": "On hand", "before": "3", "after": "7"}]
    owner.post(f"/admin/stock/{item.pk}/", {"level": 9})
    assert changes("qilou.stock.level")[0]["after"] == "9"


def test_secrets_of_plugins_are_never_written_down(owner: Client) -> None:
    make.make_channel()
    for manifest in plugins.manifests().values():
        if not any(setting.kind == "secret" for setting in manifest.settings):
            continue
        path = f"/admin/plugin/{manifest.code}/cn/"
        typed_in = {
            setting.name: "s3cret-words"
            if setting.kind == "secret"
            else setting.default or "https://x.example"
            for setting in manifest.settings
        }
        owner.post(path, typed_in)
    assert "s3cret-words" not in str(list(ModelLogEntry.objects.values_list("data", flat=True)))


def test_roles_given_and_taken_are_written_down(owner: Client) -> None:
    user = make.make_user("new@example.com", name="New")
    path = f"/admin/users/edit/{user.pk}/"
    staff = Group.objects.get(name="Staff")
    owner.post(path, {"email": "new@example.com", "name": "New", "is_active": "on", "groups": [staff.pk]})
    assert {"field": "Groups", "before": "", "after": "Staff"} in changes("qilou.staff.access")


@pytest.mark.parametrize("knocks", ["editor", "staff"])
def test_others_than_the_owner_do_not_see_it(knocks: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(knocks)
    for path in (HISTORY, f"{HISTORY}results/"):
        assert client.get(path).status_code == 302
    assert "site-history" not in client.get("/admin/").content.decode()
