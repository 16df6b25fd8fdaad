"""Whatever one of our screens changes is in the history of changes, with who it was.

Every address of ours that takes a POST is tried with a deed that succeeds; one that is new here fails until `DEEDS`
says what one does there, or `WITHOUT` why nothing of it is written down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from cms.campaigns.services import create_campaign, schedule
from commerce.backoffice.routes import routes
from commerce.checkout import services as checkout
from commerce.fulfillment import services as fulfillment
from commerce.orders.models import Order
from commerce.orders.types import OrderFacts
from commerce.shipping import services as shipping
from commerce.tax import services as tax
from tests import factories as make
from tests.commerce.backoffice.rooms import CLERK, Rooms

pytestmark = pytest.mark.django_db

_OURS = re.compile(r"commerce\.|cms\.")
#: Wagtail's own views of our settings and snippets.
_ABOUT_OURS = re.compile(r"/admin/(settings|snippets)/(?!choose)")
WITHOUT = {
    r"/admin/login/": "the shop's door has a record of its own",
    r"/admin/campaign/preview/": "makes a link, changes nothing",
    r"/admin/localize/update/": "Wagtail's translations; each page they publish has an entry",
    r"/admin/security/": "takes a code from a phone; its own tests look at the log",
    r"/admin/settings/.+/preview/": "shows what is not saved",
    r"/admin/settings/<slug:app_name>/<slug:model_name>/$": "leads to the site's settings",
    r"/admin/settings/[^<]+/$": "leads to the site's settings",
    r"/admin/order/<int:pk>/note/": "a note is an entry itself",
    r"/admin/snippets/.+/copy/": "shows the form for a new one",
    r"/admin/snippets/newsletter/subscription/(add|edit)": "closed to everybody",
}
_HOUSEKEEPING = re.compile(r"logentry|session|referenceindex|wagtailsearch|core_outbox|SAVEPOINT")

WHEN = {"starts_at": "2027-03-01 10:00", "ends_at": "2027-03-08 10:00"}
NAME, OTHER_NAME = {"name_en": "Spring"}, {"name_en": "Another name"}
#: What is typed into the form that the screen shows.
DEEDS: Mapping[str, Any] = {
    "/admin/brand/new/": NAME,
    "/admin/brand/edit/": OTHER_NAME,
    "/admin/brand/delete/": {},
    "/admin/campaign/new/": {"name": "Spring", **WHEN},
    "/admin/campaign/edit/": {"name": "Another name"},
    "/admin/campaign/schedule/": {},
    "/admin/campaign/withdraw/": {},
    "/admin/campaign/close/": {},
    "/admin/category/new/": NAME,
    "/admin/category/edit/": OTHER_NAME,
    "/admin/category/delete/": {},
    "/admin/channels/new/": {
        "name": "Europe",
        "code": "eu",
        "currency": "EUR",
        "languages": "en",
        "default_language": "en",
    },
    "/admin/channels/edit/": {"name": "Mainland"},
    "/admin/delivery/zones/new/": {**NAME, "countries": ["DE"]},
    "/admin/delivery/zones/edit/": OTHER_NAME,
    "/admin/delivery/zones/delete/": {},
    "/admin/delivery/methods/new/": {**NAME, "rates-0-fee": "5"},
    "/admin/delivery/methods/edit/": OTHER_NAME,
    "/admin/delivery/methods/delete/": {},
    "/admin/tax/categories/new/": NAME,
    "/admin/tax/categories/edit/": OTHER_NAME,
    "/admin/tax/categories/delete/": {},
    "/admin/tax/zones/new/": {**NAME, "countries": ["DE"]},
    "/admin/tax/zones/edit/": OTHER_NAME,
    "/admin/tax/zones/delete/": {},
    "/admin/message/": {},
    "/admin/order/<int:pk>/ship/": {"carrier": "sf", "tracking_number": "SF1234567890999"},
    "/admin/order/ship/": lambda: parcel_of(Order.objects.order_by("pk")[0]),
    "/admin/order/<int:pk>/mark-paid/": {"reference": "T-2"},
    "/admin/order/<int:pk>/deliver/": {},
    "/admin/order/<int:pk>/complete/": {},
    "/admin/order/<int:pk>/refund/": {"amount": "1", "reason": "late"},
    "/admin/order/<int:pk>/cancel/": {"reason": "ordered twice"},
    "/admin/order/<int:pk>/invoice/": {},
    "/admin/order/<int:pk>/refunds/": {"reference": "T-3"},
    "/admin/plugin/": {"account_name": "Qilou Trading", "account_number": "1", "bank_name": "Bank"},
    "/admin/product/new/": {**NAME, "new-price_cn": "9.00", "new-on_hand": "5"},
    "/admin/product/edit/": OTHER_NAME,
    "/admin/product/bulk/": {},
    "/admin/promotion/new/": {**NAME, "percent": "10", **WHEN},
    "/admin/promotion/edit/": OTHER_NAME,
    "/admin/promotion/end/": {},
    "/admin/stock/<int:pk>/": {"kind": "receive", "quantity": "4", "reason": "found"},
    "/admin/stock/receive/": lambda: {"sku": make.make_variant().sku, "quantity": "4"},
    "/admin/themewindow/new/": {"starts_at": "2027-03-01 10:00"},
    "/admin/themewindow/edit/": {"note": "for spring"},
    "/admin/themewindow/close/": {},
    "/admin/users/new/": {
        "email": "new@example.com",
        "name": "New",
        "password1": "a long pass",
        "password2": "a long pass",
    },
    "/admin/users/edit/": {"name": "Another name"},
    "/admin/settings/home/shopfacts/": {"company_en": "Qilou Trading"},
    "/admin/settings/looks/shoplook/": {},
    "/admin/snippets/navigation/menu/add/": {"place": "footer", "entries-count": "0"},
    "/admin/snippets/navigation/menu/edit/": {"place": "footer", "entries-count": "0"},
    "/admin/snippets/navigation/menu/delete/": {},
    "/admin/snippets/newsletter/subscription/delete/": {},
    "/admin/snippets/products/categorylanding/add/": lambda: {
        "category": make.make_category().pk,
        "above-count": "0",
        "below-count": "0",
    },
    "/admin/snippets/products/categorylanding/edit/": {"above-count": "0", "below-count": "0"},
    "/admin/snippets/products/categorylanding/delete/": {},
    "/admin/snippets/products/categorylanding/history/": {"above-count": "0", "below-count": "0"},
}


def parcel_of(order: Order) -> dict[str, str]:
    prefix = f"order-{order.pk}"
    return {f"{prefix}-carrier": "sf", f"{prefix}-tracking_number": "SF1234567890555"}


def paid() -> OrderFacts:
    order = make.make_order()
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T", actor=CLERK)
    return order


def shipped() -> OrderFacts:
    order = paid()
    fulfillment.ship(order_id=order.id, carrier="sf", tracking_number="SF1234567890777", key="k", actor=CLERK)
    return order


def delivered() -> OrderFacts:
    order = shipped()
    fulfillment.deliver(order_id=order.id, actor=CLERK)
    return order


def ready() -> int:
    """A campaign that can be scheduled."""
    starts = timezone.now() + timedelta(days=1)
    return create_campaign(
        name="Spring", site_id=Site.objects.get(is_default_site=True).pk, starts_at=starts,
        ends_at=starts + timedelta(days=7), announcement_zh_hans="春天", announcement_en="Spring",
    )  # fmt: skip


def scheduled() -> int:
    campaign = ready()
    schedule(campaign_id=campaign)
    return campaign


#: Rows of their own for deeds that need them in another state, or free of everything.
ROWS: Mapping[str, Callable[[], object]] = {
    "/admin/order/<int:pk>/ship/": lambda: paid().id,
    "/admin/order/<int:pk>/mark-paid/": lambda: make.make_order().id,
    "/admin/order/<int:pk>/deliver/": lambda: shipped().id,
    "/admin/order/<int:pk>/complete/": lambda: delivered().id,
    "/admin/order/<int:pk>/cancel/": lambda: make.make_order().id,
    "/admin/order/<int:pk>/invoice/": lambda: make.make_order(payment_method="cash_on_delivery").id,
    "/admin/category/delete/": lambda: make.make_category().pk,
    "/admin/campaign/schedule/": ready,
    "/admin/campaign/withdraw/": scheduled,
    "/admin/campaign/close/": scheduled,
    "/admin/delivery/zones/delete/": lambda: shipping.create_zone(
        code="far", name={"en": "Far"}, channel_id=make.make_channel().id, countries=["DE"]
    ),
    "/admin/delivery/methods/delete/": lambda: make.make_shipping_method("slow").pk,
    "/admin/tax/categories/delete/": lambda: tax.create_category(code="books", name={"en": "Books"}),
    "/admin/tax/zones/delete/": lambda: tax.ensure_zone(code="de", name={"en": "DE"}, countries=["DE"]),
}


def written_by_us() -> Iterator[str]:
    for route in routes():
        is_ours = _OURS.match(route.view) or _ABOUT_OURS.match(route.path)
        if route.path.startswith("/admin/") and "POST" in route.methods and is_ours:
            yield route.path


def shown(page: bytes) -> dict[str, list[str]]:
    """The largest form of a page, as a browser would send it back."""
    forms = BeautifulSoup(page, "html.parser").select("form[method=post], form[method=POST]")
    largest = max(forms, key=lambda form: len(form.select("[name]")), default=Tag(name="form"))
    data: dict[str, list[str]] = {}
    for field in largest.select("[name]:not([disabled], [type=file], button)"):
        data.setdefault(str(field["name"]), []).extend(values_of(field))
    return data


def values_of(field: Tag) -> list[str]:
    if field.name == "select":
        offered = field.select("option:not([value=''])" if field.has_attr("required") else "option")
        first = [] if field.has_attr("multiple") else offered[:1]
        chosen = field.select("option[selected]:not([value=''])") or first
        return [str(option.get("value", option.text)) for option in chosen]
    if field.name == "textarea":
        return [field.text.removeprefix("\n")]
    if field.get("type") in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [str(field.get("value", ""))]


def of(place: str, table: Mapping[str, Any]) -> Any:
    """What the table says of a place, by the longest beginning it names."""
    known = [beginning for beginning in table if place.startswith(beginning)]
    return table[max(known, key=len)] if known else None


def problem_with(client: Client, name: str, path: str) -> str:
    """What is wrong with the deed at a place; empty for nothing."""
    deed, row = of(name, DEEDS), of(name, ROWS)
    if deed is None:
        return "say in DEEDS what one does there"
    if row is not None:
        path = re.sub(r"/\d+/", f"/{row()}/", path, count=1)
    page = client.get(path)
    typed = deed() if callable(deed) else deed
    data = (shown(page.content) if page.status_code == 200 else {}) | typed
    entries = ModelLogEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(path, data)
    if answer.status_code != 302 or answer["Location"] == "/admin/":
        return f"the deed was refused: {answer.status_code} {complaints(answer)}"
    writes = [one["sql"] for one in asked if re.match("INSERT|UPDATE|DELETE", one["sql"])]
    if not [sql for sql in writes if not _HOUSEKEEPING.search(sql)]:
        return "the deed changed nothing; choose another one"
    if ModelLogEntry.objects.count() == entries:
        return f"changed something and wrote nothing down: {writes[0][:120]}"
    return "" if ModelLogEntry.objects.latest("pk").user_id else "nobody knows who it was"


def complaints(answer: Any) -> str:
    page = BeautifulSoup(answer.content, "html.parser")
    found = page.select(".error-message, .w-field__errors, .messages, .q-errors, .help-critical")
    return " | ".join(each.get_text(" ", strip=True) for each in found)[:300]


def test_whatever_is_changed_is_written_down(owner: Client) -> None:
    rooms, problems = Rooms(), []
    for pattern in written_by_us():
        for name, path in rooms.doors(pattern):
            if any(re.match(each, name) for each in WITHOUT):
                continue
            with transaction.atomic():
                found = problem_with(owner, name, path)
                transaction.set_rollback(True)
            problems += [f"{name}: {found}"] if found else []
    assert not problems, "\n".join(problems)
