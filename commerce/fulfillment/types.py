"""Shipments as readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A parcel. `carrier` is a code of `carriers.CARRIERS`, `carrier_name` in the reader's language."""

    public_id: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime
    delivered_at: datetime | None
    lines: tuple[tuple[int, int], ...]  # (order line id, quantity)
    carrier_name: str = ""
