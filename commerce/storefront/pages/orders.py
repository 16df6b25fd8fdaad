"""An order as its buyer sees it: the result of checkout, tracking, the account."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from commerce.checkout.queries import can_cancel
from commerce.core.context import CommerceContext
from commerce.documents.queries import documents_of
from commerce.fulfillment.queries import shipments_of
from commerce.fulfillment.types import ShipmentView
from commerce.orders.states import Command, Status
from commerce.orders.types import OrderFacts, OrderLineView, OrderSummary, OrderView
from commerce.payments import queries as payments
from commerce.payments.types import NextAction
from themes.engine.contracts import (
    Action,
    CheckoutLineData,
    FormData,
    ImageData,
    LinkData,
    Notice,
    OrderCardData,
    OrderContext,
    OrderData,
    OrderLineData,
    ResultContext,
    RetryData,
    ShipmentData,
    TimelineStep,
    TotalsData,
)

from ..address_form import address_data
from ..meta import PRIVATE, meta_for
from ..paths import here, product_path
from ..pictures import images
from ..prices import money
from ..shell import shell
from .checkout import payment_cards
from .totals import totals

PICTURES_OF_CARD = 4
PAID = frozenset({"paid", "partially_refunded", "authorized"})


def result_context(request: HttpRequest, ctx: CommerceContext, order: OrderView) -> ResultContext:
    """What became of *Place order*, and what to do next."""
    facts = order.facts
    summary = payments.find_summary(facts.id)
    action = summary.action if summary else NextAction("none")
    state = result_state(facts, action, is_open=bool(summary and summary.is_open))
    pictures = images([line.image_id for line in order.lines], "line")
    own = here("result", token=facts.token)
    return ResultContext(
        shell=shell(request, ctx, meta_for(request, ctx, title=_("Your order"), robots=PRIVATE)),
        state=state,
        number=facts.number,
        total=money(facts.total_amount, facts.currency, ctx.language),
        tracking_url=here("tracking", token=facts.token),
        continue_url=here("products"),
        email=facts.email,
        instructions=instructions(action) if state == "transfer" else None,
        pay_by=facts.pay_by if facts.status == Status.PENDING_PAYMENT else None,
        pay_url=action.url if state == "waiting" and action.kind == "redirect" else "",
        retry=_retry(facts, ctx) if state == "failed" else None,
        poll_url=own if state == "waiting" else "",
        lines=tuple(
            CheckoutLineData(
                title=line.name,
                quantity=line.quantity,
                total=money(
                    line.unit_amount * line.quantity - line.discount_amount, facts.currency, ctx.language
                ),
                options=line.option_label,
                image=pictures.get(line.image_id) if line.image_id else None,
            )
            for line in order.lines
        ),
        totals=order_totals(order, ctx),
        address=address_data(order.shipping_address, ctx.language) if order.shipping_address else None,
        account_form=_keep_form(request, facts) if state in ("paid", "confirmed", "transfer") else None,
    )


def result_state(facts: OrderFacts, action: NextAction, *, is_open: bool) -> str:
    """The page's state by the order's and its payment's own."""
    if facts.status == Status.PENDING_PAYMENT:
        if action.kind == "instructions":
            return "transfer"
        return "waiting" if is_open else "failed"
    if facts.status in (Status.CANCELED, Status.REFUNDED):
        return "canceled"
    return "confirmed" if facts.payment_status == "collect" else "paid"


def instructions(action: NextAction) -> Markup:
    """A list of terms where the provider gave rows, else its text by lines."""
    rows = action.data.get("rows")
    if isinstance(rows, list | tuple) and rows:
        pairs = (Markup("<dt>{}</dt><dd>{}</dd>").format(label, value) for label, value in rows)
        return Markup("<dl>{}</dl>").format(Markup("").join(pairs))
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in action.text.splitlines() if line)


