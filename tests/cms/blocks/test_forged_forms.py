"""Whatever is sent for a page, the editor gets an answer in words, and the page stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail import blocks
from wagtail.models import Page

from cms.articles.models import ArticleIndexPage, ArticlePage
from cms.blocks.blocks import MOST_SECTIONS, SectionsBlock
from cms.campaigns.models import CampaignPage
from cms.home.models import HomePage, StandardPage
from cms.navigation.models import Menu
from cms.products.models import CategoryLanding, ProductPage
from tests.cms import forms
from tests.cms.products.test_product_pages import make_sellable
from tests.factories import make_category, make_channel, make_image, make_user

pytestmark = pytest.mark.django_db

#: Ids no row has, or no row can have.
FORGED = ["x", "-1", "0", "1.5", "9" * 19, "9" * 5_000, "１２", "1 OR 1=1", "999999", "[]", "null"]
BROKEN = ["", "x", "9" * 5_000, "999999999"]
PAGES = ("home", "standard", "article", "campaign", "story")


@pytest.fixture
def editor(db: None) -> Client:
    make_channel()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("editor@example.com", is_superuser=True))
    return client


def made(kind: str) -> Page:
    home = HomePage.objects.get(locale__language_code="en")
    if kind == "home":
        return home
    if kind == "article":
        journal = home.add_child(
            instance=ArticleIndexPage(title="Journal", slug="journal", locale=home.locale)
        )
        return journal.add_child(instance=ArticlePage(title="News", slug="news", locale=home.locale))
    new = {
        "standard": lambda: StandardPage(title="About", slug="about", locale=home.locale),
        "campaign": lambda: CampaignPage(title="Sale", slug="sale", locale=home.locale),
        "story": lambda: ProductPage(title="Tea", product=make_sellable(), locale=home.locale),
    }
    return home.add_child(instance=new[kind]())


def edit(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def with_chosen(value: str) -> forms.Leaf:
    return lambda block: value if isinstance(block, blocks.ChooserBlock) else forms.plain(block)


def is_unchanged(page: Page) -> bool:
    return not page.revisions.exists()


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("value", ["x", "9" * 5_000], ids=lambda value: value[:20])
def test_what_was_never_there_to_choose_is_refused_at_its_field(
    editor: Client, kind: str, value: str
) -> None:
    page = made(kind)
    sent = forms.page_form(page, with_chosen(value), image=value, product=value)
    answer = editor.post(edit(page), {**sent, "action-publish": "1"})
    assert answer.status_code == 200
    assert "does not exist any more" in answer.content.decode()
    preview = editor.post(f"/admin/pages/{page.pk}/edit/preview/", sent)
    assert preview.json()["is_valid"] is False
    saved_by_itself = editor.post(edit(page), sent, headers={"accept": "application/json"})
    assert saved_by_itself.status_code == 400
    assert is_unchanged(page)


@pytest.mark.parametrize("value", FORGED, ids=lambda value: value[:20])
def test_new_pages_refuse_it_too(editor: Client, value: str) -> None:
    home, new = made("home"), StandardPage(title="New", slug="new")
    sent = forms.page_form(new, with_chosen(value), ["carousel", "video", "category_tiles"])
    assert editor.post(f"/admin/pages/add/home/standardpage/{home.pk}/", sent).status_code == 200
    assert not StandardPage.objects.exists()


def test_a_picture_deleted_while_the_page_was_open_is_named_and_the_rest_is_kept(editor: Client) -> None:
    page, image = made("standard"), make_image()
    sent = forms.page_form(page, kinds=["banner"])
    sent |= {"sections-0-value-heading": "Half an hour of work", "sections-0-value-image": str(image.pk)}
    image.delete()
    body = editor.post(edit(page), sent).content.decode()
    assert "What was chosen here does not exist any more" in body
    assert "Half an hour of work" in body
    assert is_unchanged(page)
    assert editor.post(edit(page), {**sent, "sections-0-value-image": ""}).status_code == 302


@pytest.mark.parametrize("kind", PAGES)
def test_everything_typed_wrongly_at_once(editor: Client, kind: str) -> None:
    page = made(kind)
    for value in ("9" * 5_000, "<script>alert(1)</script>", "2026-13-45 99:99"):
        sent = forms.page_form(page, lambda block, value=value: value)
        typed = dict.fromkeys(
            ("title", "seo_title", "go_live_at", "expire_at", "published_on", "tags"), value
        )
        assert editor.post(edit(page), sent | typed).status_code in (200, 302, 400)


def parts() -> Iterator[tuple[str, str]]:
    """What is missing, or sent in place of what a browser sends, for the frame of a stream."""
    for name in ("sections-count", "sections-0-order", "sections-0-deleted", "sections-0-type"):
        yield name, "missing"
    for name in ("sections-count", "sections-0-order", "sections-1-value-products-count"):
        yield from ((name, value) for value in BROKEN)
    yield from (
        ("sections-2-value-text", value) for value in ("", "{", "[]", "1", '{"blocks": ' + "[" * 9_000)
    )


@pytest.mark.parametrize(("name", "value"), list(parts()), ids=lambda each: each[:30])
def test_a_form_that_did_not_arrive_whole_saves_nothing(editor: Client, name: str, value: str) -> None:
    page = made("standard")
    sent = forms.page_form(page, kinds=["banner", "product_rail", "rich_text"])
    assert name in sent
    sent[name] = value
    if value == "missing":
        del sent[name]
    answer = editor.post(edit(page), sent)
    if answer.status_code == 302:
        return  # what can be read is saved
    assert answer.status_code in (200, 400)
    assert is_unchanged(page)
    if answer.status_code == 400:
        assert "did not arrive whole" in answer.content.decode()


@pytest.mark.parametrize("value", ["x", "9" * 5_000, "", [1], {"a": 1}, None, "999999"])
def test_a_forged_link_in_a_text_breaks_neither_the_editor_nor_the_page(editor: Client, value: Any) -> None:
    page = made("standard")
    sent = forms.page_form(page, kinds=["rich_text"])
    sent["sections-0-value-text"] = forms.letter("Terms of sale", id=value)
    answer = editor.post(edit(page), {**sent, "action-publish": "1"})
    assert answer.status_code in (302, 400)
    assert editor.get(edit(page)).status_code == 200
    shown = editor.get("/en/about/")
    assert shown.status_code == 200
    assert answer.status_code == 400 or "Terms of sale" in shown.content.decode()


def test_menus_and_category_pages_refuse_forged_ids_too(editor: Client) -> None:
    menu, landing = Menu.objects.model(), CategoryLanding()
    category = make_category()
    home = made("home")
    for value in ("x", "9" * 19):
        sent = forms.stream(menu._meta.get_field("entries").stream_block, "entries", with_chosen(value))
        sent |= {"place": "header", "locale": str(home.locale_id), "site": str(home.get_site().pk)}
        assert editor.post("/admin/snippets/navigation/menu/add/", sent).status_code == 200
        sent = {"category": str(category.pk), "locale": str(home.locale_id)}
        for name in ("above", "below"):
            sent |= forms.stream(landing._meta.get_field(name).stream_block, name, with_chosen(value))
        assert editor.post("/admin/snippets/products/categorylanding/add/", sent).status_code == 200
        sent = {name: "0" if name.endswith("count") else each for name, each in sent.items()}
        assert (
            editor.post(
                "/admin/snippets/products/categorylanding/add/", {**sent, "category": value}
            ).status_code
            == 200
        )
    assert not Menu.objects.exists()
    assert not CategoryLanding.objects.exists()


@pytest.mark.parametrize("value", ["x", "9" * 5_000, "999999"], ids=lambda value: value[:20])
def test_wagtails_own_forms_answer_too(editor: Client, value: str) -> None:
    page, site = made("standard"), made("home").get_site()
    asked = {
        f"/admin/pages/{page.pk}/move/": {"new_parent_page": value},
        "/admin/redirects/add/": {"old_path": "/old/", "redirect_page": value},
        f"/admin/sites/edit/{site.pk}/": {"hostname": "a.example", "port": "80", "root_page": value},
    }
    for path, sent in asked.items():
        answer = editor.post(path, sent)
        assert answer.status_code == 200, path
        assert "valid choice" in answer.content.decode(), path


@pytest.mark.parametrize("value", ["", "x", "9" * 5_000, "999999", "٣"], ids=lambda value: value[:20])
def test_a_copy_to_nowhere_is_asked_again(editor: Client, value: str) -> None:
    page = made("standard")
    path = f"/admin/pages/{page.pk}/copy/"
    before = Page.objects.count()
    answer = editor.post(path, {"new_title": "B", "new_slug": "b", "new_parent_page": value}, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "The page to copy to is gone." in answer.content.decode()
    editor.post(path, {"new_title": "B", "new_slug": "b", "new_parent_page": page.get_parent().pk})
    assert Page.objects.count() == before + 1


def test_a_page_of_two_hundred_sections_is_saved_and_one_more_is_refused_in_words(editor: Client) -> None:
    page = made("standard")
    kinds = [kind for kind in SectionsBlock().child_blocks if kind in ("hero", "rich_text", "trust_badges")]
    many = (kinds * MOST_SECTIONS)[:MOST_SECTIONS]
    assert editor.post(edit(page), forms.page_form(page, kinds=many)).status_code == 302
    page.refresh_from_db()
    assert len(page.get_latest_revision_as_object().sections) == MOST_SECTIONS
    answer = editor.post(edit(page), forms.page_form(page, kinds=[*many, "rich_text"]))
    assert answer.status_code == 200
    assert f"maximum number of items is {MOST_SECTIONS}" in answer.content.decode()


def test_more_than_can_be_sent_is_said_in_words(editor: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    page = made("standard")
    answer = editor.post(edit(page), forms.page_form(page, kinds=["hero"]))
    assert answer.status_code == 400
    assert "more than can be sent at once" in answer.content.decode()
