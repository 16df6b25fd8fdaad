"""Tax values that cross the border."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaxRule:
    """The rate of one tax category at the destination, parts per million. None: the default category."""

    tax_category_id: int | None
    rate_ppm: int
    label: str = ""
