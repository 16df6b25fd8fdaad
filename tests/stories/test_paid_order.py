"""A shopper pays at the provider, in another process's hands, and the shop hears of it over HTTP."""

from __future__ import annotations

import time
import urllib.parse
import urllib.request
from collections.abc import Callable

import pytest
from django.core import mail

from commerce.checkout import services as checkout
from commerce.fulfillment import services as fulfillment
from commerce.orders import queries as orders
from commerce.orders.types import Actor, OrderFacts
from commerce.payments import queries as payments
from commerce.payments.models import PaymentEvent, RejectedNotification
from tests import factories as make
from tests.payments import KEY, SECRET, Remote, running_emulator

pytestmark = pytest.mark.django_db(transaction=True)
STAFF = Actor("staff", "1")
PATIENCE_SECONDS = 20


@pytest.fixture
def provider(live_server, settings):  # type: ignore[no-untyped-def]
    """A running shop and a running provider that know each other's addresses."""
    with running_emulator() as remote:
        settings.BASE_URL = live_server.url
        settings.TEST_PROVIDER_URL = remote.address
        settings.TEST_PROVIDER_KEY, settings.TEST_PROVIDER_SECRET = KEY, SECRET
        yield remote


def given_an_order_to_be_paid() -> tuple[OrderFacts, str]:
    """An order and its pay page."""
    make.make_payment_method("test_pay")
    order = make.make_order(payment_method="test_pay")
    return order, payments.summary(order.id).action.url


def when_the_shopper_presses(button: str, page: str) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):  # type: ignore[no-untyped-def]
            return None

    data = urllib.parse.urlencode({"decision": button}).encode()
    try:
        urllib.request.build_opener(Stay).open(page, data=data, timeout=5)
    except urllib.error.HTTPError as redirect:
        with redirect:
            assert redirect.code == 303


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def status(order: OrderFacts) -> str:
    return orders.facts(order.id).status


def test_paid_shipped_received(provider: Remote):
    order, page = given_an_order_to_be_paid()

    when_the_shopper_presses("pay", page)
    assert eventually(lambda: status(order) == "confirmed")

    fulfillment.ship(order_id=order.id, carrier="sf", tracking_number="SF1234567890123", key="k", actor=STAFF)
    fulfillment.deliver(order_id=order.id, actor=Actor("shopper"))

    end = orders.facts(order.id)
    assert (end.status, end.payment_status, end.fulfillment_status) == ("delivered", "paid", "delivered")
    assert PaymentEvent.objects.filter(kind="captured").count() == 1
    assert eventually(lambda: told() == ["on its way", "received your order", "received your payment"])


def told() -> list[str]:
    """What the shopper's letters are about."""
    themes = ("received your order", "received your payment", "on its way")
    subjects = [letter.subject for letter in mail.outbox]
    return sorted(theme for theme in themes for subject in subjects if theme in subject)


def test_told_many_times_at_once_it_is_paid_once(provider: Remote):
    order, page = given_an_order_to_be_paid()
    provider.switch(duplicate=8)

    when_the_shopper_presses("pay", page)
    assert eventually(lambda: all(each["is_done"] for each in provider.call("/v1/deliveries")["deliveries"]))

    assert status(order) == "confirmed"
    assert {each["answer"] for each in provider.call("/v1/deliveries")["deliveries"]} == {"200"}
    assert payments.summary(order.id).captured_amount == order.total_amount


def test_forged_messages_bounce_and_the_real_one_is_believed(provider: Remote):
    order, page = given_an_order_to_be_paid()
    provider.switch(forged=True)
    when_the_shopper_presses("pay", page)
    assert eventually(lambda: RejectedNotification.objects.filter(count__gte=1).exists())
    assert status(order) == "pending_payment"

    assert checkout.returned(order_id=order.id) == "confirmed"


def test_declined_and_then_paid_at_the_door(provider: Remote):
    order, page = given_an_order_to_be_paid()
    make.make_payment_method("cash_on_delivery")

    when_the_shopper_presses("decline", page)
    assert eventually(lambda: payments.summary(order.id).attempt_state == "failed")
    checkout.pay_again(order_id=order.id, method="cash_on_delivery", return_url="http://x/")

    assert orders.facts(order.id).payment_status == "collect"


def test_canceled_after_payment_the_provider_gives_it_back(provider: Remote):
    order, page = given_an_order_to_be_paid()
    when_the_shopper_presses("pay", page)
    assert eventually(lambda: status(order) == "confirmed")

    checkout.cancel(order_id=order.id, actor=STAFF)

    assert eventually(lambda: orders.facts(order.id).payment_status == "refunded")
    assert [charge["refunded"] for charge in provider.charges()] == [order.total_amount]
    assert any("returning" in letter.subject for letter in mail.outbox)
