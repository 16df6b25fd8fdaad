"""What every payment provider must do. Plugin authors: derive, fill in the gaps, run pytest.

    class TestMyPay(NotifyingContract):
        method = "my_pay"

        @pytest.fixture
        def gateway(self, settings, …) -> Gateway:
            …configure the plugin against your sandbox, and say how it behaves…

`ProviderContract` suits every method, offline ones too; `OnlineContract` adds what a gateway must
keep; `NotifyingContract` what its notifications must. The tests look at the shop's books (payments,
events, orders), never into the plugin.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from commerce.checkout import services as checkout
from commerce.checkout.services import Outcome
from commerce.orders import queries as orders
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries as payments
from commerce.payments import services
from commerce.payments.errors import ForgedNotification, ProviderRefused
from commerce.payments.models import Notification, PaymentAttempt, PaymentEvent, RejectedNotification
from commerce.payments.providers import PaymentProvider, provider_for, provider_origins
from commerce.payments.types import PaymentRequest
from tests import factories as make

RETURN_URL = "http://shop.test/result"
Signed = tuple[bytes, Mapping[str, str]]


class Gateway(Protocol):
    """The provider's side, as far as a test must move it."""

    def pay(self, merchant_ref: str) -> None:
        """The shopper pays an open attempt."""

    def number_of_charges(self, merchant_ref: str) -> int:
        """How many charges the provider holds for a reference: 0 or 1, if all is well."""

    def refunded(self, merchant_ref: str) -> int:
        """How much of an attempt the provider has given back, in minor units."""

    def silent(self, merchant_ref: str = "") -> AbstractContextManager[None]:
        """While it lasts, the provider does what it is told and its answers are lost."""

    def notification(
        self,
        merchant_ref: str,
        *,
        amount: int,
        currency: str,
        event_id: str = "evt-1",
        effect: str = "charge-1",
        seconds_old: int = 0,
        secret: str | None = None,
    ) -> Signed:
        """Body and headers of a correctly signed "captured" message; with another `secret`, a forged one."""


class ProviderContract:
    """Every way to pay."""

    method: ClassVar[str]
    settings_of_plugin: ClassVar[Mapping[str, str]] = {}

    @pytest.fixture
    def gateway(self) -> object:
        """Override to configure the plugin; offline methods need nothing."""
        return object()

    @pytest.fixture
    def order(self, db: None, gateway: object) -> OrderFacts:
        """An order placed with the method."""
        return make.make_order(payment_method=self.method)

    @pytest.fixture
    def provider(self, order: OrderFacts) -> PaymentProvider:
        return provider_for(self.method, order.channel_code)

    def attempt(self, order: OrderFacts) -> PaymentAttempt:
        return PaymentAttempt.objects.filter(payment__order_id=order.id).latest("id")

    def test_it_is_offered_and_says_what_it_is(self, order: OrderFacts) -> None:
        ways = payments.options(make.make_context(), order.total_amount, "CN")

        assert self.method in [way.code for way in ways]
        assert all(way.name for way in ways)

    def test_placing_leaves_one_attempt_for_the_whole_total(self, order: OrderFacts) -> None:
        attempt = self.attempt(order)

        assert (attempt.amount, attempt.currency) == (order.total_amount, order.currency)
        assert PaymentAttempt.objects.filter(payment__order_id=order.id).count() == 1

    def test_starting_alone_brings_no_money(self, order: OrderFacts) -> None:
        assert payments.summary(order.id).captured_amount == 0
        assert not PaymentEvent.objects.filter(kind="captured").exists()

    def test_starting_twice_is_one_attempt(self, order: OrderFacts) -> None:
        checkout.begin(order_id=order.id, method=self.method, return_url=RETURN_URL)

        assert PaymentAttempt.objects.filter(payment__order_id=order.id).count() == 1

    def test_without_a_secret_every_message_is_forged(self, provider: PaymentProvider) -> None:
        bare = type(provider)({})

        with pytest.raises(ForgedNotification):
            bare.verify(b'{"id": "x"}', {})


