"""What checkout does after commit: money follows parcels and cancellations."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from commerce.core.listeners import on
from commerce.orders.events import OrderCanceled, OrderShipped
from commerce.payments import queries as payment_queries
from commerce.payments import services as payments
from commerce.payments.events import RefundOpened

from .services import pay, settle


@on(RefundOpened)
def send_refund(event: RefundOpened) -> None:
    """Ask the provider, outside this delivery's transaction; the sweep asks again."""
    refund_id = payment_queries.refund_id(event.refund_public_id)
    transaction.on_commit(partial(settle.send_refund, refund_id=refund_id))


@on(OrderCanceled)
def give_back(event: OrderCanceled) -> None:
    """A canceled order keeps no money: what was captured goes back, what was authorized is let go."""
    settle.settle_order(order_id=event.order_id)
    transaction.on_commit(partial(payments.void_authorized, order_id=event.order_id))


@on(OrderShipped)
def take_authorized(event: OrderShipped) -> None:
    """Money that was only authorized is taken once everything is on its way."""
    transaction.on_commit(partial(pay.capture_authorized, order_id=event.order_id))
