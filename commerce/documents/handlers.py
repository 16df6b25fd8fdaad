"""Which facts make a document due. Issuing is idempotent, so any of them may come twice or in any order."""

from __future__ import annotations

from commerce.core.listeners import on
from commerce.orders import queries as orders
from commerce.orders.events import OrderConfirmed, OrderReturned, OrderShipped
from commerce.payments.events import PaymentCaptured, RefundDone

from . import services


@on(OrderConfirmed)
def order_confirmed(event: OrderConfirmed) -> None:
    services.issue_due(order_id=event.order_id)


@on(PaymentCaptured)
def payment_captured(event: PaymentCaptured) -> None:
    services.issue_due(order_id=event.order_id)


@on(OrderShipped)
def order_shipped(event: OrderShipped) -> None:
    services.issue_due(order_id=event.order_id)


@on(RefundDone)
def refund_done(event: RefundDone) -> None:
    """When the money has gone: a refund that a provider refuses must not leave a number behind."""
    services.issue_due(order_id=event.order_id)
    services.issue_credit_note(
        order_id=event.order_id,
        cause=f"refund:{event.refund_public_id}",
        amount=event.amount,
        reason=event.reason,
    )


@on(OrderReturned)
def order_returned(event: OrderReturned) -> None:
    """A parcel that was to be paid at the door came back: no money moves, yet nothing was sold."""
    services.issue_due(order_id=event.order_id)
    total = orders.facts(event.order_id).total_amount
    services.issue_credit_note(order_id=event.order_id, cause="returned", amount=total, reason="returned")
