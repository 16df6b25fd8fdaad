"""States of attempts and refunds, and which verified fact leads where. Data only."""

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

# kind of a verified fact -> (states it may move, state it moves to). Money that came is believed from
# every state, also after cancellation; nothing leads back from captured.
FACTS: dict[str, tuple[frozenset[AttemptState], AttemptState]] = {
    "authorized": (OPEN | CLOSED, A.AUTHORIZED),
    "captured": (OPEN | CLOSED | {A.AUTHORIZED, A.COLLECT}, A.CAPTURED),
    "failed": (OPEN, A.FAILED),
    "voided": (OPEN | {A.AUTHORIZED}, A.VOIDED),
}

# What a provider's answer to `create` may say at once. Money is never believed from there alone.
ANSWERS = frozenset({A.AWAITING_CUSTOMER, A.PROCESSING, A.COLLECT})


def follow(state: str, kind: str) -> str:
    """The state after a verified fact of `kind`; unchanged where it would move backwards."""
    sources, target = FACTS.get(kind, (frozenset(), A.CREATED))
    return target if state in sources else state


class RefundState(StrEnum):
    PENDING = "pending"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(state.value, state.value) for state in cls]


REFUND_OPEN = frozenset({RefundState.PENDING, RefundState.UNKNOWN})
