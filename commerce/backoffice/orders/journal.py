"""What staff says and does about an order beyond moving it on: notes to each other, money by hand. It is kept
in the admin's log; customers never see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.log_actions import registry as logs

from commerce.core.errors import Text
from commerce.orders.models import Order

from .facts import TimelineEntry

NOTE = "qilou.order.note"
MONEY: Mapping[str, Text] = {
    "qilou.order.mark_paid": _("Recorded a payment by hand"),
    "qilou.order.refund": _("Gave money back"),
    "qilou.order.refund_sent": _("Marked a refund as sent"),
}


def add_note(*, order_id: int, text: str, key: str) -> None:
    """Keep `text` with the order, by whom the admin knows to be at work; the same `key` once."""
    order = Order.objects.get(pk=order_id)
    if not logs.get_logs_for_instance(order).filter(action=NOTE, data__key=key).exists():
        log(instance=order, action=NOTE, data={"note": text, "key": key})


def journal(order: Order, money: Callable[[int], str]) -> list[TimelineEntry]:
    """Notes and what was done about money, with who it was. One query."""
    rows = logs.get_logs_for_instance(order).filter(action__in=[NOTE, *MONEY]).select_related("user")
    return [
        TimelineEntry(row.timestamp, "", str(row.user or ""), row.data["note"], is_words=True)
        if row.action == NOTE
        else TimelineEntry(
            row.timestamp, str(MONEY[row.action]), str(row.user or ""), _of_money(row.data, money)
        )
        for row in rows
    ]


def _of_money(data: Mapping[str, object], money: Callable[[int], str]) -> str:
    """`¥16.00 · BANK-1`, as far as it is known."""
    amount = data.get("amount")
    parts = (money(amount) if isinstance(amount, int) else "", str(data.get("words") or ""))
    return " · ".join(part for part in parts if part)
