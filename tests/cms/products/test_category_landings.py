"""Editors put words and pictures around a category's products, per language, on its first page."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from cms.blocks.blocks import SectionsBlock
from cms.products.landings import landings
from cms.products.models import CategoryLanding
from commerce.search.services import reindex
from tests.factories import make_category, make_channel, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_channel()
    landings.forget()
    with translation.override("en"):
        yield


@pytest.fixture
def tea():
    tea = make_category("Tea")
    make_product("Green tea", categories=[tea])
    reindex()
    return tea


def words(text):
    value = {"heading": "", "text": f"<p>{text}</p>"}
    return SectionsBlock().to_python([{"type": "rich_text", "id": "w", "value": value}])


def make_landing(category, *, above="Pick a pot first", below="How to brew", language="en"):
    return CategoryLanding.objects.create(
        category=category, locale=Locale.objects.get(language_code=language),
        above=words(above), below=words(below),
    )  # fmt: skip


def address(category, language="en", query=""):
    return f"/{language}/c/{category.slug}-{category.public_id}/{query}"


def test_words_stand_above_and_below_the_products_of_the_first_page(client, tea):
    make_landing(tea)
    html = client.get(address(tea)).content.decode()
    assert html.index("Pick a pot first") < html.index('class="card') < html.index("How to brew")
    assert html.count("<h1") == 1
    ids = [part.split('"')[0] for part in html.split('id="above-')[1:] + html.split('id="below-')[1:]]
    assert len(ids) == 2, "both parts hold a section of the same id"
    for elsewhere in (address(tea, query="?sort=price"), address(tea, language="zh-hans"), "/en/c/"):
        assert "Pick a pot first" not in client.get(elsewhere).content.decode()


def test_what_an_editor_changes_is_shown_at_once(client, tea):
    landing = make_landing(tea)
    client.get(address(tea))
    landing.above = words("Choose a cup")
    landing.save()
    assert "Choose a cup" in client.get(address(tea)).content.decode()


def test_a_category_without_words_costs_no_query_for_them(client, tea, django_assert_num_queries):
    from commerce.core import editorial
    from tests.factories import make_context

    ctx = make_context()
    editorial.source().category_landing(tea.pk, ctx)
    with django_assert_num_queries(0):
        assert editorial.source().category_landing(tea.pk, ctx).above == ()


def test_a_category_has_one_page_per_language(tea):
    make_landing(tea)
    with pytest.raises(ValidationError, match="already"):
        CategoryLanding(category=tea, locale=Locale.objects.get(language_code="en")).full_clean()


def test_a_category_that_is_deleted_takes_its_words_along(client, tea):
    make_landing(make_category("Coffee"))
    CategoryLanding.objects.get().category.delete()
    assert not CategoryLanding.objects.exists()


def test_editors_find_and_edit_it(admin_client, tea):
    landing = make_landing(tea)
    assert (
        "Tea" in admin_client.get(reverse("wagtailsnippets_products_categorylanding:list")).content.decode()
    )
    edit = reverse("wagtailsnippets_products_categorylanding:edit", args=[landing.pk])
    assert admin_client.get(edit).status_code == 200
