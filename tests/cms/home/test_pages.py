"""The front doors and standard pages, drawn by the theme from plain data."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from cms.home.models import HomePage, ShopFacts, StandardPage
from commerce.assets.queries import picture
from commerce.assets.services import make_renditions
from commerce.core import editorial
from commerce.search.services import reindex
from tests.factories import make_category, make_channel, make_context, make_image, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_channel()


def home(language="en"):
    return HomePage.objects.get(locale__language_code=language)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_language_has_a_front_door(client, language):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_a_home_page_of_every_section_type_costs_a_bounded_number_of_queries(
    client, django_assert_max_num_queries
):
    category = make_category("Tea")
    products = [make_product(f"Tea {n}", categories=[category]) for n in range(6)]
    reindex()
    page = home()
    page.sections = [
        (
            "hero",
            {
                "heading": "Spring",
                "eyebrow": "",
                "text": "",
                "image": None,
                "image_alt": "",
                "links": [],
                "layout": "split",
            },
        ),
        (
            "product_rail",
            {
                "heading": "Chosen",
                "text": "",
                "products": products[:3],
                "category": None,
                "limit": 8,
                "link": {"label": "", "page": None, "category": None, "url": ""},
            },
        ),
        (
            "product_rail",
            {
                "heading": "Newest",
                "text": "",
                "products": [],
                "category": category,
                "limit": 4,
                "link": {"label": "", "page": None, "category": None, "url": ""},
            },
        ),
        ("rich_text", {"heading": "About", "text": "<p>Words</p>"}),
        ("category_tiles", {"heading": "Ways in", "categories": [category, category]}),
    ]
    page.save_revision().publish()
    client.get("/en/")
    with django_assert_max_num_queries(40):
        html = client.get("/en/").content.decode()
    for words in ("Spring", "Chosen", "Newest", "Tea 5", "Ways in"):
        assert words in html


def test_a_products_picture_that_an_editor_shows_large_is_made_for_it(django_capture_on_commit_callbacks):
    image = make_image(is_product_picture=True, size=(600, 400))
    make_renditions(image.pk)
    assert not picture(image.pk, "hero").sources
    page = home()
    page.sections = [("hero", {"heading": "Spring", "image": image, "links": [], "layout": "split"})]

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert picture(image.pk, "hero").sources


def test_policies_in_force_are_known_by_revision_and_address():
    page = home().add_child(
        instance=StandardPage(title="Terms of sale", slug="terms", policy="terms", locale=home().locale)
    )
    page.save_revision().publish()
    page.refresh_from_db()
    context = make_context()
    assert editorial.source().policy_revisions(context) == {"terms": page.live_revision_id}
    assert editorial.source().policy_links(context) == {"terms": ("Terms of sale", "/en/terms/")}


def test_a_standard_page_is_shown_with_its_words(client):
    home().add_child(
        instance=StandardPage(title="About us", slug="about", intro="Since 1902", locale=home().locale)
    )
    response = client.get("/en/about/")
    assert response.status_code == 200
    assert "Since 1902" in response.content.decode()


def test_the_shop_presents_itself_in_the_readers_language():
    from wagtail.models import Site

    facts = ShopFacts.for_site(Site.objects.get(is_default_site=True))
    facts.tagline_en, facts.tagline_zh_hans, facts.name_zh_hans = "Under one roof", "一廊百铺", "骑楼"
    facts.save()
    english = editorial.source().shop_facts(make_context(language="en"))
    chinese = editorial.source().shop_facts(make_context(language="zh-hans"))
    assert (english["tagline"], chinese["tagline"]) == ("Under one roof", "一廊百铺")
    assert english["name"] == "骑楼"


def test_locales_are_there_from_the_start():
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "zh-hans"}


def test_pages_are_served_headless(client):
    body = client.get("/api/pages/v2/pages/?type=home.HomePage&locale=en").json()
    assert body["meta"]["total_count"] == 1
