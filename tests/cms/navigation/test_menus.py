"""Menus are the editors'; where they made none, categories and the shop's own pages stand."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Site

from cms.home.models import HomePage, StandardPage
from cms.navigation.blocks import MenuEntriesBlock
from cms.navigation.entries import left_out
from cms.navigation.models import Menu
from cms.navigation.queries import kept_menus
from commerce.core import editorial
from commerce.storefront.context import request_context
from commerce.storefront.shell import shell
from tests.factories import make_category, make_channel, make_context

pytestmark = pytest.mark.django_db
EMPTY = {"label": "", "page": None, "category": None, "url": "", "children": []}


@pytest.fixture(autouse=True)
def shop():
    make_channel()
    kept_menus.forget()
    with translation.override("en"):
        yield


def make_page(title="About", **fields):
    home = HomePage.objects.get(locale__language_code="en")
    return home.add_child(
        instance=StandardPage(title=title, slug=title.lower(), locale=home.locale, **fields)
    )


def make_menu(*values, place="header", language="en"):
    menu = Menu(
        site=Site.objects.get(is_default_site=True),
        locale=Locale.objects.get(language_code=language),
        place=place,
    )
    menu.entries = stream(*values)
    menu.save()
    return menu


def stream(*values):
    raw = [{"type": "entry", "id": f"e{at}", "value": {**EMPTY, **value}} for at, value in enumerate(values)]
    return MenuEntriesBlock().to_python(raw)


def child(**value):
    return {"type": "item", "id": "c", "value": {**EMPTY, **value}}


def menus(path="/en/"):
    request = RequestFactory().get(path)
    return shell(request, request_context(request)).menus


def entries(place="header", language="en"):
    return editorial.source().menu(place, make_context(language=language))


def test_without_a_menu_categories_and_pages_stand_there():
    make_category("Tea")
    make_page(show_in_menus=True)
    found = menus()
    assert [item.label for item in found.header] == ["Tea"]
    assert "About" in [link.label for column in found.footer for link in column.children]


def test_editors_menu_stands_in_the_categories_place_in_its_own_language_only():
    tea, page = make_category("Tea"), make_page()
    make_menu(
        {"category": tea.pk, "children": [child(page=page.pk), child(label="Sale", url="/en/c/?sale=1")]},
        {"label": "Elsewhere", "url": "https://example.com/"},
    )
    first, second = entries()
    assert (first.label, first.url) == ("Tea", f"/en/c/{tea.slug}-{tea.public_id}/")
    assert first.children == (("About", "/en/about/"), ("Sale", "/en/c/?sale=1"))
    assert second.url == "https://example.com/"
    assert entries(language="zh-hans") == ()


def test_each_entry_of_the_footer_is_a_column():
    page = make_page()
    make_menu({"label": "Help", "children": [child(page=page.pk)]}, place="footer")
    (column,) = menus().footer
    assert (column.label, column.url, column.children[0].label) == ("Help", "", "About")


def test_what_is_gone_is_left_out_and_the_editor_is_told():
    draft = make_page("Soon", live=False)
    menu = make_menu(
        {"label": "Soon", "page": draft.pk},
        {"label": "Gone", "category": 999_999},
        {"label": "Help", "children": [child(label="Lost", page=999_999)]},
        {"label": "Kept", "url": "/en/c/"},
    )
    assert [entry.label for entry in entries()] == ["Kept"]
    assert left_out(menu) == ["Soon", "Gone", "Lost"]


def test_a_page_that_is_published_later_appears_by_itself():
    draft = make_page("Soon", live=False)
    make_menu({"page": draft.pk})
    assert entries() == ()
    draft.save_revision().publish()
    assert [entry.label for entry in entries()] == ["Soon"]


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"label": "Nowhere"},
        {"url": "/en/"},
        {"label": "Bad", "url": "javascript:alert(1)"},
        {"label": "Two", "url": "/en/", "category": "category"},
    ],
    ids=["empty", "no target", "no label", "script", "two targets"],
)
def test_an_entry_says_where_it_leads_and_leads_to_one_place(value):
    if value.get("category"):
        value = {**value, "category": make_category("Tea").pk}
    block = MenuEntriesBlock()
    with pytest.raises(ValidationError):
        block.clean(stream(value))


def test_one_place_has_one_menu_per_language():
    menu = make_menu({"label": "A", "url": "/en/"})
    again = Menu(site=menu.site, locale=menu.locale, place=menu.place)
    with pytest.raises(ValidationError, match="already"):
        again.full_clean()


def test_the_menu_costs_a_page_no_query(django_assert_num_queries):
    make_menu({"label": "About", "page": make_page().pk}, {"label": "All", "url": "/en/c/"})
    entries()
    with django_assert_num_queries(0):
        entries()


def test_editors_find_menus_among_the_settings(admin_client):
    make_menu({"label": "Soon", "page": make_page("Soon", live=False).pk})
    response = admin_client.get(reverse("wagtailsnippets_navigation_menu:list"))
    assert response.status_code == 200
    edit = reverse("wagtailsnippets_navigation_menu:edit", args=[Menu.objects.get().pk])
    assert "其页面未发布" in admin_client.get(edit).content.decode()
