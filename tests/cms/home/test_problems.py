"""The report that lists what is missing, broken or not for sale on any page."""

from __future__ import annotations

import csv
import html
import io

import pytest
from django.core.cache import cache
from django.test import Client

from cms.blocks.blocks import SectionsBlock
from cms.home.models import HomePage, StandardPage
from cms.home.problems import problems
from cms.products.models import ProductPage
from tests.cms.blocks.test_sections import item, link, rail, raw
from tests.commerce.backoffice.conftest import browser, member
from tests.factories import make_channel, make_image, make_product

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/pages-with-problems/"


@pytest.fixture(autouse=True)
def shop():
    make_channel()
    HomePage.objects.update(search_description="Tea and what belongs to it")


@pytest.fixture
def editor(db):
    client = browser(member("Editor"))
    client.get("/admin/")
    return client


def page(title, *blocks, language="en", **fields):
    home = HomePage.objects.get(locale__language_code=language)
    new = StandardPage(title=title, slug=title.lower().strip("="), locale=home.locale, **fields)
    new.sections = SectionsBlock().to_python(raw(*blocks))
    return home.add_child(instance=new)


def text_of(answer):
    return html.unescape(answer.content.decode())


def test_every_page_with_a_problem_is_listed_with_the_way_to_mend_it(editor: Client):
    fine = page("Fine", search_description="Words")
    wordless = page("Wordless", ("banner", {"heading": "Spring", "image": make_image().pk, "link": link()}))
    shown = text_of(editor.get(REPORT))
    assert "Fine" not in shown
    for words in ("Wordless", "no description for search engines", "Banner: Spring", "cannot see it"):
        assert words in shown
    assert f"/admin/pages/{wordless.pk}/edit/#block-b0-section" in shown
    assert fine.pk not in problems()
    StandardPage.objects.update(search_description="Words", sections=SectionsBlock().to_python([]))
    assert "Nothing is missing or broken on any page" in text_of(editor.get(REPORT))


def test_one_kind_one_language_or_one_type_can_be_looked_for(editor: Client):
    page("Undescribed")
    page("Broken", rail(products=[item(999_999)]), search_description="Words")
    page("Leer", language="zh-hans")
    for query, listed in (
        ("kind=product", {"Broken"}),
        ("kind=description", {"Undescribed", "Leer"}),
        ("kind=nonsense", {"Broken", "Undescribed", "Leer"}),
        (f"locale={HomePage.objects.get(locale__language_code='en').locale_id}", {"Broken", "Undescribed"}),
    ):
        shown = text_of(editor.get(f"{REPORT}results/?{query}"))
        assert {name for name in ("Broken", "Undescribed", "Leer") if f">{name}</a>" in shown} == listed, (
            query
        )
    only = text_of(editor.get(f"{REPORT}?kind=empty"))
    assert "nothing to show" in only
    assert "does not exist any more" not in only


def test_stories_that_nobody_reads_and_texts_without_translation_are_problems_too(editor: Client):
    home = HomePage.objects.get(locale__language_code="en")
    product = make_product("Green tea", status="archived")
    fields = {"live": False, "search_description": "Words", "locale": home.locale}
    home.add_child(instance=ProductPage(title="A story", product=product, **fields))
    source = page("About", search_description="Words")
    chinese = HomePage.objects.get(locale__language_code="zh-hans").locale_id
    browser(member("Owner")).post(f"/admin/localize/submit/page/{source.pk}/", {"locales": [chinese]})
    shown = text_of(editor.get(REPORT))
    assert "“Green tea” is not on sale: shoppers do not see this story." in shown
    assert "Texts without translation: 2" in shown


def test_the_spreadsheet_has_a_line_per_problem(editor: Client):
    page("=Undescribed", rail(products=[item(999_999)]))
    answer = editor.get(f"{REPORT}?export=csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["Problem"] for row in rows] == [
        "No description", "A product that is not on sale", "A section with nothing to show",
    ]  # fmt: skip
    assert rows[1]["Section"] == "Row of products: Row"
    assert rows[0]["Page"].startswith("'="), "no spreadsheet computes it"
    assert editor.get(f"{REPORT}?export=xlsx").status_code == 200


def test_the_first_screen_counts_them_for_those_who_may_mend_them(editor: Client):
    staff = browser(member("Staff"))
    page("Undescribed")
    shown = text_of(editor.get("/admin/"))
    assert "pages with problems" in shown
    assert REPORT in shown
    assert "pages with problems" not in text_of(staff.get("/admin/"))
    assert staff.get(REPORT).status_code in (302, 403)


def test_many_pages_cost_what_a_few_cost():
    def cost():
        cache.clear()
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as asked:
            problems()
        return len(asked)

    page("One", rail(products=[item(999_999)]))
    few = cost()
    for number in range(20):
        page(f"More-{number}", rail(products=[item(make_product(f"P {number}").pk)]))
    assert cost() <= few + 6
