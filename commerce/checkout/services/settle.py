"""Settling: an order follows what is recorded of its money (transaction 2); sweeps finish what was left."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone

from commerce.channels import queries as channels
from commerce.core.locking import with_retries
from commerce.inventory import services as inventory
from commerce.orders import services as orders
from commerce.orders.states import Command, Facts, Status, find, is_covered
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries as payment_queries
from commerce.payments import services as payments
from commerce.payments.providers import providers
from commerce.payments.types import PaymentSummary

logger = logging.getLogger(__name__)
PROVIDER = Actor("provider")


@transaction.atomic
def settle_order(*, order_id: int, actor: Actor = PROVIDER) -> str:
    """Let an order follow the facts recorded of its money; its status afterwards. Again: no change.

    Covered: confirmed, its stock allocated. Canceled, or paid twice: the surplus goes back. All given
    back: refunded, what was not sent is free again. `actor`: who brought the facts, for the order's
    history. Locks order → payment → stock.
    """
    order = orders.lock_order(order_id)
    money, facts = payments.lock_summary(order_id)
    money = money or PaymentSummary(currency=order.currency, amount=order.total_amount)
    order = orders.follow_payment(
        order_id=order_id,
        order=order,
        authorized=money.authorized_amount,
        captured=money.captured_amount,
        refunded=money.refunded_amount,
        collects_on_delivery=money.collects_on_delivery,
    )
    if order.status == Status.PENDING_PAYMENT and _is_covered(order, money):
        order = _confirm(order, money, actor)
    _return_surplus(order, money, facts)
    if 0 < money.captured_amount <= money.refunded_amount and find(Command.REFUND_ALL, Status(order.status)):
        order = orders.transition(order_id=order_id, order=order, command=Command.REFUND_ALL, actor=actor)
        inventory.release(order_id=order_id)
    payments.mark_settled(facts)
    return order.status


def settle_quietly(*, order_id: int) -> bool:
    """Settle, and leave to the sweep what fails: the fact is recorded, its sender need not know."""
    try:
        with_retries(partial(settle_order, order_id=order_id))
    except Exception:  # whatever it is, the recorded fact stays unsettled and the sweep comes back to it
        logger.exception("settling failed", extra={"order": order_id})
        return False
    return True


def settle_unsettled() -> int:
    """Settle orders whose recorded facts were left by a crash or a failure; how many were settled."""
    return sum(settle_quietly(order_id=pk) for pk in payment_queries.unsettled_orders())


def query_open_attempts() -> int:
    """Ask providers about attempts that are due and settle what they tell; how many orders that was."""
    found = payments.query_open()
    return sum(settle_quietly(order_id=pk) for pk in found)


def send_refund(*, refund_id: int) -> str:
    """Ask a provider for an open refund and let its order follow; the refund's state.

    Calls the provider: must not run inside a transaction.
    """
    state = payments.send_refund(refund_id)
    settle_quietly(order_id=payment_queries.order_of_refund(refund_id))
    return state


def send_open_refunds() -> int:
    """Ask again for refunds whose time has come; how many were asked for."""
    due = payment_queries.refunds_to_send(timezone.now())
    for refund_id in due:
        send_refund(refund_id=refund_id)
    return len(due)


def reconcile() -> int:
    """Compare every provider's bill with the books; how many differences there are.

    Money that we did not know of is asked about and settled. What asking cannot cure is logged for
    staff; no order is changed on a bill's word alone.
    """
    differences = 0
    for channel in channels.active_channels():
        for code, _ in providers:
            found = payments.check_bill(provider=code, channel=channel.code)
            for difference in found:
                logger.error("bill and books differ", extra=dataclasses.asdict(difference))
                _ask_about(difference.merchant_ref)
            differences += len(found)
    return differences


def _ask_about(merchant_ref: str) -> None:
    attempt_id = payment_queries.find_attempt_id(merchant_ref)
    if attempt_id is None:
        return
    order_id = payments.query_attempt(attempt_id=attempt_id)
    if order_id is not None:
        settle_quietly(order_id=order_id)


def _is_covered(order: OrderFacts, money: PaymentSummary) -> bool:
    return is_covered(
        Facts(
            total=order.total_amount,
            now=timezone.now(),
            authorized=money.authorized_amount,
            # What came and went again before the order followed covers nothing.
            captured=money.captured_amount if money.kept_amount > 0 or not order.total_amount else 0,
            collects_on_delivery=money.collects_on_delivery,
            captures_after_shipping=True,
        )
    )


def _confirm(order: OrderFacts, money: PaymentSummary, actor: Actor) -> OrderFacts:
    """The step that everything before worked for; stock is locked last."""
    confirmed = orders.transition(
        order_id=order.id,
        order=order,
        command=Command.CONFIRM,
        actor=actor,
        authorized=money.authorized_amount,
        collects_on_delivery=money.collects_on_delivery,
        captures_after_shipping=True,
    )
    inventory.allocate(order_id=order.id)
    return confirmed


def _return_surplus(order: OrderFacts, money: PaymentSummary, facts: Mapping[int, str]) -> None:
    """Open the refund of money that is not owed: all of a canceled order's, or what came twice.

    Only when something new is known, or the order has ended: a refused refund is for staff to judge.
    """
    is_over = order.status in (Status.CANCELED, Status.REFUNDED)
    surplus = money.kept_amount - (0 if is_over else order.total_amount)
    if surplus <= 0 or not (facts or is_over):
        return
    has_come_now = "captured" in facts.values()
    if not is_over:
        reason = "paid_twice"
    else:
        reason = "late_payment" if has_come_now else "canceled"
    payments.open_refund(order_id=order.id, amount=surplus, reason=reason)
