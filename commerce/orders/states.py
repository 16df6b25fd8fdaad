"""The life of an order as one frozen table. Data only: no framework, no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where an order stands."""

    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    COMPLETED = "completed"
    CANCELED = "canceled"
    REFUNDED = "refunded"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, value) pairs for a column; `orders.texts` has the shopper's words."""
        return [(status.value, status.value) for status in cls]


class Command(StrEnum):
    """What may be asked of an order."""

    PLACE = "place"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    EXPIRE = "expire"
    SHIP_SOME = "ship_some"
    SHIP_REST = "ship_rest"
    DELIVER = "deliver"
    COME_BACK = "come_back"
    COMPLETE = "complete"
    REFUND_ALL = "refund_all"


@dataclass(frozen=True, slots=True)
class Transition:
    """`command` leads from any of `sources` (none: a new order) to `target`, if `guard` holds."""

    command: Command
    sources: tuple[Status, ...]
    target: Status
    guard: str
    publishes: str


S, C = Status, Command

TABLE: tuple[Transition, ...] = (
    Transition(C.PLACE, (), S.PENDING_PAYMENT, "total equals the total shown", "OrderPlaced"),
    Transition(C.CONFIRM, (S.PENDING_PAYMENT,), S.CONFIRMED, "is_covered", "OrderConfirmed"),
    Transition(C.CANCEL, (S.PENDING_PAYMENT, S.CONFIRMED), S.CANCELED, "nothing_shipped", "OrderCanceled"),
    Transition(C.EXPIRE, (S.PENDING_PAYMENT,), S.CANCELED, "is_overdue", "OrderCanceled"),
    Transition(
        C.SHIP_SOME,
        (S.CONFIRMED, S.PARTIALLY_SHIPPED),
        S.PARTIALLY_SHIPPED,
        "quantity_remains",
        "ShipmentSent",
    ),
    Transition(C.SHIP_REST, (S.CONFIRMED, S.PARTIALLY_SHIPPED), S.SHIPPED, "nothing_remains", "OrderShipped"),
    Transition(C.DELIVER, (S.SHIPPED,), S.DELIVERED, "", "OrderDelivered"),
    Transition(C.COME_BACK, (S.SHIPPED,), S.RETURNED, "", "OrderReturned"),
    Transition(C.COMPLETE, (S.DELIVERED,), S.COMPLETED, "is_settled", "OrderCompleted"),
    Transition(
        C.REFUND_ALL,
        (S.CONFIRMED, S.PARTIALLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.RETURNED, S.COMPLETED),
        S.REFUNDED,
        "is_fully_refunded",
        "OrderRefunded",
    ),
)
