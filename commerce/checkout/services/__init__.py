"""The use cases of buying, each a page to read aloud."""

from .cancel import cancel
from .expire import expire, expire_overdue
from .notify import Outcome, handle_notification
from .pay import begin, capture_authorized, mark_paid, mark_refunded, pay_again, refund, returned
from .place import place_order
from .settle import (
    query_open_attempts,
    reconcile,
    send_open_refunds,
    send_refund,
    settle_order,
    settle_unsettled,
)

__all__ = [
    "Outcome",
    "begin",
    "cancel",
    "capture_authorized",
    "expire",
    "expire_overdue",
    "handle_notification",
    "mark_paid",
    "mark_refunded",
    "pay_again",
    "place_order",
    "query_open_attempts",
    "reconcile",
    "refund",
    "returned",
    "send_open_refunds",
    "send_refund",
    "settle_order",
    "settle_unsettled",
]
