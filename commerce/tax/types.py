"""Tax values that cross the border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TaxRule:
    """The rate of one tax category at the destination, parts per million. None: the default category."""

    tax_category_id: int | None
    rate_ppm: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A row of a zone's table: a category's rate from an instant (None: always) until another (None: open),
    which is not included."""

    category_id: int
    rate_ppm: int
    name: Mapping[str, str] = field(default_factory=dict)
    valid_from: datetime | None = None
    valid_until: datetime | None = None
