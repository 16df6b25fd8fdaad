"""What formats read and imports report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class VariantRecord:
    """A variant as a file tells it. `values` are (option name, value) pairs; amounts in major units."""

    line: int
    values: tuple[tuple[str, str], ...] = ()
    sku: str = ""
    barcode: str = ""
    price: Decimal | None = None
    compare_at: Decimal | None = None
    quantity: int | None = None
    weight_grams: int = 0
    requires_shipping: bool = True
    hs_code: str = ""
    origin_country: str = ""


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """A picture as a file tells it; `values` set: of that variant only."""

    url: str
    alt: str = ""
    position: int = 0
    values: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something a row says that cannot be used; `code` is stable, `message` translated."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """One product as a file tells it, from the rows `lines` (the header is line 1)."""

    handle: str
    lines: tuple[int, ...]
    title: str = ""
    description: str = ""
    vendor: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()
    status: str = "active"
    seo_title: str = ""
    seo_description: str = ""
    variants: tuple[VariantRecord, ...] = ()
    images: tuple[ImageRecord, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    skip: str = ""  # a code: the product is of a kind this shop does not sell yet


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: into which channel, in which money and language, from where pictures come."""

    channel: str
    currency: str
    language: str
    images_dir: str = ""
    fetch_images: bool = True
    dry_run: bool = False

    def stored(self) -> dict[str, str | bool]:
        """What distinguishes one run of a file from another."""
        return {"channel": self.channel, "currency": self.currency, "language": self.language}


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row: created, updated, unchanged, skipped or failed."""

    line: int
    handle: str
    outcome: str
    code: str = ""
    message: str = ""


@dataclass(slots=True)
class Report:
    """A whole import: rows with something to say, and counts of products by outcome."""

    file_name: str
    encoding: str
    products: dict[str, int] = field(default_factory=dict)
    rows: list[RowReport] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        self.products[outcome] = self.products.get(outcome, 0) + 1

    @property
    def has_failed(self) -> bool:
        return any(row.outcome == "failed" for row in self.rows)


Row = Mapping[str, str]
