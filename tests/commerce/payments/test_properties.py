"""Whatever happens in whatever order: never more back than came in, and the sums are those of the rows."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce.checkout import services as checkout
from commerce.orders import queries as orders
from commerce.orders.types import Actor
from commerce.payments import services
from commerce.payments.errors import ProviderRefused, ProviderUnavailable, RefundTooLarge
from commerce.payments.models import Payment, PaymentAttempt, PaymentEvent, Refund
from commerce.payments.providers import BaseProvider
from commerce.payments.services.recording import apply_facts
from commerce.payments.types import ProviderFact
from tests import factories as make

STAFF = Actor("staff", "1")


class Moody(BaseProvider):
    """Refunds, refuses or stays silent, as it is told."""

    code = "moody"
    name = "Moody"
    refunds_by_hand = False
    mood = "done"

    def refund(self, *, merchant_ref: str, refund_ref: str, amount: int, currency: str) -> ProviderFact:
        if self.mood == "refused":
            raise ProviderRefused("moody")
        if self.mood == "silent":
            raise ProviderUnavailable
        kind = "refunded" if self.mood == "done" else "info"
        return ProviderFact(merchant_ref, kind, amount, currency, f"re-{refund_ref}", refund_ref=refund_ref)


amounts = st.integers(1, 14_000)
steps = st.one_of(
    st.tuples(st.just("pay"), st.sampled_from(["T1", "T2"]), st.sampled_from([11_000, 11_000, 4_000])),
    st.tuples(st.just("refund"), amounts),
    st.tuples(st.just("send"), st.sampled_from(["done", "refused", "silent", "pending"])),
    st.tuples(st.just("desk"), st.sampled_from(["d1", "d2"]), amounts),
    st.tuples(st.just("settle")),
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(steps, min_size=1, max_size=9))
def test_money_adds_up_whatever_happens(plan):
    order = make.make_order()
    moody = Moody()

    with patch("commerce.payments.services.refunding.provider_behind", lambda *_: moody):
        for number, (what, *facts) in enumerate(plan):
            step(order, moody, what, facts, key=str(number))
            check(order)


def step(order, moody: Moody, what: str, facts: list, *, key: str) -> None:
    attempt = PaymentAttempt.objects.get(payment__order_id=order.id)
    if what == "pay":
        checkout.mark_paid(order_id=order.id, amount=facts[1], reference=facts[0], actor=STAFF)
    elif what == "refund":
        try:
            checkout.refund(order_id=order.id, amount=facts[0], reason="", actor=STAFF, key=key)
        except RefundTooLarge as refusal:
            assert facts[0] > refusal.data["left"]
    elif what == "send":
        moody.mood = facts[0]
        Refund.objects.filter(state__in=("pending", "unknown")).update(next_attempt_at=timezone.now())
        checkout.send_open_refunds()
    elif what == "desk":
        desk = ProviderFact(attempt.merchant_ref, "refunded", facts[1], "CNY", facts[0])
        apply_facts(attempt.pk, [desk], "webhook")
    else:
        checkout.settle_order(order_id=order.id)


def check(order) -> None:
    payment = Payment.objects.get(order_id=order.id)
    captured = total(PaymentEvent.objects.filter(attempt__payment=payment, kind="captured"))
    returned = total(PaymentEvent.objects.filter(attempt__payment=payment, kind="refunded"))
    reserved = total(Refund.objects.filter(attempt__payment=payment).exclude(state="failed"))
    done = total(Refund.objects.filter(attempt__payment=payment, state="done"))

    assert payment.captured_amount == captured
    assert payment.refunded_amount == reserved <= captured
    assert returned == done
    checkout.settle_order(order_id=order.id)
    facts = orders.facts(order.id)
    assert (facts.captured_amount, facts.refunded_amount) == (captured, returned)
    assert services.lock_summary(order.id)[1] == {}


def total(rows) -> int:
    return rows.aggregate(total=Sum("amount"))["total"] or 0
