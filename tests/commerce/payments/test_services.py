"""Attempts, refunds and the sweeps that look after them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from commerce.channels import services as channels
from commerce.checkout import services as checkout
from commerce.orders import queries as orders
from commerce.orders.models import Order
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries, services
from commerce.payments.errors import NotPayable, PaymentUnavailable, RefundTooLarge
from commerce.payments.models import Notification, Payment, PaymentAttempt, PaymentEvent, Refund
from commerce.payments.providers import BaseProvider, PaymentProvider
from tests import factories as make
from tests.payments import Remote, signed_capture

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "1")


@pytest.fixture
def order(shop_with_test_pay: Remote) -> OrderFacts:
    return make.make_order(payment_method="test_pay")


@pytest.fixture
def attempt(order: OrderFacts) -> PaymentAttempt:
    return PaymentAttempt.objects.get(payment__order_id=order.id)


@pytest.fixture
def paid(order: OrderFacts, attempt: PaymentAttempt, emulator: Remote) -> OrderFacts:
    emulator.decide(attempt.merchant_ref)
    checkout.returned(order_id=order.id)
    return orders.facts(order.id)


def refund(order: OrderFacts, amount: int, key: str = "k") -> tuple[int, ...]:
    return checkout.refund(order_id=order.id, amount=amount, reason="scratch", actor=STAFF, key=key)


def test_the_shopper_is_led_to_the_provider(order, attempt, emulator):
    summary = queries.summary(order.id)

    assert (attempt.state, summary.is_open) == ("awaiting_customer", True)
    assert summary.action.kind == "redirect"
    assert summary.action.url.startswith(emulator.address)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "{base}/en/checkout/result/{token}/"),
        ("https://app.test/done?order={token}", "https://app.test/done?order={token}"),
        ("https://app.test/done", "https://app.test/done"),
    ],
)
def test_the_provider_knows_where_to_send_the_shopper_back(order, emulator, settings, asked, given):
    services.cancel_open_attempts(order_id=order.id)
    checkout.pay_again(order_id=order.id, method="test_pay", return_url=asked)

    address = emulator.charges()[0]["return_url"]
    assert address == given.replace("{base}", settings.BASE_URL).replace("{token}", order.token)


def test_a_plugin_that_breaks_leaves_the_order_and_an_unknown_outcome(order, monkeypatch, settings):
    def burst(*args):
        raise ZeroDivisionError

    services.cancel_open_attempts(order_id=order.id)
    monkeypatch.setattr("plugins.test_pay.provider.TestPay.create", burst)

    action = checkout.begin(order_id=order.id, method="test_pay", return_url="http://x/")

    attempt = PaymentAttempt.objects.latest("id")
    assert (action.kind, action.data["state"]) == ("none", "unknown")
    assert (attempt.state, attempt.error_code) == ("unknown", "plugin_failed")
    assert attempt.next_query_at is not None


def test_a_method_that_is_off_or_unknown_cannot_be_paid_with(order):
    channels.set_plugin(channel=order.channel_code, plugin="test_pay", enabled=False)

    for method in ("test_pay", "no_such_method", "bank_transfer"):
        with pytest.raises(PaymentUnavailable):
            checkout.pay_again(order_id=order.id, method=method, return_url="http://x/")
    assert checkout.begin(order_id=order.id, method="x", return_url="").data["code"] == "payment_unavailable"


def test_money_underway_is_looked_after_when_its_method_is_switched_off(order, attempt, emulator):
    emulator.decide(attempt.merchant_ref)
    channels.set_plugin(channel=order.channel_code, plugin="test_pay", enabled=False)

    assert checkout.returned(order_id=order.id) == "confirmed"


def test_a_paid_order_is_not_paid_again(paid):
    with pytest.raises(NotPayable):
        checkout.pay_again(order_id=paid.id, method="test_pay", return_url="http://x/")


def test_nothing_is_offered_for_nothing():
    make.make_payment_method("bank_transfer")

    assert queries.options(make.make_context(), 0, "CN") == ()
    assert [way.code for way in queries.options(make.make_context(), 1, "CN")] == ["bank_transfer"]


def test_sums_follow_events(paid, attempt):
    refund(paid, 300)
    for refund_id in Refund.objects.values_list("id", flat=True):
        checkout.send_refund(refund_id=refund_id)

    payment = Payment.objects.get(order_id=paid.id)
    kinds = dict(PaymentEvent.objects.values_list("kind", "amount"))
    assert kinds["captured"] == payment.captured_amount == paid.total_amount
    assert kinds["refunded"] == payment.refunded_amount == 300
    assert orders.facts(paid.id).payment_status == "partially_refunded"
    assert orders.facts(paid.id).refunded_amount == 300


def test_a_refund_is_reserved_before_the_provider_is_called(paid):
    refund(paid, 300)

    summary = queries.summary(paid.id)
    assert (summary.returning_amount, summary.refunded_amount) == (300, 0)


@pytest.mark.parametrize("amount", [0, -1, 10**12])
def test_more_than_is_left_cannot_go_back(paid, amount):
    with pytest.raises(RefundTooLarge):
        refund(paid, amount)
    assert not Refund.objects.exists()


def test_refunds_add_up_to_what_was_paid_and_no_further(paid):
    refund(paid, 1, "a")
    refund(paid, paid.total_amount - 1, "b")

    with pytest.raises(RefundTooLarge):
        refund(paid, 1, "c")


def test_the_same_key_refunds_once(paid):
    assert refund(paid, 300, "same") == refund(paid, 300, "same")

    assert Refund.objects.count() == 1


def test_all_given_back_ends_the_order(paid):
    (refund_id,) = refund(paid, paid.total_amount)
    checkout.send_refund(refund_id=refund_id)

    end = orders.facts(paid.id)
    assert (end.status, end.payment_status) == ("refunded", "refunded")


def test_a_refused_refund_frees_its_amount_and_shows(paid, attempt, emulator):
    emulator.switch(attempt.merchant_ref, refuse_refund=True)
    (refund_id,) = refund(paid, 300)

    assert checkout.send_refund(refund_id=refund_id) == "failed"

    row = Refund.objects.get()
    assert (row.state, row.last_error) == ("failed", "refund_refused")
    assert queries.summary(paid.id).kept_amount == paid.total_amount
    assert Refund.objects.count() == 1


def test_a_pending_refund_is_asked_for_until_it_is_done(paid, attempt, emulator):
    emulator.switch(attempt.merchant_ref, pending_refund=True)
    (refund_id,) = refund(paid, 300)
    assert checkout.send_refund(refund_id=refund_id) == "unknown"
    assert checkout.send_open_refunds() == 0

    Refund.objects.update(next_attempt_at=timezone.now())
    assert checkout.send_open_refunds() == 1

    assert Refund.objects.get().state == "done"
    assert emulator.charges()[0]["refunded"] == 300


def test_a_failed_settlement_is_finished_by_the_sweep(order, attempt, emulator, monkeypatch):
    """Acknowledged once stored, whatever becomes of the order at first."""

    def crash(**_):
        raise RuntimeError("the stock is on fire")

    monkeypatch.setattr("commerce.inventory.services.allocate", crash)
    outcome = tell(order, attempt)
    assert (outcome.status, outcome.verdict) == (200, "accepted")
    assert orders.facts(order.id).status == "pending_payment"
    assert queries.summary(order.id).captured_amount == order.total_amount

    monkeypatch.undo()
    assert checkout.settle_unsettled() == 1

    assert orders.facts(order.id).status == "confirmed"
    assert checkout.settle_unsettled() == 0


def tell(order, attempt, **changes):
    fields = {"amount": order.total_amount, "currency": order.currency}
    body, headers = signed_capture(attempt.merchant_ref, **{**fields, **changes})
    return checkout.handle_notification("test_pay", body, headers, channel=order.channel_code)


def test_a_message_that_cannot_be_stored_is_sent_again(order, attempt, monkeypatch):
    def full(**_):
        raise OperationalError("disk full")

    monkeypatch.setattr("commerce.payments.services.record", full)

    assert tell(order, attempt).status == 503


def test_a_message_for_another_account_of_ours_is_kept_and_not_believed(order, attempt, settings):
    PaymentAttempt.objects.update(account="acct_somebody_else")

    assert tell(order, attempt).verdict == "foreign_account"
    assert queries.summary(order.id).captured_amount == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"event_id": "evt\u0000"},
        {"event_id": "x" * 300},
        {"event_id": ""},
        {"effect": "\ud800"},
        {"amount": 10**30},
        {"amount": -(10**30)},
        {"currency": "x" * 200},
    ],
)
def test_signed_nonsense_is_refused_without_an_error(order, attempt, changes):
    assert tell(order, attempt, **changes).status in (200, 401)
    assert queries.summary(order.id).captured_amount == 0
    assert orders.facts(order.id).status == "pending_payment"


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[]", b"null", b"[" * 100_000, b'{"amount": 1e400}', b"\x00"]
)
def test_unsigned_nonsense_is_refused_without_an_error(order, body):
    outcome = checkout.handle_notification("test_pay", body, {"X-Test-Pay-Signature": "v1=é"})

    assert outcome.status == 401
    assert not Notification.objects.exists()


def test_too_large_a_message_is_refused(order):
    assert checkout.handle_notification("test_pay", b"x" * (256 * 1024 + 1), {}).status == 413


def test_a_provider_nobody_knows_is_not_there(order):
    assert checkout.handle_notification("no_such", b"{}", {}).status == 404


def test_without_a_secret_every_message_is_forged(order, attempt, settings):
    settings.TEST_PROVIDER_SECRET = ""

    assert tell(order, attempt, secret="anything").verdict == "no_secret"


def test_an_unanswered_provider_is_asked_less_and_less_often(order, attempt, settings):
    settings.PAYMENT_QUERY_SECONDS = 60
    waits = []
    for _ in range(12):
        PaymentAttempt.objects.update(next_query_at=timezone.now() - timedelta(seconds=1))
        before = timezone.now()
        services.query_open()
        attempt.refresh_from_db()
        waits.append(round((attempt.next_query_at - before).total_seconds()))

    assert waits[:5] == [60, 120, 300, 600, 1800]
    assert waits == sorted(waits) and waits[-1] == 24 * 3600


def test_authorized_money_of_a_canceled_order_is_let_go(order, emulator, django_capture_on_commit_callbacks):
    channels.set_plugin(
        channel=order.channel_code, plugin="test_pay", enabled=True, settings={"capture": "manual"}
    )
    services.cancel_open_attempts(order_id=order.id)
    checkout.pay_again(order_id=order.id, method="test_pay", return_url="http://x/")
    attempt = PaymentAttempt.objects.latest("id")
    emulator.decide(attempt.merchant_ref)
    assert checkout.returned(order_id=order.id) == "confirmed"

    with django_capture_on_commit_callbacks(execute=True):
        checkout.cancel(order_id=order.id, actor=STAFF)

    states = {charge["merchant_ref"]: charge["state"] for charge in emulator.charges()}
    assert states[attempt.merchant_ref] == "voided"
    assert queries.summary(order.id).authorized_amount == 0


def test_one_pass_of_all_jobs_finds_a_lost_payment(order, attempt, emulator, capsys):
    emulator.switch(attempt.merchant_ref, lost=True)
    emulator.decide(attempt.merchant_ref)
    PaymentAttempt.objects.update(next_query_at=timezone.now())

    call_command("run_due_jobs", "--json")

    assert orders.facts(order.id).status == "confirmed"
    outcomes = json.loads(capsys.readouterr().out)
    assert {"commerce.checkout.jobs.query_open_attempts", "commerce.checkout.jobs.settle_unsettled"} <= set(
        outcomes
    )


def test_a_free_order_needs_no_payment(shop_with_test_pay):
    order = make.make_order(payment_method="test_pay")
    services.cancel_open_attempts(order_id=order.id)
    Order.objects.update(total_amount=0)

    action = checkout.begin(order_id=order.id, method="", return_url="http://x/")

    assert (action.kind, action.data["state"]) == ("none", "free")
    assert orders.facts(order.id).status == "confirmed"


def test_the_careful_base_of_providers_believes_nobody():
    class Cheque(BaseProvider):
        code = "cheque"
        name = "Cheque"

    provider: PaymentProvider = Cheque({})

    assert provider.is_offered(amount=1, currency="CNY", country="CN")
    assert provider.query("x") == ()
    assert provider.refunds_by_hand and not provider.is_online
