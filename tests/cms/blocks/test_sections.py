"""What editors stack reaches the theme: whole, clean, and at the same cost however much there is of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.blocks import sections
from cms.blocks.blocks import SectionsBlock
from cms.home.models import HomePage, StandardPage
from commerce.search.services import reindex
from tests.factories import (
    make_category,
    make_channel,
    make_context,
    make_image,
    make_product,
    make_promotion,
)

pytestmark = pytest.mark.django_db
NOWHERE = {"label": "", "page": None, "category": None, "product": None, "url": ""}


@pytest.fixture(autouse=True)
def shop():
    make_channel()


def build(*blocks, ctx=None):
    return sections.build(SectionsBlock().to_python(raw(*blocks)), ctx or make_context())


def raw(*blocks):
    return [{"type": kind, "id": f"b{at}", "value": value} for at, (kind, value) in enumerate(blocks)]


def link(label="Go", **target):
    return {**NOWHERE, "label": label, **target}


def item(value):
    return {"type": "item", "id": "i", "value": value}


def rail(**value):
    return ("product_rail", {"heading": "Row", "text": "", "products": [], "rule": "newest", "category": None,
                             "limit": 8, "link": NOWHERE, **value})  # fmt: skip


def countdown(ends_at, **value):
    return ("countdown", {"heading": "Sale", "text": "", "ends_at": ends_at.isoformat(), "over_text": "",
                          "link": NOWHERE, **value})  # fmt: skip


def make_document(name, content=b"x"):
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name))


def test_a_row_by_rule_shows_what_is_newest_or_on_promotion_in_its_category():
    tea, cups = make_category("Tea"), make_category("Cups")
    green = make_product("Green tea", categories=[tea])
    white = make_product("White tea", categories=[tea])
    cup = make_product("Cup", categories=[cups])
    make_promotion(cups)
    reindex()
    newest, of_tea, promoted, promoted_tea = (
        build(rail()), build(rail(category=tea.pk)), build(rail(rule="promotion")),
        build(rail(rule="promotion", category=tea.pk)),
    )  # fmt: skip
    assert {card.id for card in newest[0].cards} == {green.public_id, white.public_id, cup.public_id}
    assert [card.id for card in of_tea[0].cards] == [white.public_id, green.public_id]
    assert [card.id for card in promoted[0].cards] == [cup.public_id]
    assert promoted_tea == (), "nothing of it is on promotion: the row is left out"


def test_a_promotion_that_is_over_leaves_the_row_by_itself():
    cups = make_category("Cups")
    make_product("Cup", categories=[cups])
    make_promotion(cups, ends_at=timezone.now() + timedelta(hours=1))
    reindex()
    later = make_context(now=timezone.now() + timedelta(hours=2))
    assert len(build(rail(rule="promotion"))) == 1
    assert build(rail(rule="promotion"), ctx=later) == ()


def test_a_countdown_counts_from_the_servers_clock_and_then_says_so_or_disappears():
    now = timezone.now()
    ctx = make_context(now=now)
    (running,) = build(countdown(now + timedelta(days=2, hours=3, minutes=4, seconds=5)), ctx=ctx)
    assert (running.days, running.hours, running.minutes, running.is_over) == (2, 3, 4, False)
    past = now - timedelta(seconds=1)
    assert build(countdown(past), ctx=ctx) == ()
    (over,) = build(countdown(past, over_text="Over. Thank you."), ctx=ctx)
    assert over.is_over and over.over_text == "Over. Thank you."


def test_a_link_leads_where_the_reader_can_follow_it(client):
    tea = make_category("Tea")
    product = make_product("Green tea", categories=[tea])
    hidden = make_product("Old tea", status="archived")
    home = HomePage.objects.get(locale__language_code="en")
    about = home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale))
    draft = home.add_child(instance=StandardPage(title="Soon", slug="soon", live=False, locale=home.locale))
    targets = (
        {"page": about.pk}, {"category": tea.pk}, {"product": product.pk}, {"url": "/en/c/"},
        {"product": hidden.pk}, {"page": draft.pk}, {"page": 999_999}, {"category": 999_999},
    )  # fmt: skip
    banners = [
        ("banner", {"heading": "B", "text": "", "image": None, "link": link(**each)}) for each in targets
    ]
    urls = [section.link and section.link.url for section in build(*banners)]
    assert urls[:4] == ["/en/about/", f"/en/c/{tea.slug}-{tea.public_id}/",
                        f"/en/p/green-tea-{product.public_id}/", "/en/c/"]  # fmt: skip
    assert urls[4:] == [None] * 4, "nobody is led to what is gone"


def test_a_link_in_text_goes_to_the_readers_language_and_one_to_nothing_is_text():
    home = HomePage.objects.get(locale__language_code="en")
    about = home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale))
    chinese = about.copy_for_translation(HomePage.objects.get(locale__language_code="zh-hans").locale)
    chinese.slug = "guanyu"
    chinese.save_revision().publish()
    text = f'<p><a linktype="page" id="{about.pk}">us</a> <a linktype="page" id="999999">gone</a></p>'
    words = ("rich_text", {"heading": "", "text": text})
    (english,) = build(words)
    (translated,) = build(words, ctx=make_context(language="zh-hans"))
    assert 'href="/en/about/"' in english.html
    assert 'href="/zh-hans/guanyu/"' in translated.html
    assert english.html.count("href") == 1 and "gone" in english.html


def test_pasted_html_loses_its_scripts_in_every_section_that_takes_html():
    dirty = '<p onclick="x()">Tea<script>steal()</script><iframe src="https://evil.example"></iframe></p>'
    words, faq = build(
        ("rich_text", {"heading": "", "text": dirty}),
        ("faq", {"heading": "", "questions": [item({"question": "<script>", "answer": dirty})]}),
    )
    for html in (words.html, faq.questions[0].answer):
        assert "Tea" in html
        for bad in ("script", "onclick", "iframe", "steal"):
            assert bad not in html


def test_a_video_is_our_own_file_with_captions_or_a_link_elsewhere():
    film, words = make_document("cup.mp4"), make_document("cup.vtt", b"WEBVTT")
    poster = make_image()
    value = {"heading": "Film", "text": "", "poster": poster.pk, "poster_alt": "Hands", "film": film.pk,
             "captions": words.pk, "url": ""}  # fmt: skip
    own, elsewhere, gone = build(
        ("video", value),
        ("video", {**value, "film": None, "captions": None, "url": "https://www.video.example/1"}),
        ("video", {**value, "film": 999_999, "captions": 999_999, "url": "https://video.example/2"}),
    )
    assert (own.src, own.mime, own.captions) == (film.file.url, "video/mp4", words.file.url)
    assert own.poster.alt == "Hands"
    assert (elsewhere.src, elsewhere.url, elsewhere.host) == (
        "",
        "https://www.video.example/1",
        "video.example",
    )
    assert gone.url == "https://video.example/2", "a deleted file falls back to the link"


@pytest.mark.parametrize(
    ("film", "captions", "wrong"),
    [("cup.avi", None, "film"), ("cup.mp4", "cup.srt", "captions"), (None, None, "film")],
)
def test_the_editor_is_told_what_is_wrong_with_a_video(film, captions, wrong):
    block = SectionsBlock().child_blocks["video"]
    value = block.to_python({
        "heading": "", "text": "", "poster": make_image().pk, "poster_alt": "", "url": "",
        "film": make_document(film).pk if film else None,
        "captions": make_document(captions).pk if captions else None,
    })  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert wrong in refused.value.block_errors


def every_kind(images, products, categories, page, document):
    """One of each section type, each with choices of its own."""
    image, product, category = next(images), next(products), next(categories)
    to_page = link(page=page)
    text = f'<p><a linktype="page" id="{page}">p</a> <a linktype="document" id="{document}">d</a></p>'
    return [
        ("hero", {"heading": "H", "image": image, "links": [item(link(category=category))]}),
        ("carousel", {"label": "C", "slides": [item({"heading": "S", "image": image, "link": to_page})] * 2}),
        ("lookbook", {"heading": "", "pictures": [item({"image": image, "products": [item(product)]})] * 2}),
        ("banner", {"heading": "B", "image": image, "link": link(product=product)}),
        ("image_text", {"heading": "I", "text": text, "image": image, "link": to_page}),
        ("video", {"poster": image, "film": document}),
        rail(products=[item(product)]),
        rail(category=category),
        rail(category=category, rule="promotion"),
        ("category_tiles", {"heading": "T", "categories": [item(category)]}),
        countdown(timezone.now() + timedelta(hours=1)),
        ("rich_text", {"heading": "", "text": text}),
        ("faq", {"heading": "", "questions": [item({"question": "Q", "answer": text})]}),
        ("trust_badges", {"heading": "", "badges": [item({"icon": "truck", "title": "T", "text": ""})]}),
    ]  # fmt: skip


def test_two_hundred_sections_cost_the_statements_of_ten():
    home = HomePage.objects.get(locale__language_code="en")
    page = home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale))
    categories = [make_category(f"C {n}") for n in range(16)]
    products = [make_product(f"P {n}", categories=[categories[n]]) for n in range(16)]
    images = [make_image(color=(n, 9, 9)) for n in range(16)]
    document = make_document("film.mp4")
    make_promotion(categories[0])
    reindex()
    chosen = [iter([each.pk for each in rows]) for rows in (images, products, categories)]
    many = [block for _ in range(16) for block in every_kind(*chosen, page.pk, document.pk)]
    assert len(many) > 200
    ctx = make_context()

    def statements(blocks):
        build(*blocks, ctx=ctx)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(build(*blocks, ctx=ctx)) >= len(blocks) * 0.9
        return len(queries)

    assert statements(many) <= statements(many[:14]) <= 14


def test_a_page_of_two_hundred_sections_saves_and_renders(client):
    page = HomePage.objects.get(locale__language_code="en")
    words = ("rich_text", {"heading": "Words", "text": "<p>Read me</p>"})
    page.sections = SectionsBlock().to_python(raw(*[words] * 200))
    page.save_revision().publish()
    response = client.get("/en/")
    assert response.status_code == 200
    assert response.content.decode().count("Read me") == 200


def test_questions_of_a_page_are_told_to_search_engines_once(client):
    page = HomePage.objects.get(locale__language_code="en")
    asked = (
        "faq",
        {"heading": "", "questions": [item({"question": "Open?", "answer": "<p>Yes, daily</p>"})]},
    )
    page.sections = SectionsBlock().to_python(raw(asked, asked))
    page.save_revision().publish()
    html = client.get("/en/").content.decode()
    assert html.count("FAQPage") == 1
    assert html.count('"acceptedAnswer"') == 2 and '"text": "Yes, daily"' in html


def test_editors_find_every_section_type_explained():
    for name, block in SectionsBlock().child_blocks.items():
        assert block.meta.description and block.meta.icon and block.meta.group, name
        assert block.is_previewable
        example = block.get_preview_context(block.get_preview_value())["html"]
        assert "<section" in example and "<img" not in example, name
