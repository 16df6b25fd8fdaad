"""Writes of payments. Every function opens its own transactions unless its docstring says otherwise.

Providers are called outside transactions, always after the row that remembers the call is committed.
"""

from .reconciling import check_bill
from .recording import count_rejection, lock_summary, mark_settled, record, record_by_hand
from .refunding import mark_refunded, open_refund, send_refund
from .starting import begin, open_attempt, start
from .watching import cancel_open_attempts, capture, query_attempt, query_open, void_authorized

__all__ = [
    "begin",
    "cancel_open_attempts",
    "capture",
    "check_bill",
    "count_rejection",
    "lock_summary",
    "mark_refunded",
    "mark_settled",
    "open_attempt",
    "open_refund",
    "query_attempt",
    "query_open",
    "record",
    "record_by_hand",
    "send_refund",
    "start",
    "void_authorized",
]
