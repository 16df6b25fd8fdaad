"""The journal: listed, read, tagged, told to search engines and feed readers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.articles.models import ArticleIndexPage, ArticlePage
from cms.blocks import sections
from cms.blocks.blocks import SectionsBlock
from cms.home import schedule
from cms.home.models import HomePage
from tests.factories import make_channel, make_context, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def journal():
    make_channel()
    home = HomePage.objects.get(locale__language_code="en")
    return home.add_child(instance=ArticleIndexPage(title="Journal", slug="journal", locale=home.locale))


def write(journal, title="A teapot", *, days=0, live=True, tags=(), **fields):
    page = ArticlePage(
        title=title, published_on=date(2026, 11, 20) - timedelta(days=days), live=live, locale=journal.locale,
        **fields,
    )  # fmt: skip
    journal.add_child(instance=page)
    page.tags.add(*tags)
    page.save()
    return page


def test_the_journal_lists_the_newest_first_page_by_page(client, journal):
    for number in range(14):
        write(journal, f"Article {number}", days=number)
    write(journal, "Not yet", live=False)
    first = client.get("/en/journal/").content.decode()
    assert first.index("Article 0<") < first.index("Article 11<")
    assert "Article 12<" not in first and "Not yet" not in first
    assert "Article 13<" in client.get("/en/journal/?page=2").content.decode()
    for nowhere in ("?page=3", "?page=0", "?page=x", "?page=99999999"):
        assert client.get(f"/en/journal/{nowhere}").status_code == 404


def test_a_list_costs_the_same_however_long_it_is(client, journal, django_assert_max_num_queries):
    for number in range(12):
        write(journal, f"Article {number}", image=make_image(color=(number, 0, 0)))
    client.get("/en/journal/")
    with django_assert_max_num_queries(16):
        client.get("/en/journal/")


def test_a_topic_narrows_the_list_and_is_not_indexed(client, journal):
    write(journal, "On tea", tags=["Tea"])
    write(journal, "On bamboo", tags=["Bamboo"])
    html = client.get("/en/journal/?topic=tea").content.decode()
    assert "On tea" in html and "On bamboo" not in html
    assert 'content="noindex, follow"' in html


def test_an_article_says_who_wrote_it_and_when(client, journal):
    write(journal, author="Lin Mei", intro="Boil it first.", image=make_image(), tags=["Tea"])
    html = client.get("/en/journal/a-teapot/").content.decode()
    assert html.count("<h1") == 1
    for words in ("Lin Mei", "November 20, 2026", "Boil it first.", '"@type": "Article"', "?topic=tea",
                  '"datePublished": "2026-11-20"', 'property="og:type" content="article"'):  # fmt: skip
        assert words in html, words


def test_the_feed_holds_the_newest(client, journal):
    write(journal, "Old", days=9)
    write(journal, "New", author="Lin Mei")
    response = client.get("/en/journal/feed/")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    text = response.content.decode()
    assert text.index("<title>New</title>") < text.index("<title>Old</title>")
    assert "http://testserver/en/journal/new/" in text


def test_any_page_can_show_the_newest_articles_of_its_language(journal):
    write(journal, "Newest", image=make_image())
    write(journal, "Older", days=3)
    value = [{"type": "articles", "id": "a", "value": {"heading": "News", "limit": 1, "link": None}}]
    stack = SectionsBlock().to_python(value)
    (shown,) = sections.build(stack, make_context())
    assert [each.title for each in shown.articles] == ["Newest"]
    assert sections.build(stack, make_context(language="zh-hans")) == ()


def test_an_article_goes_live_at_its_time(client, journal, time_machine):
    page = write(journal, "Tomorrow", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert client.get("/en/journal/tomorrow/").status_code == 404
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    schedule.publish_due()
    assert client.get("/en/journal/tomorrow/").status_code == 200


def test_a_draft_is_previewed_in_the_theme(journal):
    page = write(journal, live=False)
    response = page.make_preview_request()
    assert response.status_code == 200 and "A teapot" in response.content.decode()
    assert journal.make_preview_request().status_code == 200
