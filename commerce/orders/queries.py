"""Reading orders. Those that shoppers ask for start from who asks: a token, or a customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from commerce.core.compiled import Compiled
from commerce.core.errors import Text
from commerce.core.ids import digest

from . import texts
from .errors import UnknownOrder
from .models import Order, OrderAdjustment, OrderLine
from .types import (
    Actor,
    AdjustmentDraft,
    HistoryEntry,
    LineFacts,
    OrderFacts,
    OrderLineView,
    OrderSummary,
    OrderView,
)

# The columns of OrderFacts, in its order; `shipping_address` gives the country.
FACT_COLUMNS = (
    "id", "public_id", "number", "token", "status", "payment_status", "fulfillment_status", "channel_id",
    "channel__code", "customer_id", "email", "phone", "language", "currency", "total_amount",
    "captured_amount", "refunded_amount", "payment_method_code", "shipping_method_code",
    "shipping_address", "pay_by", "placed_at", "confirmed_at", "delivered_at",
)  # fmt: skip
_COUNTRY = FACT_COLUMNS.index("shipping_address")
_read_facts = Compiled(lambda key: Order.objects.filter(pk=key).values_list(*FACT_COLUMNS))


def facts_from(rows: Sequence[tuple[Any, ...]]) -> OrderFacts:
    """The one row of `FACT_COLUMNS`. Raises UnknownOrder for none."""
    if not rows:
        raise UnknownOrder
    values = list(rows[0])
    values[_COUNTRY] = str((values[_COUNTRY] or {}).get("country", ""))
    return OrderFacts(*values)


def facts_of(order: Order) -> OrderFacts:
    """The row as a plain value; reads its channel, so select it with the row."""
    return OrderFacts(
        id=order.pk,
        public_id=order.public_id,
        number=order.number,
        token=order.token,
        status=order.status,
        payment_status=order.payment_status,
        fulfillment_status=order.fulfillment_status,
        channel_id=order.channel_id,
        channel_code=order.channel.code,
        customer_id=order.customer_id,
        email=order.email,
        phone=order.phone,
        language=order.language,
        currency=order.currency,
        total_amount=order.total_amount,
        captured_amount=order.captured_amount,
        refunded_amount=order.refunded_amount,
        payment_method_code=order.payment_method_code,
        shipping_method_code=order.shipping_method_code,
        country=str(order.shipping_address.get("country", "")),
        pay_by=order.pay_by,
        placed_at=order.placed_at,
        confirmed_at=order.confirmed_at,
        delivered_at=order.delivered_at,
    )


def _one(**lookup: object) -> Order:
    order = Order.objects.select_related("channel").filter(**lookup).first()
    if order is None:
        raise UnknownOrder
    return order


def facts(order_id: int) -> OrderFacts:
    """The order, unlocked. Raises UnknownOrder."""
    return facts_from(_read_facts(order_id))


def get_by_token(token: str) -> OrderFacts:
    """The order whose tracking link carries `token`. Raises UnknownOrder."""
    return facts_of(_one(token_digest=digest(token)))


def get_for_customer(customer_id: int, public_id: str) -> OrderFacts:
    """A customer's own order. Raises UnknownOrder, also for somebody else's."""
    return facts_of(_one(customer_id=int(customer_id), public_id=public_id))


def get_by_public_id(public_id: str) -> OrderFacts:
    """An order for staff and providers. Raises UnknownOrder."""
    return facts_of(_one(public_id=public_id))


def find_by_number(number: str) -> OrderFacts | None:
    """An order for staff and providers by its number, or None."""
    order = Order.objects.select_related("channel").filter(number=number).first()
    return facts_of(order) if order else None


def find_by_source(source_key: str) -> OrderFacts | None:
    """What was placed from `source_key` ("cart:<public id>"), or None."""
    order = Order.objects.select_related("channel").filter(source_key=source_key).first()
    return facts_of(order) if order else None


def overdue_ids(now: datetime, limit: int = 200) -> list[int]:
    """Unpaid orders whose time to pay was over at `now`, oldest first."""
    late = Order.objects.filter(status="pending_payment", pay_by__lte=now).order_by("pay_by")
    return list(late.values_list("pk", flat=True)[:limit])


def line_facts(order_id: int) -> tuple[LineFacts, ...]:
    """How much of each line there is to ship, in the order of the lines."""
    rows = OrderLine.objects.filter(order_id=order_id).order_by("position")
    return tuple(
        LineFacts(row.pk, row.variant_id, row.quantity, row.shipped_quantity, row.requires_shipping)
        for row in rows.only("variant_id", "quantity", "shipped_quantity", "requires_shipping")
    )


def orders_of(customer_id: int, status: str | Iterable[str] | None = None) -> QuerySet[Order]:
    """A customer's orders, latest first, for paging; give a page of them to `summaries`."""
    rows = Order.objects.filter(customer_id=int(customer_id)).select_related("channel").order_by("-id")
    if status:
        rows = rows.filter(status__in=[status] if isinstance(status, str) else list(status))
    return rows


