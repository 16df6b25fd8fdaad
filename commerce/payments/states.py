"""States of attempts and refunds, and which may follow which. Data only."""

from __future__ import annotations

from enum import StrEnum


class AttemptState(StrEnum):
    CREATED = "created"
    AWAITING_CUSTOMER = "awaiting_customer"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    COLLECT = "collect"  # money is handed over on delivery
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELED = "canceled"
    VOIDED = "voided"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(state.value, state.value) for state in cls]


A = AttemptState
OPEN = frozenset({A.CREATED, A.AWAITING_CUSTOMER, A.PROCESSING, A.UNKNOWN})
CLOSED = frozenset({A.FAILED, A.EXPIRED, A.CANCELED, A.VOIDED})


class RefundState(StrEnum):
    PENDING = "pending"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(state.value, state.value) for state in cls]
