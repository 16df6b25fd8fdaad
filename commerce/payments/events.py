"""Facts about money."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class PaymentCaptured(Event):
    """Money arrived for an order, whatever the order's state is by now."""

    order_id: int
    attempt_public_id: str
    amount: int
    currency: str


@dataclass(frozen=True)
class InstructionsGiven(Event):
    """A method asks the shopper to do something later, such as a transfer; the attempt says what."""

    order_id: int
    attempt_public_id: str


@dataclass(frozen=True)
class RefundOpened(Event):
    """Money is going back. `reason`: late_payment, paid_twice, canceled, or staff's own words."""

    order_id: int
    refund_public_id: str
    amount: int
    currency: str
    reason: str


@dataclass(frozen=True)
class RefundDone(Event):
    """The money of a refund has gone back, by our order or at the provider's own desk."""

    order_id: int
    refund_public_id: str
    amount: int
    currency: str
    reason: str


@dataclass(frozen=True)
class RefundFailed(Event):
    """The provider surely refused a refund; staff must look."""

    order_id: int
    refund_public_id: str
    amount: int
    currency: str
    reason: str
