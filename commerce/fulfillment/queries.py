"""Reads of shipments."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from . import carriers
from .models import Shipment
from .types import ShipmentView


def shipments_of(order_id: int) -> tuple[ShipmentView, ...]:
    """The order's parcels, first sent first, names in the active language. Two queries."""
    rows = Shipment.objects.filter(order_id=order_id).prefetch_related("lines")
    return tuple(view(row) for row in rows)


def get_shipment(shipment_id: int) -> ShipmentView:
    """One parcel, by the id that events carry. Raises `Shipment.DoesNotExist`. Two queries."""
    return view(Shipment.objects.prefetch_related("lines").get(pk=shipment_id))


def view(row: Shipment) -> ShipmentView:
    """The row as a value; reads its lines."""
    return ShipmentView(
        public_id=row.public_id,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=carriers.tracking_url(row.carrier, row.tracking_number),
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        lines=tuple((line.order_line_id, line.quantity) for line in row.lines.all()),
        carrier_name=carriers.carrier_name(row.carrier),
    )


def orders_to_deliver(shipped_before: datetime, limit: int = 200) -> list[int]:
    """Orders all on their way whose last parcel was sent before the instant and never reported back."""
    rows = Shipment.objects.filter(order__status="shipped", order__shipped_at__lte=shipped_before)
    return list(dict.fromkeys(rows.order_by("order_id").values_list("order_id", flat=True)[:limit]))


def orders_to_complete(delivered_before: datetime, limit: int = 200) -> list[int]:
    """Delivered and paid orders whose window is over at the instant."""
    rows = Shipment.objects.filter(
        order__status="delivered",
        order__delivered_at__lte=delivered_before,
        order__captured_amount__gte=F("order__total_amount"),
    )
    return list(dict.fromkeys(rows.order_by("order_id").values_list("order_id", flat=True)[:limit]))
