"""Numbered pages of a long list."""

from __future__ import annotations

from collections.abc import Callable

from themes.engine.contracts import PageLink, Pagination

AROUND = 2


def pagination(
    page: int, page_count: int, total: int, page_size: int, shown: int, url_of: Callable[[int], str]
) -> Pagination | None:
    """Links to the first, the last and the neighboring pages; None where one page is all."""
    if page_count <= 1:
        return None
    first = (page - 1) * page_size + 1
    return Pagination(
        page=page,
        page_count=page_count,
        total=total,
        first=first,
        last=first + shown - 1,
        pages=tuple(_links(page, page_count, url_of)),
        previous_url=url_of(page - 1) if page > 1 else "",
        next_url=url_of(page + 1) if page < page_count else "",
    )


def _links(page: int, page_count: int, url_of: Callable[[int], str]) -> list[PageLink]:
    near = range(max(1, page - AROUND), min(page_count, page + AROUND) + 1)
    numbers = sorted({1, page_count, *near})
    links: list[PageLink] = []
    for before, number in zip([0, *numbers], numbers):
        if number - before > 1:
            links.append(PageLink(None))
        links.append(PageLink(number, url_of(number), number == page))
    return links
