"""Facts about orders."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class OrderEvent(Event):
    order_id: int
    order_public_id: str


@dataclass(frozen=True)
class OrderPlaced(OrderEvent):
    total_amount: int
    currency: str


@dataclass(frozen=True)
class OrderConfirmed(OrderEvent):
    pass


@dataclass(frozen=True)
class OrderCanceled(OrderEvent):
    reason: str = ""


@dataclass(frozen=True)
class ShipmentSent(OrderEvent):
    shipment_id: int = 0


@dataclass(frozen=True)
class OrderShipped(OrderEvent):
    shipment_id: int = 0


@dataclass(frozen=True)
class OrderDelivered(OrderEvent):
    pass


@dataclass(frozen=True)
class OrderReturned(OrderEvent):
    pass


@dataclass(frozen=True)
class OrderCompleted(OrderEvent):
    pass


@dataclass(frozen=True)
class OrderRefunded(OrderEvent):
    pass
