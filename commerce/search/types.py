"""Listing and search values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """What a listing is asked. Facet values are codes by attribute code ("brand" included)."""

    category_id: int | None = None
    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    min_price: int | None = None  # minor units
    max_price: int | None = None
    in_stock_only: bool = False
    sort: str = ""  # relevance, newest, price, -price, name
    page: int = 1
    page_size: int = 24


@dataclass(frozen=True, slots=True)
class Shelf:
    """The newest few of a category, of those below any of some categories, or of both at once."""

    limit: int
    category_id: int | None = None
    any_of: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class FacetValueCount:
    code: str
    label: str
    count: int
    is_active: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class FacetResult:
    code: str
    name: str
    kind: str  # attribute kind, "brand"
    values: tuple[FacetValueCount, ...]


@dataclass(frozen=True, slots=True)
class BrowseResult:
    """Product ids of one page, in order, with facets over the whole result."""

    product_ids: tuple[int, ...]
    total: int
    page: int
    page_size: int
    facets: tuple[FacetResult, ...] = ()
    lowest_price: int | None = None
    highest_price: int | None = None

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the words typed so far may be meant to become. `url` is a path of the storefront."""

    kind: str  # "search" (words to look for), "category", "product"
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PriceInterval:
    """What a product costs at least from `valid_from` until `valid_until` (exclusive), in minor units."""

    amount: int
    valid_from: datetime
    valid_until: datetime | None = None
