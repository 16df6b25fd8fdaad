"""Sending parcels and seeing them arrive."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import CommerceError, InvalidInput
from commerce.core.locking import with_retries
from commerce.inventory import services as inventory
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.states import Command, Status
from commerce.orders.types import SYSTEM, Actor, LineFacts

from . import carriers, queries
from .errors import NotShippable
from .models import Shipment, ShipmentLine
from .types import ShipmentView

logger = logging.getLogger(__name__)
MAX_KEY_LENGTH = 80


def ship(
    *,
    order_id: int,
    carrier: str,
    tracking_number: str,
    quantities: Mapping[int, int] | None = None,
    key: str,
    actor: Actor,
) -> ShipmentView:
    """A parcel with all that remains, or with `quantities` by order line id; stock leaves the shelf.

    Idempotent by order and `key`: a repetition gets the first parcel. Raises InvalidInput (carrier,
    number, quantities), NotShippable. Locks order → stock.
    """
    number = carriers.check_number(carrier, tracking_number)
    key = f"{order_id}:{key[:MAX_KEY_LENGTH]}"

    @transaction.atomic
    def send() -> Shipment:
        order = orders.lock_order(order_id)
        known = Shipment.objects.filter(key=key).first()
        if known is not None:
            return known
        if order.status not in (Status.CONFIRMED, Status.PARTIALLY_SHIPPED):
            raise NotShippable(data={"status": order.status})
        packed = check_quantities(order_queries.line_facts(order_id), quantities)
        shipment = _insert(order_id, carrier, number, key, actor, packed)
        remaining = orders.follow_shipments(order_id=order_id, shipped=packed)
        orders.transition(
            order_id=order_id,
            command=Command.SHIP_SOME if remaining else Command.SHIP_REST,
            actor=actor,
            note=f"{carrier} {number}",
            shipment_id=shipment.pk,
        )
        inventory.ship(order_id=order_id, quantities=packed, key=shipment.public_id, actor_id=actor.id)
        return shipment

    return queries.view(with_retries(send))


def check_quantities(lines: tuple[LineFacts, ...], wanted: Mapping[int, int] | None) -> dict[int, int]:
    """What goes into a parcel, by order line id. Raises InvalidInput for more than remains, or nothing."""
    remaining = {line.id: line.quantity - line.shipped_quantity for line in lines}
    packed = {
        line: quantity for line, quantity in (remaining if wanted is None else wanted).items() if quantity
    }
    if not packed:
        raise InvalidInput(fields={"quantities": _("Choose what goes into the parcel.")})
    for line, quantity in packed.items():
        if quantity < 0 or quantity > remaining.get(line, 0):
            raise InvalidInput(
                fields={"quantities": _("A parcel cannot hold more than remains to be shipped.")},
                data={"line": line, "remaining": remaining.get(line, 0)},
            )
    return packed


def deliver(*, order_id: int, actor: Actor = SYSTEM) -> str:
    """Everything sent has arrived; the order's status afterwards. Again: no change.

    By a carrier's word, the shopper's (确认收货) or, when nobody says anything, time's. The return window
    opens: it is `complete` only when that is over. Raises TransitionRefused while something is still to be
    sent. Locks order.
    """

    @transaction.atomic
    def arrive() -> str:
        order = orders.lock_order(order_id)
        if order.status in (Status.DELIVERED, Status.COMPLETED):
            return order.status
        delivered = orders.transition(order_id=order_id, command=Command.DELIVER, actor=actor)
        Shipment.objects.filter(order_id=order_id, delivered_at=None).update(delivered_at=timezone.now())
        orders.follow_shipments(order_id=order_id, is_delivered=True)
        return delivered.status

    return with_retries(arrive)


def complete(*, order_id: int, actor: Actor = SYSTEM) -> str:
    """The purchase is over; the order's status afterwards. Again: no change.

    Staff may say so at once; the clock does after AUTO_COMPLETE_SECONDS. Raises TransitionRefused before
    that, or while it is not paid in full. Locks order.
    """

    @transaction.atomic
    def end() -> str:
        order = orders.lock_order(order_id)
        if order.status == Status.COMPLETED:
            return order.status
        limit = timezone.now() - timedelta(seconds=settings.AUTO_COMPLETE_SECONDS)
        is_over = order.delivered_at is not None and order.delivered_at <= limit
        completed = orders.transition(
            order_id=order_id,
            command=Command.COMPLETE,
            actor=actor,
            is_window_over=is_over or actor.kind == "staff",
        )
        return completed.status

    return with_retries(end)


def deliver_due() -> int:
    """Take parcels for delivered that were sent AUTO_DELIVER_SECONDS ago; how many orders."""
    limit = timezone.now() - timedelta(seconds=settings.AUTO_DELIVER_SECONDS)
    return sum(_quietly(deliver, order_id) for order_id in queries.orders_to_deliver(limit))


def complete_due() -> int:
    """Complete orders whose window is over; how many."""
    limit = timezone.now() - timedelta(seconds=settings.AUTO_COMPLETE_SECONDS)
    return sum(_quietly(complete, order_id) for order_id in queries.orders_to_complete(limit))


def _quietly(step: Callable[..., str], order_id: int) -> bool:
    """One order's trouble does not stop the others; the next sweep comes back to it."""
    try:
        step(order_id=order_id)
    except CommerceError as refusal:
        logger.warning("sweep left an order", extra={"order": order_id, "code": refusal.code})
        return False
    return True


def _insert(
    order_id: int, carrier: str, number: str, key: str, actor: Actor, packed: Mapping[int, int]
) -> Shipment:
    shipment = Shipment.objects.create(
        order_id=order_id,
        carrier=carrier,
        tracking_number=number,
        key=key,
        shipped_at=timezone.now(),
        actor_id=actor.id,
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line_id=line, quantity=quantity)
        for line, quantity in packed.items()
    )
    return shipment
