"""Old addresses of pages lead on, and search engines hear of every page once, in every language."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from cms.campaigns.models import CampaignPage
from cms.home.models import HomePage, StandardPage
from cms.products.models import ProductPage
from commerce.catalog.services import update_category
from tests.cms.products.test_product_pages import make_sellable
from tests.factories import make_category, make_channel

pytestmark = pytest.mark.django_db
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def shop():
    make_channel()


def home(language="en"):
    return HomePage.objects.get(locale__language_code=language)


def make_page(title="About", parent=None, **fields):
    parent = parent or home()
    return parent.add_child(
        instance=StandardPage(title=title, slug=title.lower(), locale=parent.locale, **fields)
    )


def leads_to(client, old):
    response = client.get(old, follow=True)
    assert response.status_code == 200
    return response.redirect_chain[-1][0]


def test_a_renamed_page_and_those_below_it_are_found_under_their_old_addresses(
    client, django_capture_on_commit_callbacks
):
    about = make_page()
    make_page("Team", parent=about)
    with django_capture_on_commit_callbacks(execute=True):
        about.slug = "company"
        about.save_revision().publish()
    assert leads_to(client, "/en/about/") == "/en/company/"
    assert leads_to(client, "/en/about/team/") == "/en/company/team/"


def test_a_moved_page_is_found_under_its_old_address(client, django_capture_on_commit_callbacks):
    about, help_page = make_page(), make_page("Help")
    with django_capture_on_commit_callbacks(execute=True):
        about.move(help_page, pos="last-child")
    assert leads_to(client, "/en/about/") == "/en/help/about/"


def test_a_page_that_gets_its_old_name_back_is_found_under_both(client, django_capture_on_commit_callbacks):
    about = make_page()
    for slug in ("company", "about"):
        with django_capture_on_commit_callbacks(execute=True):
            about.slug = slug
            about.save_revision().publish()
    assert client.get("/en/about/").status_code == 200
    assert leads_to(client, "/en/company/") == "/en/about/"


def test_a_renamed_category_keeps_its_old_address(client):
    category = make_category("Tea", slug="tea")
    old = f"/en/c/tea-{category.public_id}/?sort=newest"
    assert client.get(old).status_code == 200
    update_category(category_id=category.pk, slug="fine-tea")
    response = client.get(old)
    assert response.status_code == 301
    assert response.headers["Location"] == f"/en/c/fine-tea-{category.public_id}/?sort=newest"


def test_a_renamed_product_keeps_its_old_address(client):
    product = make_sellable()
    old = f"/en/p/an-older-name-{product.public_id}/?variant=1"
    response = client.get(old)
    assert response.status_code == 301
    assert response.headers["Location"].startswith(f"/en/p/green-tea-{product.public_id}/")


def test_the_sitemap_of_pages_has_every_live_page_with_its_translations(client):
    about = make_page()
    chinese = about.copy_for_translation(home("zh-hans").locale)
    chinese.slug = "guanyu"
    chinese.save_revision().publish()
    make_page("Soon", live=False)
    product = make_sellable()
    home().add_child(instance=ProductPage(title="A story", product=product, locale=home().locale))
    home().add_child(instance=CampaignPage(title="Sale", slug="sale", locale=home().locale))
    root = ET.fromstring(client.get("/sitemaps/pages-1.xml").getvalue())
    found = {
        url.find("s:loc", NAMESPACES).text: {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMESPACES)
        }
        for url in root.findall("s:url", NAMESPACES)
    }
    both = {"en": "http://testserver/en/about/", "zh-Hans": "http://testserver/zh-hans/guanyu/"}
    assert found["http://testserver/en/about/"] == found["http://testserver/zh-hans/guanyu/"] == both
    assert not any("soon" in address or "/p/" in address for address in found), "products have their own"
    assert "http://testserver/en/sale/" not in found, "nothing is planned yet, so nothing answers there"
    assert client.get("/sitemaps/pages-2.xml").status_code == 404
    assert client.get("/sitemaps/pages-0.xml").status_code == 404
    assert "/sitemaps/pages-1.xml" in client.get("/sitemap.xml").getvalue().decode()


def test_more_pages_than_one_file_holds_go_into_the_next_with_their_translations(client, monkeypatch):
    monkeypatch.setattr("cms.home.sitemaps.PER_FILE", 2)
    for number in range(3):
        page = make_page(f"Page-{number}")
        page.copy_for_translation(home("zh-hans").locale).save_revision().publish()
    index = client.get("/sitemap.xml").getvalue().decode()
    assert "/sitemaps/pages-2.xml" in index
    assert "/sitemaps/pages-3.xml" not in index
    files = [client.get(f"/sitemaps/pages-{number}.xml").getvalue().decode() for number in (1, 2)]
    assert [text.count("<url>") for text in files] == [4, 4]
    for text in files:
        assert text.count("<xhtml:link") == 8


def test_products_and_categories_name_their_other_languages(client):
    category, product = make_category("Tea", slug="tea"), make_sellable()
    for kind, parts in (("products", f"-{product.public_id}/"), ("categories", f"tea-{category.public_id}/")):
        for language in ("en", "zh-hans"):
            root = ET.fromstring(client.get(f"/sitemaps/{language}/{kind}-1.xml").getvalue())
            (found,) = [
                url
                for url in root.findall("s:url", NAMESPACES)
                if url.find("s:loc", NAMESPACES).text.endswith(parts)
            ]
            assert f"/{language}/" in found.find("s:loc", NAMESPACES).text
            others = {link.get("hreflang"): link.get("href") for link in found.findall("x:link", NAMESPACES)}
            assert others.keys() == {"en", "zh-Hans"}
            assert all(
                client.get(where.removeprefix("http://testserver")).status_code == 200
                for where in others.values()
            )
    assert client.get("/sitemaps/en/categories-2.xml").status_code == 404
    assert client.get("/sitemaps/en/nonsense-1.xml").status_code == 404
