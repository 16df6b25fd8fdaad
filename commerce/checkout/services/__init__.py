"""The use cases of buying, each a page to read aloud."""

from .notify import Outcome, handle_notification
from .pay import begin, capture_authorized, mark_paid, mark_refunded, pay_again, refund, returned
from .settle import query_open_attempts, send_open_refunds, send_refund, settle_order, settle_unsettled

__all__ = [
    "Outcome",
    "begin",
    "capture_authorized",
    "handle_notification",
    "mark_paid",
    "mark_refunded",
    "pay_again",
    "query_open_attempts",
    "refund",
    "returned",
    "send_open_refunds",
    "send_refund",
    "settle_order",
    "settle_unsettled",
]
