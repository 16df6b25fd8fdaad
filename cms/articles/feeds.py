"""The journal as a feed, by Django's syndication framework (Atom)."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from commerce.storefront.meta import absolute, html_lang

if TYPE_CHECKING:
    from .models import ArticleIndexPage, ArticlePage

ENTRIES = 30


class JournalFeed(Feed):
    feed_type = Atom1Feed

    def __init__(self, request: HttpRequest, page: ArticleIndexPage) -> None:
        self.request, self.page = request, page
        self.language = html_lang(page.locale.language_code)
        self.title, self.subtitle = page.title, page.intro

    def link(self) -> str:
        return absolute(self.request, self.page.get_url(self.request) or "/")

    def feed_url(self) -> str:
        return absolute(self.request, self.request.path)

    def items(self) -> Any:
        return self.page.articles()[:ENTRIES]

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.intro

    def item_link(self, item: Any) -> str:
        return absolute(self.request, item.get_url(self.request) or "/")

    def item_author_name(self, item: Any) -> str:
        return item.author

    def item_pubdate(self, item: ArticlePage) -> datetime:
        return timezone.make_aware(datetime.combine(item.published_on, time.min))

    def item_updateddate(self, item: ArticlePage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)


def feed(request: HttpRequest, page: ArticleIndexPage) -> HttpResponse:
    """The newest articles of the page. Atom."""
    return JournalFeed(request, page)(request)
