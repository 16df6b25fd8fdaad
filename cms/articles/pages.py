"""The journal and its articles, from Wagtail's pages to the theme's contract."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from taggit.models import Tag

from cms.blocks import sections
from cms.blocks.sections import article_cards
from cms.home.pages import page_meta, path_of, translations
from commerce.storefront.context import request_context
from commerce.storefront.http import page as answer
from commerce.storefront.meta import FILTERED, absolute
from commerce.storefront.pages.paging import pagination
from commerce.storefront.pictures import image, images
from commerce.storefront.shell import shell
from themes.engine.contracts import ArticleContext, ArticlesContext, LinkData

from .listing import FEED, news_of

if TYPE_CHECKING:
    from wagtail.models import Page

    from .models import ArticleIndexPage, ArticlePage

PER_PAGE = 12
MAX_DIGITS = 6


def index(request: HttpRequest, page: ArticleIndexPage) -> HttpResponse:
    """The articles of one page, of one topic if the address names it. Raises Http404 past the last page."""
    ctx = request_context(request)
    base = path_of(page) or request.path
    found = page.articles()
    topics = {topic.slug: topic for topic in _topics(page)}
    topic = topics.get(request.GET.get("topic", ""))
    if topic is not None:
        found = found.filter(tags=topic)
    pages = Paginator(found, PER_PAGE)
    number = _number(request.GET.get("page", "1"))
    if number > pages.num_pages:
        raise Http404
    shown = news_of(pages.page(number))

    def address(number: int, slug: str = topic.slug if topic else "") -> str:
        query = {"topic": slug} if slug else {}
        query |= {"page": str(number)} if number > 1 else {}
        return f"{base}?{urlencode(query)}" if query else base

    alternates = translations(page)
    meta = page_meta(
        request, page, ctx, alternates if number == 1 else {}, path=address(number),
        robots=FILTERED if topic else "",
    )  # fmt: skip
    context = ArticlesContext(
        shell=shell(request, ctx, meta, alternates=alternates),
        title=page.title,
        intro=page.intro,
        articles=article_cards(shown, images([each.image_id for each in shown], "half")),
        breadcrumbs=trail(request, page),
        topics=tuple(LinkData(str(each), address(1, slug), each == topic) for slug, each in topics.items()),
        all_url=base,
        feed_url=f"{base}{FEED}/",
        pagination=pagination(number, pages.num_pages, pages.count, PER_PAGE, len(shown), address),
    )
    return answer(request, "articles.html", context)


def article(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    ctx = request_context(request)
    alternates = translations(page)
    stack = sections.build(page.sections, ctx, opens_page=False)
    picture = image(page.image_id, "hero", page.image_alt)
    jsonld = (document(request, page, absolute(request, picture.src) if picture else ""),)
    meta = page_meta(
        request, page, ctx, alternates, jsonld=(*jsonld, *sections.structured(stack)), kind="article",
        image=picture, description=page.search_description or page.intro,
    )  # fmt: skip
    parent = page.get_parent()
    base = path_of(parent) if parent else ""
    context = ArticleContext(
        shell=shell(request, ctx, meta, alternates=alternates),
        title=page.title,
        published_on=page.published_on,
        author=page.author,
        intro=page.intro,
        image=picture,
        sections=stack,
        topics=tuple(
            LinkData(topic.name, f"{base}?{urlencode({'topic': topic.slug})}") for topic in page.tags.all()
        ),
        breadcrumbs=trail(request, page),
    )
    return answer(request, "article.html", context)


def document(request: HttpRequest, page: ArticlePage, picture: str) -> dict[str, object]:
    """schema.org's Article."""
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title,
        "datePublished": page.published_on.isoformat(),
        "inLanguage": page.locale.language_code,
        "mainEntityOfPage": absolute(request, request.path),
        "publisher": {"@type": "Organization", "name": str(settings.SITE_NAME)},
    }
    if page.last_published_at:
        facts["dateModified"] = page.last_published_at.isoformat()
    if page.author:
        facts["author"] = {"@type": "Person", "name": page.author}
    return facts | ({"image": [picture]} if picture else {})


def trail(request: HttpRequest, page: Page) -> tuple[LinkData, ...]:
    """The pages above, and this one."""
    above = page.get_ancestors().live().filter(depth__gt=1) if page.pk else ()
    links = [LinkData(ancestor.title, ancestor.get_url(request) or "") for ancestor in above]
    return (*links, LinkData(page.title, request.path, current=True))


def _topics(page: ArticleIndexPage) -> list[Tag]:
    """Those of its live articles, by name."""
    articles = page.articles().order_by().values("pk")
    return list(
        Tag.objects.filter(articles_articletag_items__content_object__in=articles).distinct().order_by("name")
    )


def _number(text: str) -> int:
    """A page's number. Raises Http404 for what is none."""
    if not text.isascii() or not text.isdigit() or len(text) > MAX_DIGITS or int(text) < 1:
        raise Http404
    return int(text)
