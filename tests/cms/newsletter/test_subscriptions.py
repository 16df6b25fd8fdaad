"""Nobody gets letters before the owner of the mailbox has said yes, and everybody can leave."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from cms.blocks import sections
from cms.blocks.blocks import SectionsBlock
from cms.newsletter.models import Subscription
from tests.factories import make_channel, make_context

pytestmark = pytest.mark.django_db
FORM = {"email": "Lin@Example.com", "consent": "1"}


@pytest.fixture(autouse=True)
def shop():
    make_channel()


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    def post(path="/en/newsletter/", **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, {**FORM, **changes})

    return post


def link_in(letter):
    return re.search(r"http://127.0.0.1:8000(/\S+)", letter.body).group(1)


def test_asking_writes_a_mail_and_nothing_is_confirmed_yet(ask):
    response = ask()
    assert response.status_code == 200 and "Lin@Example.com" in response.content.decode()
    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.confirmed_at) == ("lin@example.com", None)
    assert "unsubscribe at any time" in subscription.consent
    assert mail.outbox[0].to == ["lin@example.com"]


def test_following_the_link_asks_and_only_the_button_confirms(
    client, ask, django_capture_on_commit_callbacks
):
    ask()
    confirm = link_in(mail.outbox[0])
    assert client.get(confirm).status_code == 200
    assert Subscription.objects.get().confirmed_at is None, "mail scanners follow links too"
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(confirm).status_code == 200
    assert Subscription.objects.get().confirmed_at is not None
    assert len(mail.outbox) == 2, "welcomed once"


def test_the_way_out_works_for_ever_and_coming_back_needs_a_new_yes(client, ask, time_machine):
    ask()
    client.post(link_in(mail.outbox[0]))
    from cms.newsletter.tokens import LEAVE, seal

    leave = reverse("newsletter:leave", kwargs={"token": seal("lin@example.com", LEAVE)})
    assert client.get(leave).status_code == 200
    assert Subscription.objects.get().left_at is None
    client.post(leave)
    assert Subscription.objects.get().left_at is not None
    ask()
    subscription = Subscription.objects.get()
    assert subscription.confirmed_at is None


def test_who_gets_it_already_is_answered_alike_and_not_written_to(client, ask):
    first = ask()
    client.post(link_in(mail.outbox[0]))
    sent = len(mail.outbox)
    again = ask()
    assert again.status_code == first.status_code
    assert len(mail.outbox) == sent


@pytest.mark.parametrize(
    ("changes", "words"), [({"email": "lin@"}, "name@example.com"), ({"consent": ""}, "agree")]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(ask, changes, words):
    response = ask(**changes)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert (changes.get("email") or FORM["email"]) in html
    assert not Subscription.objects.exists() and not mail.outbox


def test_a_made_up_link_is_refused(client, ask):
    ask()
    for name in ("confirm", "leave"):
        assert client.post(reverse(f"newsletter:{name}", kwargs={"token": "nonsense"})).status_code == 410
    confirm = link_in(mail.outbox[0])
    assert client.post(confirm.replace("/confirm/", "/leave/")).status_code == 410, "each for one purpose"


def test_it_speaks_the_readers_language(ask):
    ask("/zh-hans/newsletter/")
    assert Subscription.objects.get().language == "zh-hans"
    assert "确认" in mail.outbox[0].subject


def test_any_page_can_ask(client):
    value = [{"type": "newsletter", "id": "n", "value": {"heading": "One letter a month", "text": ""}}]
    (section,) = sections.build(SectionsBlock().to_python(value), make_context(language="zh-hans"))
    assert section.action == "/zh-hans/newsletter/"
    assert "退订" in section.consent


def test_staff_sees_the_list_and_cannot_subscribe_anybody(admin_client, ask):
    ask()
    name = "wagtailsnippets_newsletter_subscription"
    assert "lin@example.com" in admin_client.get(reverse(f"{name}:list")).content.decode()
    assert admin_client.get(reverse(f"{name}:add")).status_code == 302


def test_an_address_that_looks_like_a_formula_is_text_in_the_spreadsheet(ask, admin_client):
    ask(email="=1+1@example.com")
    rows = (
        admin_client.get("/admin/snippets/newsletter/subscription/?export=csv").getvalue().decode("utf-8-sig")
    )
    assert "'=1+1@example.com" in rows
