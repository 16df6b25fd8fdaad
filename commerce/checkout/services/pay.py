"""Paying an order: begin, try again, come back, and what staff does with money by hand."""

from __future__ import annotations

import dataclasses
import logging
from functools import partial

from django.core.cache import cache
from django.db import transaction

from commerce.core.errors import CommerceError, InvalidInput
from commerce.core.locking import with_retries
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.states import Status
from commerce.orders.types import SYSTEM, Actor, OrderFacts
from commerce.payments import queries as payment_queries
from commerce.payments import services as payments
from commerce.payments.errors import NotPayable
from commerce.payments.providers import provider_for
from commerce.payments.types import Attempt, NextAction

from .settle import PROVIDER, settle_order, settle_quietly

logger = logging.getLogger(__name__)
# A browser that waits asks every few seconds; the provider is asked at most this often.
ASK_SECONDS = 2


def begin(
    *,
    order_id: int,
    method: str,
    return_url: str,
    order: OrderFacts | None = None,
    attempt: Attempt | None = None,
) -> NextAction:
    """What the shopper does to pay an order just placed. Never raises: the order stands.

    Free, or collected on delivery: confirmed at once, nothing to do. No answer from the provider:
    kind "none" with data `{"state": "unknown"}`; refused: `{"state": "failed", "code": …}`, and the
    shopper may pay again. Must run after the order's transaction: it calls the provider. `order` and
    `attempt`: what the caller has just written of them.
    """
    try:
        return _start(order or order_queries.facts(order_id), method, return_url, attempt)
    except CommerceError as refusal:
        return NextAction("none", data={"state": "failed", "code": refusal.code})
    except Exception:  # the order is committed; what became of its payment is found out by query
        logger.exception("payment could not begin", extra={"order": order_id})
        return NextAction("none", data={"state": "unknown"})


def pay_again(*, order_id: int, method: str, return_url: str) -> NextAction:
    """Another try for an unpaid order, with the same method or another one.

    Attempts with other methods are closed at their providers first; if one of them was just paid,
    the order is settled and nothing is left to do. Raises NotPayable, PaymentUnavailable,
    PaymentRefused. Calls providers: must not run inside a transaction.
    """
    order = order_queries.facts(order_id)
    if order.status != Status.PENDING_PAYMENT:
        raise NotPayable(data={"status": order.status})
    provider_for(method, order.channel_code)
    if payment_queries.summary(order_id).method != method:
        payments.cancel_open_attempts(order_id=order_id)
        if settle(order_id) != Status.PENDING_PAYMENT:
            return NextAction("none", data={"state": "captured"})
    return _start(order, method, return_url)


def returned(*, order_id: int, order: OrderFacts | None = None) -> str:
    """The shopper came back from the provider: ask it now rather than wait; the order's status.

    The return itself proves nothing and is not looked at. Asks at most every few seconds; never raises
    for a provider that does not answer. `order`: what the caller has just read of it.
    """
    order = order or order_queries.facts(order_id)
    is_waiting = order.status == Status.PENDING_PAYMENT
    if not is_waiting or not cache.add(f"payments.returned.{order_id}", 1, ASK_SECONDS):
        return order.status
    told = payments.query_open(order_id=order_id)
    for found in told:
        settle_quietly(order_id=found)
    return order_queries.facts(order_id).status if told else order.status


def mark_paid(*, order_id: int, amount: int, reference: str, actor: Actor) -> str:
    """Staff saw money arrive (a transfer, cash at the door); the order's status afterwards.

    `amount` in minor units of the order's currency. The same `reference` twice changes nothing. Too
    little leaves the order waiting, too much goes back. Raises InvalidInput, NotPayable.
    """
    reference = reference.strip()[:120]
    if amount <= 0 or not reference:
        raise InvalidInput(fields={"amount" if amount <= 0 else "reference": InvalidInput.message})
    with_retries(
        lambda: payments.record_by_hand(order_id=order_id, amount=amount, reference=reference, actor=actor)
    )
    return settle(order_id, actor)


def refund(*, order_id: int, amount: int, reason: str, actor: Actor, key: str) -> tuple[int, ...]:
    """Staff gives money back: refunds opened and on their way; their ids. The same `key` opens none twice.

    `amount` in minor units of the order's currency. Raises RefundTooLarge. Locks order → payment.
    """

    @transaction.atomic
    def open_it() -> tuple[int, ...]:
        orders.lock_order(order_id)
        return payments.open_refund(
            order_id=order_id, amount=amount, reason=reason[:200], actor=actor, key=key
        )

    return with_retries(open_it)


def mark_refunded(*, refund_public_id: str, reference: str, actor: Actor) -> str:
    """Staff has sent a refund by hand; the order's status afterwards."""
    order_id = payments.mark_refunded(refund_public_id=refund_public_id, reference=reference, actor=actor)
    return settle(order_id, actor)


def capture_authorized(*, order_id: int) -> bool:
    """Take authorized money now that goods are on their way; True when none is left to take."""
    is_done = payments.capture(order_id=order_id)
    settle_quietly(order_id=order_id)
    return is_done


def settle(order_id: int, actor: Actor = PROVIDER) -> str:
    """Let the order follow its money now, also when another transaction stands in the way for a moment."""
    return with_retries(partial(settle_order, order_id=order_id, actor=actor))


def _start(order: OrderFacts, method: str, return_url: str, attempt: Attempt | None = None) -> NextAction:
    """Begin with the attempt that was opened with the order, else with the one there is, else a new one."""
    if order.total_amount == 0:
        settle(order.id, SYSTEM)
        return NextAction("none", data={"state": "free"})
    if attempt is not None:
        started = payments.begin(order=order, attempt=attempt, return_url=return_url)
    else:
        started = payments.start(order_id=order.id, method=method, return_url=return_url, order=order)
    if started.state == "collect":
        settle(order.id, SYSTEM)
    return dataclasses.replace(started.action, data={**started.action.data, "state": started.state})
