"""Which verified fact leads where; nothing leads backwards."""

import pytest

from commerce.payments.states import AttemptState, follow

A = AttemptState


@pytest.mark.parametrize(
    ("state", "kind", "expected"),
    [
        (A.CREATED, "captured", A.CAPTURED),
        (A.UNKNOWN, "captured", A.CAPTURED),
        (A.CANCELED, "captured", A.CAPTURED),
        (A.FAILED, "captured", A.CAPTURED),
        (A.COLLECT, "captured", A.CAPTURED),
        (A.AUTHORIZED, "captured", A.CAPTURED),
        (A.CAPTURED, "failed", A.CAPTURED),
        (A.CAPTURED, "authorized", A.CAPTURED),
        (A.CAPTURED, "voided", A.CAPTURED),
        (A.AUTHORIZED, "failed", A.AUTHORIZED),
        (A.AUTHORIZED, "voided", A.VOIDED),
        (A.AWAITING_CUSTOMER, "failed", A.FAILED),
        (A.AWAITING_CUSTOMER, "info", A.AWAITING_CUSTOMER),
        (A.CAPTURED, "refunded", A.CAPTURED),
        (A.CREATED, "something new", A.CREATED),
    ],
)
def test_facts_move_attempts_forward_only(state, kind, expected):
    assert follow(state, kind) == expected


def test_nothing_leads_out_of_captured():
    assert {follow(A.CAPTURED, kind) for kind in ("authorized", "captured", "failed", "voided")} == {
        A.CAPTURED
    }
