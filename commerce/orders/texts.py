"""The shopper's words for states, as the market says them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.core.errors import Text

from .states import Command, Status

LABELS: Mapping[str, Text] = {
    Status.PENDING_PAYMENT: pgettext_lazy("order", "To pay"),
    Status.CONFIRMED: pgettext_lazy("order", "To ship"),
    Status.PARTIALLY_SHIPPED: pgettext_lazy("order", "Partly shipped"),
    Status.SHIPPED: pgettext_lazy("order", "Shipped"),
    Status.DELIVERED: pgettext_lazy("order", "Delivered"),
    Status.RETURNED: pgettext_lazy("order", "Came back"),
    Status.COMPLETED: pgettext_lazy("order", "Completed"),
    Status.CANCELED: pgettext_lazy("order", "Canceled"),
    Status.REFUNDED: pgettext_lazy("order", "Refunded"),
}

NOTES: Mapping[str, Text] = {
    Status.PENDING_PAYMENT: _("We are waiting for your payment."),
    Status.CONFIRMED: _("We are getting your order ready."),
    Status.PARTIALLY_SHIPPED: _("Part of your order is on its way."),
    Status.SHIPPED: _("Your order is on its way."),
    Status.DELIVERED: _("Your order has arrived."),
    Status.RETURNED: _("The parcel came back to us."),
    Status.COMPLETED: _("Thank you for your order."),
    Status.CANCELED: _("This order was canceled."),
    Status.REFUNDED: _("We have refunded this order."),
}

TONES: Mapping[str, str] = {
    Status.PENDING_PAYMENT: "waiting",
    Status.CONFIRMED: "waiting",
    Status.PARTIALLY_SHIPPED: "good",
    Status.SHIPPED: "good",
    Status.DELIVERED: "good",
    Status.COMPLETED: "good",
    Status.RETURNED: "bad",
    Status.CANCELED: "neutral",
    Status.REFUNDED: "neutral",
}

#: What is noted in a history and moves nothing.
OTHERS: Mapping[str, Text] = {"claim": _("Added to the customer’s account")}

COMMANDS: Mapping[str, Text] = {
    Command.PLACE: _("Order placed"),
    Command.CONFIRM: _("Order confirmed"),
    Command.CANCEL: _("Order canceled"),
    Command.EXPIRE: _("Canceled because it was not paid in time"),
    Command.SHIP_SOME: _("Part of the order shipped"),
    Command.SHIP_REST: _("Shipped"),
    Command.DELIVER: _("Delivered"),
    Command.COME_BACK: _("The parcel came back"),
    Command.COMPLETE: _("Completed"),
    Command.REFUND_ALL: _("Refunded"),
}

PAYMENTS: Mapping[str, Text] = {
    "unpaid": pgettext_lazy("payment", "Not paid"),
    "authorized": pgettext_lazy("payment", "Authorized"),
    "collect": pgettext_lazy("payment", "Pay on delivery"),
    "partially_paid": pgettext_lazy("payment", "Partly paid"),
    "paid": pgettext_lazy("payment", "Paid"),
    "partially_refunded": pgettext_lazy("payment", "Partly refunded"),
    "refunded": pgettext_lazy("payment", "Refunded"),
}

# The groups shoppers look for in their account, in this order, with the states each holds.
TABS: Mapping[str, tuple[Text, frozenset[Status]]] = {
    "to_pay": (pgettext_lazy("order", "To pay"), frozenset({Status.PENDING_PAYMENT})),
    "to_ship": (
        pgettext_lazy("order", "To ship"),
        frozenset({Status.CONFIRMED, Status.PARTIALLY_SHIPPED}),
    ),
    "shipped": (pgettext_lazy("order", "Shipped"), frozenset({Status.SHIPPED})),
    "done": (pgettext_lazy("order", "Completed"), frozenset({Status.DELIVERED, Status.COMPLETED})),
    "closed": (
        pgettext_lazy("order", "Canceled"),
        frozenset({Status.CANCELED, Status.REFUNDED, Status.RETURNED}),
    ),
}


def status_label(status: str) -> str:
    """The shopper's word for an order status in the active language."""
    return str(LABELS.get(status, status))


def status_note(status: str) -> str:
    """One sentence on what an order status means, in the active language."""
    return str(NOTES.get(status, ""))


def tone(status: str) -> str:
    """How a theme colors a status: "waiting", "good", "bad" or "neutral"."""
    return TONES.get(status, "neutral")


def command_label(command: str) -> str:
    """What happened, for an order's history, in the active language."""
    return str(COMMANDS.get(command) or OTHERS.get(command, command))


def payment_label(status: str) -> str:
    """The shopper's word for a payment status in the active language."""
    return str(PAYMENTS.get(status, status))