class OnlineContract(ProviderContract):
    """Gateways: they are asked, and they answer or not."""

    @pytest.fixture
    def gateway(self) -> Gateway:
        raise NotImplementedError("override `gateway`")

    @pytest.fixture
    def paid(self, order: OrderFacts, gateway: Gateway) -> OrderFacts:
        """The order, paid at the provider and found out by asking."""
        gateway.pay(self.attempt(order).merchant_ref)
        checkout.returned(order_id=order.id)
        return orders.facts(order.id)

    def request(self, merchant_ref: str, amount: int = 8_800) -> PaymentRequest:
        return PaymentRequest(
            merchant_ref=merchant_ref,
            amount=amount,
            currency="CNY",
            order_number="Q1",
            description="Order } & + % 订单",
            return_url=RETURN_URL,
            notify_url="http://127.0.0.1:9/",
            language="zh-hans",
        )

    def test_the_shops_forms_may_lead_where_it_sends_shoppers(self, provider: PaymentProvider) -> None:
        target = urlsplit(provider.create(self.request("ref-1")).action.url)

        assert not target.netloc or f"{target.scheme}://{target.netloc}" in provider_origins()

    def test_creating_twice_under_one_reference_is_one_charge(
        self, provider: PaymentProvider, gateway: Gateway
    ) -> None:
        first, again = provider.create(self.request("ref-1")), provider.create(self.request("ref-1"))

        assert first.provider_ref == again.provider_ref
        assert gateway.number_of_charges("ref-1") == 1

    def test_one_reference_never_serves_two_amounts(self, provider: PaymentProvider) -> None:
        provider.create(self.request("ref-1", 8_800))

        with pytest.raises(ProviderRefused):
            provider.create(self.request("ref-1", 8_801))

    def test_asking_finds_a_payment_nobody_told_us_of(self, paid: OrderFacts) -> None:
        assert paid.status == "confirmed"
        assert paid.captured_amount == paid.total_amount

    def test_nothing_known_is_no_fact(self, provider: PaymentProvider) -> None:
        assert list(provider.query("never-heard-of")) == []

    def test_an_unknown_outcome_waits_and_is_found_out(self, order: OrderFacts, gateway: Gateway) -> None:
        services.cancel_open_attempts(order_id=order.id)
        with gateway.silent():
            action = checkout.begin(order_id=order.id, method=self.method, return_url=RETURN_URL)
        attempt = self.attempt(order)
        assert (attempt.state, action.kind, action.data["state"]) == ("unknown", "none", "unknown")
        assert attempt.next_query_at is not None

        gateway.pay(attempt.merchant_ref)
        PaymentAttempt.objects.update(next_query_at=timezone.now())
        checkout.query_open_attempts()

        assert orders.facts(order.id).status == "confirmed"
        assert gateway.number_of_charges(attempt.merchant_ref) == 1

    def test_a_canceled_attempt_cannot_be_paid(self, order: OrderFacts, gateway: Gateway) -> None:
        assert services.cancel_open_attempts(order_id=order.id)
        gateway.pay(self.attempt(order).merchant_ref)
        services.query_attempt(attempt_id=self.attempt(order).pk)

        assert payments.summary(order.id).captured_amount == 0

    def test_canceling_what_was_just_paid_finds_the_money(self, order: OrderFacts, gateway: Gateway) -> None:
        gateway.pay(self.attempt(order).merchant_ref)

        assert not services.cancel_open_attempts(order_id=order.id)
        assert payments.summary(order.id).captured_amount == order.total_amount

    def test_a_refund_asked_for_twice_is_paid_back_once(
        self, paid: OrderFacts, provider: PaymentProvider, gateway: Gateway
    ) -> None:
        ref = self.attempt(paid).merchant_ref
        both = [
            provider.refund(merchant_ref=ref, refund_ref="back-1", amount=500, currency=paid.currency)
            for _ in range(2)
        ]

        assert both[0].effect_ref == both[1].effect_ref
        assert gateway.refunded(ref) == 500

    def test_a_refund_whose_answer_was_lost_is_paid_back_once(
        self, paid: OrderFacts, gateway: Gateway
    ) -> None:
        ref = self.attempt(paid).merchant_ref
        (refund_id,) = checkout.refund(
            order_id=paid.id, amount=500, reason="scratch", actor=Actor("staff", "1"), key="k"
        )
        with gateway.silent(ref):
            assert checkout.send_refund(refund_id=refund_id) == "unknown"
        assert payments.summary(paid.id).returning_amount == 500

        from commerce.payments.models import Refund

        Refund.objects.update(next_attempt_at=timezone.now())
        checkout.send_open_refunds()

        assert payments.summary(paid.id).refunded_amount == 500
        assert gateway.refunded(ref) == 500


