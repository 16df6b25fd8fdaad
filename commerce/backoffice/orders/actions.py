"""What staff can do with an order: when it makes sense, what is asked, which service does it.

The services decide in the end; `is_offered` only keeps useless buttons off the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commerce.checkout import services as checkout
from commerce.core.errors import Text
from commerce.fulfillment import services as fulfillment
from commerce.orders.types import Actor, OrderView
from commerce.payments.types import PaymentSummary

from .forms import ActionForm, NoteForm, PaidForm, ReasonForm, RefundForm, ShipForm
from .journal import add_note

CHANGE_ORDER = "orders.change_order"
VIEW_ORDER = "orders.view_order"
RECORD_MONEY = "payments.change_payment"
GIVE_MONEY_BACK = "payments.add_refund"
#: Statuses of orders that have something left to send.
SHIPPABLE = ("confirmed", "partially_shipped")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do with an order. `note` says what will follow, `done` what has been done."""

    code: str
    label: Text
    icon: str
    note: Text
    done: Text
    permission: str
    form: type[ActionForm]
    is_offered: Callable[[OrderView, PaymentSummary], bool]
    perform: Callable[[OrderView, Any, Actor], object]
    is_grave: bool = False
    is_logged: bool = True  # False: `perform` writes the admin's log itself


def _ship(order: OrderView, form: ShipForm, actor: Actor) -> object:
    return fulfillment.ship(
        order_id=order.facts.id,
        carrier=form.cleaned_data["carrier"],
        tracking_number=form.cleaned_data["tracking_number"],
        quantities=form.quantities(),
        key=form.cleaned_data["key"],
        actor=actor,
    )


def _deliver(order: OrderView, form: ActionForm, actor: Actor) -> object:
    return fulfillment.deliver(order_id=order.facts.id, actor=actor)


def _complete(order: OrderView, form: ActionForm, actor: Actor) -> object:
    return fulfillment.complete(order_id=order.facts.id, actor=actor)


def _cancel(order: OrderView, form: ReasonForm, actor: Actor) -> object:
    return checkout.cancel(order_id=order.facts.id, actor=actor, reason=form.cleaned_data["reason"])


def _mark_paid(order: OrderView, form: PaidForm, actor: Actor) -> object:
    return checkout.mark_paid(
        order_id=order.facts.id,
        amount=form.cleaned_data["amount"],
        reference=form.cleaned_data["reference"],
        actor=actor,
    )


def _refund(order: OrderView, form: RefundForm, actor: Actor) -> object:
    return checkout.refund(
        order_id=order.facts.id,
        amount=form.cleaned_data["amount"],
        reason=form.cleaned_data["reason"],
        actor=actor,
        key=form.cleaned_data["key"],
    )


def _note(order: OrderView, form: NoteForm, actor: Actor) -> None:
    add_note(order_id=order.facts.id, text=form.cleaned_data["note"], key=form.cleaned_data["key"])


def _status_in(*statuses: str) -> Callable[[OrderView, PaymentSummary], bool]:
    return lambda order, money: order.facts.status in statuses


def _is_owed(order: OrderView, money: PaymentSummary) -> bool:
    return (
        order.facts.status not in ("canceled", "refunded")
        and money.captured_amount < order.facts.total_amount
    )


ACTIONS: Mapping[str, Action] = {
    action.code: action
    for action in (
        Action(
            "ship",
            _("Ship"),
            "upload",
            _("The stock leaves the shelf and the customer is told, with the tracking number."),
            _("The parcel is on its way and the customer is told."),
            CHANGE_ORDER,
            ShipForm,
            _status_in(*SHIPPABLE),
            _ship,
        ),
        Action(
            "mark-paid",
            _("Record a payment"),
            "check",
            _("For money that arrived outside of an online payment: a transfer, or cash at the door."),
            _("The payment is recorded."),
            RECORD_MONEY,
            PaidForm,
            _is_owed,
            _mark_paid,
        ),
        Action(
            "deliver",
            _("Mark as delivered"),
            "home",
            _("All parcels of this order have arrived."),
            _("The order is delivered."),
            CHANGE_ORDER,
            ActionForm,
            _status_in("shipped"),
            _deliver,
        ),
        Action(
            "complete",
            _("Complete"),
            "success",
            _("The purchase is over and the time to return things has ended. Refunds stay possible."),
            _("The order is completed."),
            CHANGE_ORDER,
            ActionForm,
            _status_in("delivered"),
            _complete,
        ),
        Action(
            "refund",
            _("Refund"),
            "rotate",
            _("The money goes back the way it came. A refund cannot be taken back."),
            _("The refund is on its way."),
            GIVE_MONEY_BACK,
            RefundForm,
            lambda order, money: money.kept_amount > 0,
            _refund,
            is_grave=True,
        ),
        Action(
            "cancel",
            _("Cancel the order"),
            "cross",
            _("The stock is free again and money already paid goes back. This cannot be undone."),
            _("The order is canceled."),
            CHANGE_ORDER,
            ReasonForm,
            _status_in("pending_payment", "confirmed"),
            _cancel,
            is_grave=True,
        ),
        Action(
            "note",
            _("Add a note"),
            "comment",
            _("For your colleagues. Customers never see it."),
            _("The note is kept with the order."),
            VIEW_ORDER,
            NoteForm,
            lambda order, money: True,
            _note,
            is_logged=False,
        ),
    )
}


def offered(order: OrderView, money: PaymentSummary, user: Any) -> list[Action]:
    """The actions that make sense in the order's state and that `user` may take."""
    return [
        action
        for action in ACTIONS.values()
        if user.has_perm(action.permission) and action.is_offered(order, money)
    ]
