"""What each letter says. Pure words: an order's view goes in, a `Letter` in the active language comes out."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.core.formats import format_money
from commerce.core.money import Money
from commerce.customers.addresses import format_address
from commerce.documents.queries import title_of
from commerce.fulfillment.types import ShipmentView
from commerce.orders.types import OrderView
from commerce.payments.types import NextAction

from .types import Letter, Row


def placed(order: OrderView, link: str) -> Letter:
    """The order has come in; it is yet to be paid unless the next letter says otherwise."""
    number = order.facts.number
    return Letter(
        subject=_("We have received your order %(number)s") % {"number": number},
        heading=_("Thank you for your order"),
        preheader=_goods(order),
        paragraphs=(_("We have received your order %(number)s.") % {"number": number},),
        rows=_order_rows(order),
        total=_total(order),
        closing=_address(order),
        link=(_("View your order"), link),
        short=_("We have received your order %(number)s. %(link)s") % {"number": number, "link": link},
    )


def confirmed(order: OrderView, link: str) -> Letter:
    """Paid, or to be paid at the door: the order is being got ready."""
    number = order.facts.number
    is_paid = order.facts.captured_amount >= order.facts.total_amount
    if is_paid:
        subject = _("We have received your payment for order %(number)s") % {"number": number}
        heading = _("Your payment has arrived")
    else:
        subject = _("Your order %(number)s is confirmed") % {"number": number}
        heading = _("Your order is confirmed")
    return Letter(
        subject=subject,
        heading=heading,
        preheader=_goods(order),
        paragraphs=(_("We are getting your order %(number)s ready.") % {"number": number},),
        rows=_order_rows(order),
        total=_total(order),
        closing=_address(order),
        link=(_("View your order"), link),
        links=((f"{title_of('invoice')} (PDF)", f"{link}invoice/"),) if is_paid else (),
        short=f"{subject}. {link}",
    )


def instructions(order: OrderView, link: str, action: NextAction) -> Letter:
    """How to pay an order whose method waits for the shopper, such as a transfer."""
    number = order.facts.number
    rows = tuple((str(label), str(value)) for label, value in action.data.get("rows", ()))
    return Letter(
        subject=_("How to pay for your order %(number)s") % {"number": number},
        heading=_("How to pay"),
        paragraphs=(_("Please pay with these details. We ship when the money has arrived."),),
        rows=rows,
        closing=() if rows else tuple(action.text.splitlines()),
        link=(_("View your order"), link),
        short=_("Please pay for order %(number)s: %(link)s") % {"number": number, "link": link},
    )


def shipped(order: OrderView, link: str, shipment: ShipmentView) -> Letter:
    """A parcel is on its way: what is in it and where to follow it."""
    facts = {
        "number": order.facts.number,
        "carrier": shipment.carrier_name,
        "tracking": shipment.tracking_number,
    }
    inside = dict(shipment.lines)
    goods: tuple[Row, ...] = tuple(
        (_name(line.name, line.option_label), f"× {inside[line.id]}")
        for line in order.lines
        if line.id in inside
    )
    return Letter(
        subject=_("Your order %(number)s is on its way") % facts,
        heading=_("Your parcel is on its way"),
        preheader=f"{shipment.carrier_name} {shipment.tracking_number}",
        paragraphs=(_("%(carrier)s carries it under the number %(tracking)s.") % facts,),
        rows=goods,
        closing=_address(order),
        link=(_("Track the parcel"), shipment.tracking_url or link),
        short=_("Your order %(number)s is on its way: %(carrier)s %(tracking)s.") % facts,
    )


def canceled(order: OrderView, link: str, reason: str) -> Letter:
    """The order will not come: nobody paid, or somebody canceled."""
    facts = {"number": order.facts.number}
    why = (
        _("Order %(number)s was canceled because it was not paid in time.") % facts
        if reason == "not_paid"
        else _("Order %(number)s was canceled.") % facts
    )
    paragraphs = [why]
    if order.facts.captured_amount > 0:
        paragraphs.append(_("What you paid goes back the way it came."))
    return Letter(
        subject=_("Your order %(number)s was canceled") % facts,
        heading=_("Your order was canceled"),
        paragraphs=tuple(paragraphs),
        rows=_order_rows(order),
        total=_total(order),
        link=(_("View your order"), link),
        short=f"{why} {link}",
    )


REFUND_REASONS = ("late_payment", "paid_twice", "canceled")


def refunded(order: OrderView, link: str, amount: int, reason: str) -> Letter:
    """Money is on its way back, and why. `amount` in minor units of the order's currency."""
    facts = {
        "number": order.facts.number,
        "amount": _money(order, amount),
    }
    if reason == "late_payment":
        why = _("Your payment for order %(number)s arrived after the order was canceled.") % facts
    elif reason == "paid_twice":
        why = _("More money than it costs has arrived for your order %(number)s.") % facts
    else:
        why = _("This concerns your order %(number)s.") % facts
    return Letter(
        subject=_("We are returning %(amount)s for order %(number)s") % facts,
        heading=_("Your refund is on its way"),
        paragraphs=(
            why,
            _("We are returning %(amount)s the way you paid. Banks may take a few days.") % facts,
        ),
        link=(_("View your order"), link),
        short=_("We are returning %(amount)s for order %(number)s.") % facts,
    )


def _order_rows(order: OrderView) -> tuple[Row, ...]:
    """Goods, deductions and delivery, as on the receipt."""

    def money(amount: int) -> str:
        return _money(order, amount)

    rows = [
        (
            f"{_name(line.name, line.option_label)} × {line.quantity}",
            money(line.unit_amount * line.quantity),
        )
        for line in order.lines
    ]
    if order.discount_amount:
        rows.append((_("Discount"), money(-order.discount_amount)))
    if order.shipping_amount or order.shipping_method_name:
        rows.append((order.shipping_method_name or _("Delivery"), money(order.shipping_amount)))
    if order.tax_amount and not order.prices_include_tax:
        rows.append((_("Tax"), money(order.tax_amount)))
    return tuple(rows)


def _total(order: OrderView) -> Row:
    return (_("Total"), _money(order, order.facts.total_amount))


def _money(order: OrderView, amount: int) -> str:
    return format_money(Money(amount, order.facts.currency), order.facts.language)


def _address(order: OrderView) -> tuple[str, ...]:
    fields = order.shipping_address
    if not fields:
        return ()
    lines = [fields.get("name", ""), *format_address(fields, order.facts.language)]
    address = pgettext("between lines of an address", ", ").join(line for line in lines if line)
    return (_("Delivery to: %(address)s") % {"address": address},)


def _goods(order: OrderView) -> str:
    return ", ".join(line.name for line in order.lines)[:140]


def _name(name: str, options: str) -> str:
    return f"{name} ({options})" if options else name