def status_counts(customer_id: int) -> dict[str, int]:
    """How many orders a customer has in each status; states without one are absent."""
    rows = Order.objects.filter(customer_id=int(customer_id)).order_by().values_list("status")
    return dict(rows.annotate(Count("id")))


def summaries(orders: Iterable[Order], language: str) -> tuple[OrderSummary, ...]:
    """Orders as a list shows them. One query for the lines of all."""
    rows = list(orders)
    lines: dict[int, list[OrderLineView]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=rows).order_by("order_id", "position"):
        lines[line.order_id].append(_line_view(line, ()))
    with translation.override(language):
        return tuple(
            OrderSummary(
                facts=facts_of(row),
                status_label=texts.status_label(row.status),
                tone=texts.tone(row.status),
                line_count=len(lines[row.pk]),
                quantity=sum(line.quantity for line in lines[row.pk]),
                lines=tuple(lines[row.pk]),
            )
            for row in rows
        )


def order_view(order_id: int, language: str) -> OrderView:
    """A whole order with lines, adjustments and history, in four queries. Raises UnknownOrder."""
    order = _one(pk=order_id)
    by_line: dict[int | None, list[AdjustmentDraft]] = defaultdict(list)
    for row in OrderAdjustment.objects.filter(order=order).order_by("id"):
        by_line[row.line_id].append(AdjustmentDraft(row.kind, row.source, row.label, row.amount))
    with translation.override(language):
        history = tuple(
            HistoryEntry(
                change.command,
                change.from_status,
                change.to_status,
                texts.command_label(change.command),
                Actor(change.actor_kind, change.actor_id),
                change.note,
                change.at,
            )
            for change in order.history.order_by("id")
        )
        return OrderView(
            facts=facts_of(order),
            status_label=texts.status_label(order.status),
            status_note=texts.status_note(order.status),
            tone=texts.tone(order.status),
            payment_label=texts.payment_label(order.payment_status),
            lines=tuple(
                _line_view(line, tuple(by_line[line.pk])) for line in order.lines.order_by("position")
            ),
            adjustments=tuple(by_line[None]),
            history=history,
            items_amount=order.items_amount,
            discount_amount=order.discount_amount,
            shipping_amount=order.shipping_amount,
            tax_amount=order.tax_amount,
            prices_include_tax=order.prices_include_tax,
            shipping_method_name=order.shipping_method_name,
            shipping_address=order.shipping_address,
            billing_address=order.billing_address,
            note=order.note,
            price_trace=order.price_trace,
            policy_revisions=order.policy_revisions,
            theme_code=order.theme_code,
            theme_version=order.theme_version,
        )


def _line_view(line: OrderLine, adjustments: tuple[AdjustmentDraft, ...]) -> OrderLineView:
    return OrderLineView(
        id=line.pk,
        public_id=line.public_id,
        product_public_id=line.product_public_id,
        variant_public_id=line.variant_public_id,
        sku=line.sku,
        name=line.name,
        option_label=line.option_label,
        quantity=line.quantity,
        shipped_quantity=line.shipped_quantity,
        list_amount=line.list_amount,
        unit_amount=line.unit_amount,
        discount_amount=line.discount_amount,
        tax_amount=line.tax_amount,
        tax_rate_ppm=line.tax_rate_ppm,
        total_amount=line.total_amount,
        requires_shipping=line.requires_shipping,
        image_id=line.image_id,
        page_revision_id=line.page_revision_id,
        adjustments=adjustments,
    )


def is_delivery_chosen(method_code: str) -> bool:
    """Whether any order was placed with this delivery method. Reads orders without an index: for staff."""
    return Order.objects.filter(shipping_method_code=method_code).exists()


class HasOrders:
    """Why the currency of a channel with orders stays."""

    def reason(self, channel_id: int) -> Text:
        is_used = Order.objects.filter(channel_id=channel_id).exists()
        return _("Orders were placed in this currency.") if is_used else ""