class NotifyingContract(OnlineContract):
    """Gateways that tell the shop: what they say is checked before it is believed."""

    def tell(self, signed: Signed, order: OrderFacts) -> Outcome:
        body, headers = signed
        return checkout.handle_notification(self.method, body, headers, channel=order.channel_code)

    def captured(self, order: OrderFacts) -> int:
        return payments.summary(order.id).captured_amount

    def test_a_notification_confirms_the_order(self, order: OrderFacts, gateway: Gateway) -> None:
        ref = self.attempt(order).merchant_ref

        outcome = self.tell(
            gateway.notification(ref, amount=order.total_amount, currency=order.currency), order
        )

        assert (outcome.status, outcome.verdict) == (200, "accepted")
        assert orders.facts(order.id).status == "confirmed"

    def test_a_replayed_notification_changes_nothing(self, order: OrderFacts, gateway: Gateway) -> None:
        ref = self.attempt(order).merchant_ref
        signed = gateway.notification(ref, amount=order.total_amount, currency=order.currency)

        answers = [self.tell(signed, order) for _ in range(5)]

        assert [answer.status for answer in answers] == [200] * 5
        assert [answer.verdict for answer in answers] == ["accepted", *["duplicate"] * 4]
        assert self.captured(order) == order.total_amount
        assert PaymentEvent.objects.filter(kind="captured").count() == 1

    def test_the_same_fact_under_another_event_id_is_one_fact(
        self, order: OrderFacts, gateway: Gateway
    ) -> None:
        ref = self.attempt(order).merchant_ref
        for number in range(3):
            self.tell(
                gateway.notification(
                    ref, amount=order.total_amount, currency=order.currency, event_id=f"evt-{number}"
                ),
                order,
            )

        assert self.captured(order) == order.total_amount
        assert Notification.objects.count() == 3

    @pytest.mark.parametrize("difference", [-1, 1, -100])
    def test_a_wrong_amount_is_kept_and_not_believed(
        self, order: OrderFacts, gateway: Gateway, difference: int
    ) -> None:
        ref = self.attempt(order).merchant_ref

        outcome = self.tell(
            gateway.notification(ref, amount=order.total_amount + difference, currency=order.currency), order
        )

        assert (outcome.status, outcome.verdict) == (200, "wrong_amount")
        assert Notification.objects.get().verdict == "wrong_amount"
        assert self.captured(order) == 0
        assert orders.facts(order.id).status == "pending_payment"

    def test_a_wrong_currency_is_kept_and_not_believed(self, order: OrderFacts, gateway: Gateway) -> None:
        ref = self.attempt(order).merchant_ref

        outcome = self.tell(gateway.notification(ref, amount=order.total_amount, currency="JPY"), order)

        assert (outcome.status, outcome.verdict) == (200, "wrong_currency")
        assert self.captured(order) == 0

    def test_an_unknown_reference_is_kept_and_acknowledged(self, order: OrderFacts, gateway: Gateway) -> None:
        outcome = self.tell(gateway.notification("not-ours", amount=1, currency=order.currency), order)

        assert (outcome.status, outcome.verdict) == (200, "unknown_reference")
        assert Notification.objects.get().verdict == "unknown_reference"

    def test_a_bad_signature_is_counted_and_refused(self, order: OrderFacts, gateway: Gateway) -> None:
        ref = self.attempt(order).merchant_ref

        outcome = self.tell(
            gateway.notification(
                ref, amount=order.total_amount, currency=order.currency, secret="somebody else's"
            ),
            order,
        )

        assert 400 <= outcome.status < 500
        assert self.captured(order) == 0
        assert not Notification.objects.exists()
        assert RejectedNotification.objects.get().count == 1

    def test_a_changed_byte_breaks_the_signature(self, order: OrderFacts, gateway: Gateway) -> None:
        ref = self.attempt(order).merchant_ref
        body, headers = gateway.notification(ref, amount=order.total_amount, currency=order.currency)

        for position in (0, len(body) // 2, len(body) - 1):
            changed = bytearray(body)
            changed[position] ^= 1
            assert 400 <= self.tell((bytes(changed), headers), order).status < 500
        assert self.captured(order) == 0

    def test_an_old_message_is_refused(self, order: OrderFacts, gateway: Gateway) -> None:
        ref = self.attempt(order).merchant_ref

        outcome = self.tell(
            gateway.notification(
                ref, amount=order.total_amount, currency=order.currency, seconds_old=24 * 3600
            ),
            order,
        )

        assert 400 <= outcome.status < 500
        assert self.captured(order) == 0

    def test_a_late_notification_returns_the_money(self, order: OrderFacts, gateway: Gateway) -> None:
        """Paid, told after the order was canceled: recorded, given back, never revived."""
        from commerce.checkout.services import cancel

        ref = self.attempt(order).merchant_ref
        with gateway.silent(ref):
            cancel(order_id=order.id, actor=Actor("staff", "1"))
        outcome = self.tell(
            gateway.notification(ref, amount=order.total_amount, currency=order.currency), order
        )

        assert (outcome.status, outcome.verdict) == (200, "accepted")
        assert orders.facts(order.id).status == "canceled"
        summary = payments.summary(order.id)
        assert summary.captured_amount == order.total_amount
        assert summary.kept_amount == 0