def _retry(facts: OrderFacts, ctx: CommerceContext) -> RetryData:
    options = payments.options(ctx, facts.total_amount, facts.country)
    codes = [option.code for option in options]
    selected = facts.payment_method_code if facts.payment_method_code in codes else (codes or [""])[0]
    return RetryData(
        action=here("pay_again", token=facts.token), payments=payment_cards(options, selected, "payment")
    )


def _keep_form(request: HttpRequest, facts: OrderFacts) -> FormData | None:
    """Offer a guest an account under the order's address; a link there opens it."""
    if request.user.is_authenticated or not facts.email:
        return None
    return FormData(
        id="keep-order",
        action=here("keep"),
        fields=(),
        submit=_("Send me the link"),
        hidden=(("token", facts.token),),
    )


def order_context(
    request: HttpRequest,
    ctx: CommerceContext,
    order: OrderView,
    *,
    nav: tuple[LinkData, ...] = (),
    breadcrumbs: tuple[LinkData, ...] = (),
    notices: tuple[Notice, ...] = (),
) -> OrderContext:
    """Tracking by link, and with `nav` the order in the account."""
    title = _("Order {number}").format(number=order.facts.number)
    return OrderContext(
        shell=shell(request, ctx, meta_for(request, ctx, title=title, robots=PRIVATE)),
        order=order_data(order, ctx),
        nav=nav,
        breadcrumbs=breadcrumbs,
        notices=notices,
    )


def order_data(order: OrderView, ctx: CommerceContext) -> OrderData:
    facts = order.facts
    pictures = images([line.image_id for line in order.lines], "line")
    lines = {line.id: order_line(line, facts, pictures, ctx) for line in order.lines}
    method = facts.payment_method_code
    names = {one.code: one.name for one in payments.options(ctx, max(facts.total_amount, 1), facts.country)}
    return OrderData(
        number=facts.number,
        state=facts.status,
        state_label=order.status_label,
        state_note=order.status_note,
        tone=order.tone,
        placed_at=facts.placed_at,
        lines=tuple(lines.values()),
        totals=order_totals(order, ctx),
        email=facts.email,
        pay_by=facts.pay_by if facts.status == Status.PENDING_PAYMENT else None,
        payment_label=names.get(method, "") or order.payment_label,
        payment_status=order.payment_label if names.get(method) else "",
        delivery_label=order.shipping_method_name,
        shipping_address=address_data(order.shipping_address, ctx.language)
        if order.shipping_address
        else None,
        billing_address=address_data(order.billing_address, ctx.language) if order.billing_address else None,
        shipments=tuple(
            shipment_data(at, parcel, lines) for at, parcel in enumerate(shipments_of(facts.id), 1)
        ),
        timeline=timeline(order),
        actions=order_actions(facts),
        note=order.note,
        documents=document_links(facts),
    )


def order_line(
    line: OrderLineView, facts: OrderFacts, pictures: dict[int, ImageData], ctx: CommerceContext
) -> OrderLineData:
    total = line.unit_amount * line.quantity - line.discount_amount
    partly = 0 < line.shipped_quantity < line.quantity
    return OrderLineData(
        title=line.name,
        quantity=line.quantity,
        unit_price=money(line.unit_amount, facts.currency, ctx.language),
        total=money(total, facts.currency, ctx.language),
        options=line.option_label,
        sku=line.sku,
        url=product_path("", line.product_public_id, ctx.language, line.variant_public_id),
        image=pictures.get(line.image_id) if line.image_id else None,
        status=_("{shipped} of {quantity} shipped").format(
            shipped=line.shipped_quantity, quantity=line.quantity
        )
        if partly
        else "",
    )


def order_totals(order: OrderView, ctx: CommerceContext) -> TotalsData:
    """The order's own stored figures; nothing is computed anew."""
    every = [*order.adjustments, *(one for line in order.lines for one in line.adjustments)]
    return totals(
        currency=order.facts.currency,
        language=ctx.language,
        items=order.items_amount,
        adjustments=[(one.label, one.amount) for one in every],
        shipping=order.shipping_amount,
        shipping_label=order.shipping_method_name,
        tax=order.tax_amount,
        tax_included=order.prices_include_tax,
        total=order.facts.total_amount,
    )


