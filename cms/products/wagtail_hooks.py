"""The way from a product's screen to its stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from commerce.backoffice.products import stories
from commerce.backoffice.products.stories import StoryLink

from .models import ProductPage


def story_links(product_id: int, user: Any) -> list[StoryLink]:
    """Per language: the story's page, or the way to write it below that language's home page."""
    languages = dict(settings.LANGUAGES)
    pages = {
        page.locale.language_code: page
        for page in ProductPage.objects.filter(product_id=product_id).select_related("locale")
    }
    homes = {page.locale.language_code: page for page in _front_doors()}
    found = [_of(code, name, pages.get(code), homes.get(code), user) for code, name in languages.items()]
    return [link for link in found if link is not None]


def _front_doors() -> Iterable[Page]:
    """The default site's first page in every language; stories stand right below it."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page.get_translations(inclusive=True).select_related("locale") if site else ()


def _of(code: str, language: str, page: Page | None, home: Page | None, user: Any) -> StoryLink | None:
    if page is not None and page.permissions_for_user(user).can_edit():
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return StoryLink(_("Story in %(language)s") % {"language": language}, url, True)
    if page is None and home is not None and home.permissions_for_user(user).can_add_subpage():
        url = reverse("wagtailadmin_pages:add", args=["products", "productpage", home.pk])
        return StoryLink(_("Write a story in %(language)s") % {"language": language}, url, False)
    return None


stories.register(story_links)
