"""Editors see what is missing or broken; nothing of it keeps a draft from being saved."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from cms.blocks.blocks import SectionsBlock
from cms.blocks.checks import findings
from cms.home.models import HomePage
from commerce.assets.models import ShopImage
from tests.cms.blocks.test_sections import item, link, rail, raw
from tests.factories import make_category, make_channel, make_image, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_channel()


def page_with(*blocks, description="Tea"):
    page = HomePage.objects.get(locale__language_code="en")
    page.search_description = description
    page.sections = SectionsBlock().to_python(raw(*blocks))
    page.save()
    return HomePage.objects.get(pk=page.pk)


def said(*blocks, **kwargs):
    page = page_with(*blocks, **kwargs)
    with translation.override("en"):
        return " | ".join(finding.text for finding in findings(page, page.sections))


def test_a_page_in_order_is_left_in_peace():
    product = make_product("Green tea", categories=[make_category("Tea")])
    image = make_image()
    banner = {"heading": "B", "image": image.pk, "image_alt": "Cups", "link": link(product=product.pk)}
    assert said(("banner", banner), rail(products=[item(product.pk)])) == ""


def test_missing_words_are_named():
    image = make_image()
    text = said(("banner", {"heading": "B", "image": image.pk, "link": link(url="/en/")}), description="")
    assert "no description for search engines" in text
    assert "cannot see it" in text
    ShopImage.objects.update(description="Cups")
    assert "cannot see it" not in said(("banner", {"heading": "B", "image": image.pk}))


def test_what_is_gone_or_not_on_sale_is_named_and_left_out(client):
    old = make_product("Old tea", status="archived")
    blocks = (
        rail(products=[item(old.pk), item(999_999)]),
        ("banner", {"heading": "B", "image": 999_999, "link": link(page=999_999)}),
        ("banner", {"heading": "B", "image": None, "link": link(category=999_999)}),
        ("banner", {"heading": "B", "image": None, "link": link()}),
        ("video", {"poster": None, "film": 999_999}),
    )
    text = said(*blocks)
    for part in ("“Old tea” is not on sale", "A product that was chosen", "A picture that was chosen",
                 "A file that was chosen", "not published", "A category that was chosen", "leads nowhere",
                 "nothing to show"):  # fmt: skip
        assert part in text, part
    assert client.get("/en/").status_code == 200


def test_the_editor_sees_the_findings_and_the_draft_saves_all_the_same(admin_client):
    page = page_with(rail(products=[item(999_999)]), description="")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = admin_client.get(edit).content.decode()
    assert "#block-b0-section" in html
    assert html.count('<use href="#icon-warning">') >= 2
    response = admin_client.post(
        edit,
        {
            "title": page.title, "slug": page.slug, "search_description": "", "seo_title": "",
            "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "sections-count": 0,
        },
    )  # fmt: skip
    assert response.status_code == 302


def test_findings_cost_the_same_for_many_sections(django_assert_max_num_queries):
    page = page_with(*[rail(products=[item(make_product(f"P {n}").pk)]) for n in range(30)])
    with django_assert_max_num_queries(14):
        findings(page, page.sections)