def shipment_data(at: int, parcel: ShipmentView, lines: dict[int, OrderLineData]) -> ShipmentData:
    return ShipmentData(
        number=str(at),
        carrier=parcel.carrier_name,
        tracking_number=parcel.tracking_number,
        state_label=pgettext("order", "Delivered") if parcel.delivered_at else _("On its way"),
        tracking_url=parcel.tracking_url,
        shipped_at=parcel.shipped_at,
        delivered_at=parcel.delivered_at,
        lines=tuple(lines[line_id] for line_id, _quantity in parcel.lines if line_id in lines),
    )


def timeline(order: OrderView) -> tuple[TimelineStep, ...]:
    """Placed, paid, shipped, arrived: when each was reached, or what came instead."""
    reached = {entry.command: entry for entry in order.history}
    if order.facts.status in (Status.CANCELED, Status.REFUNDED, Status.RETURNED):
        return tuple(
            TimelineStep(entry.command, entry.label, entry.at, entry is order.history[-1])
            for entry in order.history
        )
    steps = (
        (pgettext("order", "Placed"), (Command.PLACE,)),
        (pgettext("order", "Confirmed"), (Command.CONFIRM,)),
        (pgettext("order", "Shipped"), (Command.SHIP_REST, Command.SHIP_SOME)),
        (pgettext("order", "Delivered"), (Command.DELIVER,)),
    )
    found = [
        (commands[0], label, next((reached[one].at for one in commands if one in reached), None))
        for label, commands in steps
    ]
    last = max((place for place, (_code, _label, at) in enumerate(found) if at is not None), default=0)
    return tuple(
        TimelineStep(str(code), label, at, place == last) for place, (code, label, at) in enumerate(found)
    )


def order_actions(facts: OrderFacts) -> tuple[Action, ...]:
    """What the buyer may do with it now."""
    token = facts.token
    actions = []
    if facts.status == Status.PENDING_PAYMENT:
        actions.append(Action("pay", _("Pay now"), here("result", token=token), "get", "primary"))
    if facts.status == Status.SHIPPED:
        actions.append(
            Action("deliver", _("I have received it"), here("order_deliver", token=token), style="primary")
        )
    if can_cancel(facts):
        actions.append(
            Action("cancel", _("Cancel order"), here("order_cancel", token=token), "get", "danger")
        )
    if facts.status not in (Status.PENDING_PAYMENT, Status.CONFIRMED):
        actions.append(Action("again", _("Buy again"), here("order_again", token=token)))
    return tuple(actions)


def document_links(facts: OrderFacts) -> tuple[LinkData, ...]:
    """The order's invoice and credit notes. One query."""
    return tuple(
        LinkData(
            f"{each.title} {each.number}",
            here("order_document", token=facts.token, document=each.public_id),
        )
        for each in documents_of(facts.id)
    )


def order_cards(found: Iterable[OrderSummary], ctx: CommerceContext) -> tuple[OrderCardData, ...]:
    """Orders in a list. One query, for all their pictures."""
    found = list(found)
    pictures = images([line.image_id for one in found for line in one.lines], "line")
    cards = []
    for one in found:
        facts = one.facts
        shown = [pictures[line.image_id] for line in one.lines if line.image_id in pictures]
        pay = [action for action in order_actions(facts) if action.code in ("pay", "again")]
        cards.append(
            OrderCardData(
                number=facts.number,
                url=here("order", public_id=facts.public_id),
                placed_at=facts.placed_at,
                state=facts.status,
                state_label=one.status_label,
                tone=one.tone,
                total=money(facts.total_amount, facts.currency, ctx.language),
                quantity=one.quantity,
                summary=" · ".join(dict.fromkeys(line.name for line in one.lines)),
                images=tuple(shown[:PICTURES_OF_CARD]),
                actions=tuple(pay[:1]),
            )
        )
    return tuple(cards)
