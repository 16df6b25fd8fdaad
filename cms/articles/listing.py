"""How articles stand in lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cms.blocks.news import News

if TYPE_CHECKING:
    from .models import ArticlePage

#: What follows the journal's own address.
FEED = "feed"
NEWEST_FIRST = ("-published_on", "-pk")


def news_of(articles: Iterable[ArticlePage]) -> tuple[News, ...]:
    """Articles as lists show them, in their order."""
    return tuple(
        News(
            title=each.title,
            url=each.url or "",
            published_on=each.published_on,
            intro=each.intro,
            author=each.author,
            image_id=each.image_id,
            image_alt=each.image_alt,
        )
        for each in articles
    )
