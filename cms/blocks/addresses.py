"""Where the pages that editors chose answer."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page


def page_addresses(page_ids: Iterable[int], language: str) -> dict[int, str]:
    """Where each live page answers, its translation where there is a live one. One query, none for none."""
    ids = sorted(page_ids)
    if not ids:
        return {}
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    pages = list(Page.objects.filter(translation_key__in=keys).select_related("locale"))
    by_id = {page.pk: page for page in pages}
    translated = {
        page.translation_key: page for page in pages if page.live and page.locale.language_code == language
    }
    known = ((number, by_id[number]) for number in ids if number in by_id)
    shown = {number: translated.get(page.translation_key, page) for number, page in known}
    return {number: page.url or "" for number, page in shown.items() if page.live}
