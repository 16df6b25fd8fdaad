"""Screens of Wagtail's that name rows to whoever asks: who has nothing to do with them reads no name."""

import pytest
from django.test import Client
from django.utils import timezone

from cms.newsletter.models import Subscription
from tests.factories import make_user

pytestmark = pytest.mark.django_db

READER = "reader@example.com"
LISTS_OF_READERS = (
    "/admin/bulk/newsletter/subscription/delete/?id=all",
    "/admin/localize/api/snippets/newsletter/subscription/",
)


@pytest.fixture(autouse=True)
def reader() -> None:
    Subscription.objects.create(email=READER, language="en", asked_at=timezone.now())


@pytest.mark.parametrize("path", LISTS_OF_READERS)
@pytest.mark.parametrize("role", ["editor", "marketer", "staff", "support"])
def test_mailboxes_are_read_by_the_owner_alone(
    request: pytest.FixtureRequest, owner: Client, role: str, path: str
) -> None:
    assert READER in owner.get(path).content.decode()
    answer = request.getfixturevalue(role).get(path)
    assert answer.status_code == 302 and READER not in answer.content.decode()


def test_nobody_looks_a_mailbox_up(owner: Client) -> None:
    assert owner.get("/admin/snippets/choose/newsletter/subscription/").status_code == 404


def test_names_of_people_are_for_those_who_appoint_them(owner: Client, editor: Client) -> None:
    make_user("new@example.com", name="Secret Name")
    path = "/admin/bulk/customers/user/delete/?id=all"
    assert "Secret Name" in owner.get(path).content.decode()
    assert editor.get(path).status_code == 302


def test_an_unknown_kind_is_not_found(owner: Client) -> None:
    assert owner.get("/admin/bulk/no/such/delete/").status_code == 404
