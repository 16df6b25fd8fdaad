"""The way from a product's screen to its stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from commerce.backoffice.choosers import NoChooser
from commerce.backoffice.products import stories
from commerce.backoffice.products.stories import StoryLink

from .models import CategoryLanding, ProductPage
from .viewsets import StoryViewSet


def story_links(product_id: int, user: Any) -> list[StoryLink]:
    """Per language: the story's page, or the way to write it below that language's home page."""
    pages = {
        page.locale.language_code: page
        for page in ProductPage.objects.filter(product_id=product_id).select_related("locale")
    }
    homes = {page.locale.language_code: page for page in _front_doors()}
    found = []
    for code, language in settings.LANGUAGES:
        page, home = pages.get(code), homes.get(code)
        if page is not None and page.permissions_for_user(user).can_edit():
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            found.append(StoryLink(_("Story in %(language)s") % {"language": language}, url, True))
        elif page is None and home is not None and home.permissions_for_user(user).can_add_subpage():
            add = reverse("wagtailadmin_pages:add", args=["products", "productpage", home.pk])
            url = f"{add}?{urlencode({'product': product_id})}"
            found.append(StoryLink(_("Write a story in %(language)s") % {"language": language}, url, False))
    return found


def _front_doors() -> Iterable[Page]:
    """The default site's first page in every language; stories stand right below it."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page.get_translations(inclusive=True).select_related("locale") if site else ()


@hooks.register("register_admin_viewset")
def register_story_viewset() -> StoryViewSet:
    return StoryViewSet()


class CategoryLandingViewSet(SnippetViewSet):
    model = CategoryLanding
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Category pages")
    list_filter = ["locale"]
    chooser_viewset_class = NoChooser


register_snippet(CategoryLandingViewSet)
stories.register(story_links)
