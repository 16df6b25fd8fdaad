"""Writing a story in the admin: it begins at the product, says what is missing, and refuses what cannot be."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from cms.home import schedule
from cms.home.models import HomePage, ShopFacts
from cms.products.models import ProductPage
from commerce.backoffice.products.stories import story_links
from tests.cms.products.test_product_pages import make_page, make_sellable
from tests.factories import make_channel, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> Client:
    make_channel()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("editor@example.com", name="Editor", is_superuser=True))
    return client


def home(language: str = "en") -> HomePage:
    return HomePage.objects.get(locale=Locale.objects.get(language_code=language))


def new_story(language: str = "en") -> str:
    return f"/admin/pages/add/products/productpage/{home(language).pk}/"


def typed(product: Any, **changes: str) -> dict[str, str]:
    """A story without sections, as a browser would send it."""
    return {
        "title": "A story", "slug": "a-story", "product": str(product.pk), "story-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip


def test_a_story_begun_at_the_product_knows_it_and_bears_its_name(editor: Client) -> None:
    product = make_product(translations={"en": {"name": "Green tea"}, "zh-hans": {"name": "绿茶"}})
    user = make_user(is_superuser=True)
    links = {link.url for link in story_links(product.pk, user)}
    for language, name in (("en", "Green tea"), ("zh-hans", "绿茶")):
        url = f"{new_story(language)}?product={product.pk}"
        assert url in links
        form = editor.get(url).context["form"]
        assert (form["product"].value(), form["title"].value()) == (product.pk, name)
        sent = typed(product, title=form["title"].value(), slug=form["slug"].value())
        assert editor.post(new_story(language), sent).status_code == 302, "as it stands it can be saved"


@pytest.mark.parametrize("wanted", ["999", "x", "", "9" * 40, "-1", "１２"])
def test_an_unknown_product_begins_an_empty_story(editor: Client, wanted: str) -> None:
    response = editor.get(new_story(), {"product": wanted})
    assert response.status_code == 200
    assert not response.context["form"]["title"].value()


def test_the_editor_reads_what_stands_in_the_way_before_publishing(editor: Client) -> None:
    page = make_page(make_product("Green tea", price=None), live=False)
    body = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "A variant has no price." in body
    assert f"/admin/product/edit/{page.product_id}/" in body
    ready = make_page(make_sellable(), live=False)
    assert "this page can be published" in editor.get(f"/admin/pages/{ready.pk}/edit/").content.decode()


def test_a_story_scheduled_in_the_editor_is_told_when_its_time_comes(
    editor: Client, client: Client, time_machine: Any
) -> None:
    product = make_sellable()
    editor.get("/admin/")
    zone = ZoneInfo(UserProfile.objects.get().current_time_zone)
    at = (timezone.now() + timedelta(hours=2)).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    story = typed(product, title="Picked at dawn", go_live_at=at, **{"action-publish": "action-publish"})
    section = {"story-count": "1", "story-0-type": "rich_text", "story-0-order": "0", "story-0-deleted": ""}
    letter = {"blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "Before the dew is gone",
                          "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}  # fmt: skip
    section |= {"story-0-value-heading": "", "story-0-value-text": json.dumps(letter)}
    assert editor.post(new_story(), story | section).status_code == 302
    shop = f"/en/p/green-tea-{product.public_id}/"
    schedule.publish_due()
    assert "Before the dew" not in client.get(shop).content.decode()
    time_machine.move_to(timezone.now() + timedelta(hours=2, minutes=1))
    schedule.publish_due()
    assert "Before the dew" in client.get(shop).content.decode()


def test_publishing_shows_the_checklist_and_the_draft_is_kept(editor: Client) -> None:
    product = make_product("Green tea", price=None)
    answer = editor.post(new_story(), typed(product, **{"action-publish": "action-publish"}))
    assert answer.status_code == 200
    assert "A variant has no price." in " ".join(answer.context["form"].errors["product"])
    assert editor.post(new_story(), typed(product)).status_code == 302
    page = ProductPage.objects.get()
    assert (page.live, page.title) == (False, "A story")


def test_a_sellable_product_gets_its_story_published_and_previewed(editor: Client) -> None:
    product = make_sellable()
    answer = editor.post(new_story(), typed(product, **{"action-publish": "action-publish"}))
    assert answer.status_code == 302
    page = ProductPage.objects.get()
    assert page.live
    preview = f"/admin/pages/{page.pk}/edit/preview/"
    assert editor.post(preview, typed(product)).json()["is_valid"]
    shown = editor.get(preview).content.decode()
    assert "Green tea" in shown
    assert "Preview" in shown


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "no address", "ftp://a", "http://"]
)
def test_links_lead_somewhere_or_are_refused(editor: Client, address: str) -> None:
    facts = ShopFacts.for_site(home().get_site())
    path = f"/admin/settings/home/shopfacts/{facts.site_id}/"
    answer = editor.post(path, {"announcement_en": "Free delivery", "announcement_url": address})
    assert "Start with / for a page of this shop" in answer.content.decode()
    section = {
        "sections-count": "1", "sections-0-type": "hero", "sections-0-order": "0", "sections-0-deleted": "",
        "sections-0-value-heading": "Spring", "sections-0-value-layout": "split",
        "sections-0-value-links-count": "1", "sections-0-value-links-0-order": "0",
        "sections-0-value-links-0-deleted": "", "sections-0-value-links-0-value-label": "Go",
        "sections-0-value-links-0-value-url": address, "title": "Home", "slug": home().slug,
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = editor.post(f"/admin/pages/{home().pk}/edit/", section)
    assert "Start with / for a page of this shop" in answer.content.decode()
    fine = {name: "/en/c/" if value == address else value for name, value in section.items()}
    assert editor.post(f"/admin/pages/{home().pk}/edit/", fine).status_code == 302


def test_sections_say_what_they_are_and_how_to_begin(editor: Client) -> None:
    body = editor.get(f"/admin/pages/{home().pk}/edit/").content.decode()
    assert "Press + to add a section" in body
    labels = set(re.findall(r'"label": "([^"]*)"', html.unescape(body)))
    assert {"Opening picture", "Row of products", "Product", "Category", "Heading"} <= labels
