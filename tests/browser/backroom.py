"""`python -m tests.browser.backroom`: what the shop's people do while somebody shops.

Reads one JSON list a line, the name of a job and its arguments, and answers each with one line.
"""

import http.client
import json
import sys
import time
import uuid
from urllib.parse import urlsplit

import django

django.setup()

from django.test import RequestFactory  # noqa: E402 - needs the apps

from commerce.catalog.queries import variant_id_of  # noqa: E402
from commerce.channels.queries import default_channel  # noqa: E402
from commerce.checkout.types import OrderPlacedResult  # noqa: E402
from commerce.fulfillment import services as fulfillment  # noqa: E402
from commerce.inventory import queries as stock  # noqa: E402
from commerce.inventory import services as inventory  # noqa: E402
from commerce.inventory.models import StockItem  # noqa: E402
from commerce.orders import queries as orders  # noqa: E402
from commerce.orders.types import Actor  # noqa: E402
from commerce.pricing import queries as prices  # noqa: E402
from commerce.pricing import services as pricing  # noqa: E402
from commerce.storefront.views import errors  # noqa: E402
from tests.factories import make_cart, make_checkout_input, make_context, place_cart  # noqa: E402

STAFF = Actor("staff", "1")
PATIENCE_SECONDS = 30


def charge(variant: str, amount: int) -> None:
    """From now on a unit costs `amount`, in minor units of the default channel's currency."""
    channel = default_channel()
    listed = prices.default_price_list(channel.id, channel.currency)
    pricing.set_price(variant_id=variant_id_of(variant), price_list_id=listed, amount=amount)


def leave(variant: str, free: int) -> int:
    """Count the shelf so that `free` units can still be bought; answers how many it were."""
    variant_id, location = variant_id_of(variant), stock.default_location_id()
    assert location is not None
    before = stock.free_units([variant_id], default_channel().id)[variant_id]
    difference, key = free - before, f"count:{uuid.uuid4().hex}"
    if difference:
        inventory.adjust(variant_id=variant_id, location_id=location, quantity=difference, key=key)
    return before


def ship(number: str, carrier: str, tracking_number: str) -> None:
    """All of the order with this number, in one parcel."""
    found = orders.find_by_number(number)
    assert found is not None, number
    fulfillment.ship(
        order_id=found.id, carrier=carrier, tracking_number=tracking_number, key=number, actor=STAFF
    )


def order() -> int:
    """One piece of what there is, to be paid in cash at the door; the order's id."""
    return place(1, "cash_on_delivery").order_id


def paid_order() -> dict[str, object]:
    """Three pieces of what there is, paid at the test provider; the order's id and number."""
    placed = place(3, "test_pay")
    pay_page = urlsplit(placed.action.url)
    provider = http.client.HTTPConnection(pay_page.netloc, timeout=PATIENCE_SECONDS)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    provider.request("POST", f"{pay_page.path}?{pay_page.query}", "decision=pay", form)
    assert provider.getresponse().status < 400
    deadline = time.monotonic() + PATIENCE_SECONDS
    while orders.facts(placed.order_id).status != "confirmed":
        assert time.monotonic() < deadline, "the shop did not hear of the payment"
        time.sleep(0.1)
    return {"id": placed.order_id, "number": placed.number}


def place(quantity: int, payment_method: str) -> OrderPlacedResult:
    ctx = make_context(default_channel(), language="zh-hans")
    item = StockItem.objects.filter(on_hand__gt=9).order_by("pk")[0]
    decided = make_checkout_input(shipping_method="cn-standard", payment_method=payment_method)
    return place_cart(make_cart({item.variant: quantity}, ctx), ctx, input=decided)


def error_page(path: str) -> str:
    """What a visitor of `path` gets when the shop breaks."""
    return errors.server_error(RequestFactory().get(path)).content.decode()


def closed_page(path: str) -> str:
    """What a visitor of `path` gets while the shop cannot sell."""
    return errors.closed(RequestFactory().get(path)).content.decode()


JOBS = {job.__name__: job for job in (charge, leave, ship, order, paid_order, error_page, closed_page)}

for line in sys.stdin:
    name, *arguments = json.loads(line)
    print(json.dumps(JOBS[name](*arguments)), flush=True)
