"""Canceling an order, by its shopper while that may be, or by staff until something was shipped."""

from __future__ import annotations

from django.db import transaction

from commerce.checkout.errors import NotCancelable
from commerce.checkout.queries import can_cancel
from commerce.core.locking import with_retries
from commerce.inventory import services as inventory
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.errors import TransitionRefused
from commerce.orders.states import Command, Status
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import services as payments

from .settle import settle_order


def cancel(*, order_id: int, actor: Actor, reason: str = "") -> OrderFacts:
    """The canceled order: its stock is free again, its money on the way back. Again: no change.

    Open attempts are closed at their providers first; money that arrives all the same is given back
    when it is recorded. Raises NotCancelable. Calls providers: must not run inside a transaction.
    Locks order → payment → stock.
    """
    order = order_queries.facts(order_id)
    if order.status == Status.CANCELED:
        return order
    if not can_cancel(order, actor):
        raise NotCancelable(data={"status": order.status})
    payments.cancel_open_attempts(order_id=order_id)
    return with_retries(lambda: _cancel(order_id, actor, reason))


@transaction.atomic
def _cancel(order_id: int, actor: Actor, reason: str) -> OrderFacts:
    order = orders.lock_order(order_id)
    if order.status == Status.CANCELED:
        return order
    if not can_cancel(order, actor):
        raise NotCancelable(data={"status": order.status})
    try:
        orders.transition(order_id=order_id, command=Command.CANCEL, actor=actor, note=reason, reason=reason)
    except TransitionRefused as refusal:
        raise NotCancelable(data=refusal.data) from refusal
    settle_order(order_id=order_id)
    inventory.release(order_id=order_id)
    return order_queries.facts(order_id)
