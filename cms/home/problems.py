"""What is missing, broken or not for sale anywhere among the pages, for the report and the dashboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from cms.blocks import checks
from cms.blocks.checks import Finding, context_of_editors, findings_of
from cms.products.models import ProductPage
from cms.publishing import missing_texts_of
from commerce.backoffice.products.names import product_names
from commerce.core.errors import Text
from commerce.storefront.cards import cards_by_id

TRANSLATION = "translation"
#: Every kind of problem, as the report's filter names it.
KINDS: Mapping[str, Text] = {
    checks.PICTURE: _("A picture without words"),
    checks.DESCRIPTION: _("No description"),
    checks.LINK: _("A link that leads nowhere"),
    checks.PRODUCT: _("A product that is not on sale"),
    checks.GONE: _("A picture or file that is gone"),
    checks.EMPTY: _("A section with nothing to show"),
    TRANSLATION: _("Texts without translation"),
}
#: Pages that are read and judged together.
TOGETHER = 100
#: More than these are only counted by the report; a thousand take about a second.
MOST_COUNTED = 1000
COUNT_KEY, COUNT_SECONDS = "home.pages_with_problems", 600


def problems() -> dict[int, list[Finding]]:
    """By id of the page, as it was last saved; only pages that have some, and none that stand in for others.

    Some twenty queries per hundred pages of a language.
    """
    found: dict[int, list[Finding]] = {}
    for locale in Locale.objects.all():
        wanted = Page.objects.filter(locale=locale, alias_of=None, depth__gt=1).order_by("pk")
        ids = list(wanted.values_list("pk", flat=True))
        for first in range(0, len(ids), TOGETHER):
            pages = list(wanted.filter(pk__in=ids[first : first + TOGETHER]).specific())
            found |= {page.pk: told for page, told in _of(pages, locale).items() if told}
    cache.set(COUNT_KEY, len(found), COUNT_SECONDS)
    return found


def count() -> int | None:
    """How many pages have problems, as counted at most ten minutes ago. None where nobody has looked since,
    and the pages are so many that the first screen would have to wait."""
    known = cache.get(COUNT_KEY)
    if known is None and Page.objects.count() <= MOST_COUNTED:
        return len(problems())
    return known


def _of(pages: list[Page], locale: Locale) -> dict[Page, list[Finding]]:
    stacks = {page: list(_streams(page)) for page in pages}
    found = findings_of(stacks, locale.language_code)
    missing = missing_texts_of([page.translation_key for page in pages], locale)
    for page, further in chain(_not_on_sale(pages, locale.language_code), _untranslated(pages, missing)):
        found[page].append(further)
    return found


def _streams(page: Any) -> Iterator[Any]:
    return (getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField))


def _not_on_sale(pages: Iterable[Page], language: str) -> Iterator[tuple[Page, Finding]]:
    """Stories that nobody reads, since their product is not sold now."""
    stories = {page: page.product_id for page in pages if isinstance(page, ProductPage)}
    ctx = context_of_editors(language) if stories else None
    if ctx is None:
        return
    sold, names = cards_by_id(stories.values(), ctx), product_names(sorted(stories.values()), language)
    for page, product_id in stories.items():
        if product_id not in sold:
            said = _now("“{product}” is not on sale: shoppers do not see this story.")
            yield page, Finding(checks.PRODUCT, said.format(product=names.get(product_id, "")))


def _untranslated(pages: Iterable[Page], missing: Mapping[UUID, int]) -> Iterator[tuple[Page, Finding]]:
    for page in pages:
        if number := missing.get(page.translation_key):
            text = _now("Texts without translation: {number}")
            yield page, Finding(TRANSLATION, text.format(number=number))
