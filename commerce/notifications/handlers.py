"""Which facts people are told about."""

from __future__ import annotations

from functools import partial

from commerce.core.listeners import on
from commerce.fulfillment import queries as shipments
from commerce.orders.events import OrderCanceled, OrderConfirmed, OrderPlaced, OrderShipped, ShipmentSent
from commerce.payments import queries as payments
from commerce.payments.events import InstructionsGiven, RefundOpened

from . import letters
from .services import tell_about_order


@on(OrderPlaced)
def order_placed(event: OrderPlaced) -> None:
    tell_about_order(
        order_id=event.order_id, kind="order_placed", fact=event.order_public_id, write=letters.placed
    )


@on(InstructionsGiven)
def payment_instructions(event: InstructionsGiven) -> None:
    action = payments.get_action(event.attempt_public_id)
    tell_about_order(
        order_id=event.order_id,
        kind="payment_instructions",
        fact=event.attempt_public_id,
        write=partial(letters.instructions, action=action),
    )


@on(OrderConfirmed)
def order_confirmed(event: OrderConfirmed) -> None:
    tell_about_order(
        order_id=event.order_id, kind="order_confirmed", fact=event.order_public_id, write=letters.confirmed
    )


@on(ShipmentSent)
def part_shipped(event: ShipmentSent) -> None:
    _tell_shipped(event)


@on(OrderShipped)
def rest_shipped(event: OrderShipped) -> None:
    _tell_shipped(event)


@on(OrderCanceled)
def order_canceled(event: OrderCanceled) -> None:
    tell_about_order(
        order_id=event.order_id,
        kind="order_canceled",
        fact=event.order_public_id,
        write=partial(letters.canceled, reason=event.reason),
    )


@on(RefundOpened)
def refund_opened(event: RefundOpened) -> None:
    """The shopper learns of money on its way back when that is decided, not when a bank has moved it."""
    tell_about_order(
        order_id=event.order_id,
        kind="refund",
        fact=event.refund_public_id,
        write=partial(letters.refunded, amount=event.amount, reason=event.reason),
    )


def _tell_shipped(event: ShipmentSent | OrderShipped) -> None:
    if not event.shipment_id:  # staff moved the order by hand: there is no parcel to speak of
        return
    tell_about_order(
        order_id=event.order_id,
        kind="shipped",
        fact=str(event.shipment_id),
        write=lambda order, link: letters.shipped(order, link, shipments.get_shipment(event.shipment_id)),
    )
