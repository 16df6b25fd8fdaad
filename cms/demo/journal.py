"""The sample shop's journal: a few articles in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from cms.articles.models import ArticleIndexPage, ArticlePage

from .goods import Stocked


def write_journal(
    words: Mapping[str, Any], homes: Mapping[str, Page], stocked: Stocked
) -> dict[str, ArticleIndexPage]:
    """The journal below each front door, one translation of the other, with its articles. Publishes all."""
    journals: dict[str, ArticleIndexPage] = {}
    for language, home in homes.items():
        text = words[language]
        journals[language] = _below(
            home,
            ArticleIndexPage(
                title=text["title"], slug=words["slug"], intro=text["intro"],
                search_description=text["intro"], locale=home.locale, show_in_menus=True,
            ),
            next(iter(journals.values()), None),
        )  # fmt: skip
    for article in words["articles"]:
        first: ArticlePage | None = None
        for language, journal in journals.items():
            page = _below(journal, _article(article, article[language], journal, stocked), first)
            page.tags.add(*article[language]["tags"])
            page.save_revision().publish()
            first = first or page
    return journals


def _article(
    article: Mapping[str, Any], text: Mapping[str, Any], journal: Page, stocked: Stocked
) -> ArticlePage:
    page = ArticlePage(
        title=text["title"], slug=article["slug"], published_on=article["date"], author=text["author"],
        intro=text["intro"], search_description=text["intro"], image_id=stocked.images[article["image"]][0],
        image_alt=text["alt"], locale=journal.locale,
    )  # fmt: skip
    stream = page._meta.get_field("sections").stream_block
    words = {"type": "rich_text", "value": {"heading": "", "text": text["text"]}}
    page.sections = stream.to_python([words])
    return page


def _below(parent: Page, page: Any, translation_of: Page | None) -> Any:
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
