"""The life of an order as one frozen table. Data only: no framework, no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
    """`command` leads from any of `sources` (none: a new order) to `target`, if `guard` holds.

    `guard` is a name in GUARDS, empty where nothing more is asked; `publishes` a class in `orders.events`.
    """

    command: Command
    sources: tuple[Status, ...]
    target: Status
    guard: str
    publishes: str


S, C = Status, Command

TABLE: tuple[Transition, ...] = (
    Transition(C.PLACE, (), S.PENDING_PAYMENT, "is_as_shown", "OrderPlaced"),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What guards may look at. Amounts in minor units of the order's currency; instants in UTC."""

    total: int
    now: datetime
    shown_total: int | None = None
    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    collects_on_delivery: bool = False
    captures_after_shipping: bool = False
    shipped_quantity: int = 0
    remaining_quantity: int = 0
    pay_by: datetime | None = None
    has_open_attempt: bool = False
    is_window_over: bool = False
    has_open_case: bool = False


def is_as_shown(facts: Facts) -> bool:
    """the total equals the total the shopper was shown"""
    return facts.shown_total == facts.total


def is_covered(facts: Facts) -> bool:
    """captured in full, or authorized where capture follows shipping, or collected on delivery, or free"""
    return (
        facts.captured >= facts.total
        or (facts.captures_after_shipping and facts.authorized >= facts.total)
        or facts.collects_on_delivery
    )


def nothing_shipped(facts: Facts) -> bool:
    """nothing was shipped"""
    return facts.shipped_quantity == 0


def is_overdue(facts: Facts) -> bool:
    """the time to pay is over and no payment attempt is open"""
    return facts.pay_by is not None and facts.pay_by <= facts.now and not facts.has_open_attempt


def quantity_remains(facts: Facts) -> bool:
    """something is shipped and something remains"""
    return facts.remaining_quantity > 0


def nothing_remains(facts: Facts) -> bool:
    """nothing remains to be shipped"""
    return facts.remaining_quantity == 0


def is_settled(facts: Facts) -> bool:
    """the return window is over, no case is open, and it is paid in full"""
    return facts.is_window_over and not facts.has_open_case and facts.captured >= facts.total


def is_fully_refunded(facts: Facts) -> bool:
    """everything captured was refunded"""
    return facts.refunded >= facts.captured > 0


GUARDS: Mapping[str, Callable[[Facts], bool]] = {
    guard.__name__: guard
    for guard in (
        is_as_shown,
        is_covered,
        nothing_shipped,
        is_overdue,
        quantity_remains,
        nothing_remains,
        is_settled,
        is_fully_refunded,
    )
}

# These look at how much was shipped, which the order's own row does not say.
GUARDS_OF_QUANTITIES = frozenset({"nothing_shipped", "quantity_remains", "nothing_remains"})


def find(command: Command, status: Status | None) -> Transition | None:
    """The row for `command` on an order in `status` (None: a new order), if the table has one."""
    for row in TABLE:
        if row.command == command and (status in row.sources or (status is None and not row.sources)):
            return row
    return None


def payment_status(*, total: int, authorized: int, captured: int, refunded: int, collects: bool) -> str:
    """What the order's payment column says, from amounts alone. `collects`: money comes on delivery."""
    if captured and refunded >= captured:
        return "refunded"
    if refunded:
        return "partially_refunded"
    if captured >= total:
        return "paid"
    if captured:
        return "partially_paid"
    if authorized >= total:
        return "authorized"
    return "collect" if collects else "unpaid"


def fulfillment_status(*, ordered: int, shipped: int, is_delivered: bool) -> str:
    """What the order's delivery column says, from quantities alone."""
    if is_delivered:
        return "delivered"
    if shipped >= ordered:
        return "shipped"
    return "partial" if shipped else "unfulfilled"
