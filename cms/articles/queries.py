"""What the journal answers to sections of other pages."""

from __future__ import annotations

from cms.blocks.news import News
from commerce.core.context import CommerceContext

from .listing import NEWEST_FIRST, news_of
from .models import ArticlePage


def newest(ctx: CommerceContext, limit: int) -> tuple[News, ...]:
    """The newest live articles in the context's language. One query."""
    found = ArticlePage.objects.live().filter(locale__language_code=ctx.language)
    return news_of(found.select_related("locale").defer("sections").order_by(*NEWEST_FIRST)[:limit])
