"""What staff writes to each other about an order. Customers never see it; it is kept in the admin's log."""

from __future__ import annotations

from wagtail.log_actions import log
from wagtail.log_actions import registry as logs

from commerce.orders.models import Order

from .facts import TimelineEntry

ACTION = "qilou.order.note"


def add_note(*, order_id: int, text: str, key: str) -> None:
    """Keep `text` with the order, by whom the admin knows to be at work; the same `key` once."""
    order = Order.objects.get(pk=order_id)
    if not logs.get_logs_for_instance(order).filter(action=ACTION, data__key=key).exists():
        log(instance=order, action=ACTION, data={"note": text, "key": key})


def notes_of(order: Order) -> list[TimelineEntry]:
    """The notes with their writers, in the order of time. Two queries."""
    rows = logs.get_logs_for_instance(order).filter(action=ACTION).select_related("user")
    return [TimelineEntry(row.timestamp, "", str(row.user or ""), row.data["note"], True) for row in rows]
