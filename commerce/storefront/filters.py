"""Filters, sort and page of a listing, read from an address and written back into addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.http import urlencode

from commerce.core.money import Money

FACET_PREFIX = "f_"
FACET_CODE = re.compile(r"[a-z0-9_-]{1,60}\Z")
SORTS = ("relevance", "newest", "price", "-price", "name")
MAX_VALUES = 50
MAX_TEXT = 200
MAX_PAGE = 10_000
MAX_PRICE = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks of a listing. Prices are as typed, in major units."""

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    min_price: str = ""
    max_price: str = ""
    in_stock_only: bool = False
    sort: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.facets or self.min_price or self.max_price or self.in_stock_only)

    def pairs(self, *, with_page: bool = True) -> list[tuple[str, str]]:
        """The query of this wish; what is not asked is not written."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(FACET_PREFIX + code, value) for code in sorted(self.facets) for value in self.facets[code]]
        pairs += [("price_min", self.min_price)] if self.min_price else []
        pairs += [("price_max", self.max_price)] if self.max_price else []
        pairs += [("in_stock", "1")] if self.in_stock_only else []
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if with_page and self.page > 1 else []
        return pairs

    def url(self, path: str, **changes: object) -> str:
        """The address of this wish, changed; a change other than of the page starts at page one."""
        wish = replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]
        pairs = wish.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def toggled(self, code: str, value: str) -> Mapping[str, tuple[str, ...]]:
        """The facets with this choice switched."""
        chosen = self.facets.get(code, ())
        values = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        facets = {**self.facets, code: values}
        return {key: kept for key, kept in facets.items() if kept}

    def cleared(self, path: str) -> str:
        """The address without any filter; search text and sort stay."""
        return self.url(path, facets={}, min_price="", max_price="", in_stock_only=False)


def read_wish(query: QueryDict, known_sorts: Iterable[str] = SORTS) -> Wish:
    """What an address asks for; whatever makes no sense is left out, never an error."""
    facets: dict[str, tuple[str, ...]] = {}
    for name in query:
        code = name.removeprefix(FACET_PREFIX)
        if name.startswith(FACET_PREFIX) and FACET_CODE.match(code):
            values = [value for value in query.getlist(name) if 0 < len(value) <= MAX_TEXT]
            if values:
                facets[code] = tuple(dict.fromkeys(values))[:MAX_VALUES]
    sort = query.get("sort", "")
    return Wish(
        text=" ".join(query.get("q", "").split())[:MAX_TEXT],
        facets=facets,
        min_price=_price(query.get("price_min", "")),
        max_price=_price(query.get("price_max", "")),
        in_stock_only=query.get("in_stock") == "1",
        sort=sort if sort in tuple(known_sorts) else "",
        page=_page(query.get("page", "")),
    )


def minor_units(text: str, currency: str) -> int | None:
    """A price as typed in minor units of `currency`; None where none was typed."""
    return Money.of(text, currency).amount if text else None


def _price(text: str) -> str:
    text = text.strip().replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return ""
    return text if value.is_finite() and 0 <= value <= MAX_PRICE and len(text) <= 16 else ""


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        return 1
    return min(max(int(text), 1), MAX_PAGE)
