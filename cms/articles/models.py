"""The journal: an index and its articles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.blocks.fields import HOW_TO_STACK, SectionsField
from cms.blocks.panels import ContentPanel
from cms.home.models import ThemedPage
from commerce.backoffice.widgets import PictureChooser

from .listing import FEED, NEWEST_FIRST


def today() -> Any:
    return timezone.localdate()


class ArticleIndexPage(ThemedPage):
    """All articles of one language, newest first, page by page and as a feed at `feed/`."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("intro", help_text=_("A sentence below the title.")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["articles.ArticlePage"]

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")

    def articles(self) -> PageQuerySet[ArticlePage]:
        """Those that are live, newest first, without their sections."""
        found = ArticlePage.objects.child_of(self).live().select_related("locale")
        return found.defer("sections").order_by(*NEWEST_FIRST)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if path_components == [FEED] and self.live:
            return RouteResult(self, kwargs={"is_feed": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, is_feed: bool = False, **kwargs: Any) -> HttpResponse:
        from . import feeds, pages  # views and theme load after models

        return feeds.feed(request, self) if is_feed else pages.index(request, self)

    def draw(self, request: HttpRequest) -> HttpResponse:
        from . import pages  # views and theme load after models

        return pages.index(request, self)


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "articles.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ArticlePage(ThemedPage):
    """A story of the journal."""

    published_on = models.DateField(
        _("date"), default=today, help_text=_("Printed above the article; the newest stands first.")
    )
    author = models.CharField(_("author"), max_length=80, blank=True, help_text=_("Who signs it."))
    intro = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("A sentence or two for lists and feeds."),
    )
    image = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("picture"),
    )  # fmt: skip
    image_alt = models.CharField(_("picture in words"), max_length=200, blank=True)
    sections = SectionsField(blank=True, verbose_name=_("sections"))
    tags = ClusterTaggableManager(
        through=ArticleTag,
        blank=True,
        verbose_name=_("topics"),
        help_text=_("Words that articles have in common, with commas between them."),
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("author")]),
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("image", widget=PictureChooser), FieldPanel("image_alt")], heading=_("Picture")
        ),
        ContentPanel("sections"),
        FieldPanel("sections", help_text=HOW_TO_STACK),
        FieldPanel("tags"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("sections"),
        index.FilterField("published_on"),
    ]
    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def draw(self, request: HttpRequest) -> HttpResponse:
        from . import pages  # views and theme load after models

        return pages.article(request, self)
