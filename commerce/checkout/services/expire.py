"""Letting go of orders that were not paid in time."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from commerce.core.locking import with_retries
from commerce.inventory import services as inventory
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.errors import TransitionRefused
from commerce.orders.states import Command
from commerce.orders.types import SYSTEM
from commerce.payments import queries as payment_queries
from commerce.payments import services as payments

from .settle import settle_order, settle_quietly

logger = logging.getLogger(__name__)


def expire_overdue() -> int:
    """Cancel what is past its pay-by and cannot be paid any more; how many orders.

    One order's trouble does not stop the others. Safe to run twice at once.
    """
    return sum(_expire_quietly(order_id) for order_id in order_queries.overdue_ids(timezone.now()))


def expire(*, order_id: int) -> bool:
    """Cancel one overdue order and return its stock; False when it was just paid or may still be.

    Asks providers to close open attempts before the transaction: an attempt that cannot be closed
    keeps its order, for money may be on its way. Locks order → payment → stock.
    """
    if not payments.cancel_open_attempts(order_id=order_id):
        settle_quietly(order_id=order_id)
        return False
    return with_retries(lambda: _expire(order_id))


@transaction.atomic
def _expire(order_id: int) -> bool:
    orders.lock_order(order_id)
    is_open = payment_queries.has_open_attempts(order_id)
    settle_order(order_id=order_id)
    try:
        orders.transition(
            order_id=order_id,
            command=Command.EXPIRE,
            actor=SYSTEM,
            has_open_attempt=is_open,
            reason="not_paid",
        )
    except TransitionRefused:
        return False  # paid, canceled or tried again between the look and the lock
    settle_order(order_id=order_id)
    inventory.release(order_id=order_id)
    return True


def _expire_quietly(order_id: int) -> bool:
    try:
        return expire(order_id=order_id)
    except Exception:  # whatever it is, the order stays overdue and the next sweep comes back to it
        logger.exception("expiry failed", extra={"order": order_id})
        return False
