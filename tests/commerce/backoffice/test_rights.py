"""Every address of the admin, ours and Wagtail's, tried by every role: who gets in is a reviewed list.

`rights.json` names, per address and method, who is let in. A new address fails here until somebody has decided:
give the right in `commerce/backoffice/roles.py` (or none: then only the owner's table grows), run
`UPDATE_RIGHTS=1 python -m pytest tests/commerce/backoffice/test_rights.py`, and review what changed in the file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.campaigns.services import create_campaign
from cms.home.models import HomePage
from commerce.backoffice.orders.actions import ACTIONS
from commerce.backoffice.roles import ROLES
from commerce.backoffice.routes import Route, routes
from tests import factories as make
from tests.commerce.backoffice.conftest import browser, member

SNAPSHOT = Path(__file__).with_name("rights.json")
UPDATE = "UPDATE_RIGHTS"
NOBODY = "nobody"
NOWHERE = "987654321"
#: What the list says where the test has no row to try the address with: Wagtail's own, mostly.
UNTRIED = "(no such row)"
#: Doors that let everybody in, or out.
PUBLIC = re.compile(r"^/admin/(login|logout|password_reset|jsi18n|sprite)")
_PLACE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)|\([^()?]*\)")

pytestmark = pytest.mark.django_db


def admin_routes() -> list[Route]:
    return [route for route in routes() if route.path.startswith("/admin/") and not PUBLIC.match(route.path)]


def rows() -> dict[str, str]:
    """A row for the screens of each kind, so that a refusal is about the person and not about the row."""
    order = make.make_order()
    method = make.make_shipping_method()
    variant, category = make.make_variant(), make.make_category()
    tax = make.make_tax_rate(13)
    site, now = Site.objects.get(is_default_site=True), timezone.now()
    campaign = create_campaign(name="Sale", site_id=site.pk, starts_at=now, ends_at=now + timedelta(days=1))
    return {
        "/admin/order/": str(order.id),
        "/admin/product/": str(variant.product_id),
        "/admin/category/": str(category.pk),
        "/admin/stock/": str(make.make_stock(variant).pk),
        "/admin/promotion/": str(make.make_promotion(category).pk),
        "/admin/campaign/": str(campaign),
        "/admin/brand/": str(make.make_brand().pk),
        "/admin/customer/": str(make.make_customer("somebody@example.com").pk),
        "/admin/delivery/zones/": str(method.zone_id),
        "/admin/delivery/methods/": str(method.pk),
        "/admin/tax/zones/": str(tax.zone_id),
        "/admin/tax/categories/": str(tax.category_id),
        "/admin/users/": str(make.make_user().pk),
        "/admin/groups/": str(Group.objects.get(name="Staff").pk),
        "/admin/channels/": str(make.make_channel().id),
        "/admin/pages/": str(HomePage.objects.order_by("pk")[0].pk),
    }


#: What stands in places that are not numbers.
WORDS = {"plugin": "bank_transfer", "channel": "cn"}


def admin_paths() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(pattern, methods); what may be done with an order is one address per action."""
    for route in admin_routes():
        if "<slug:action>" in route.path:
            yield from ((route.path.replace("<slug:action>", code), route.methods) for code in ACTIONS)
        else:
            yield route.path, route.methods


def address(pattern: str, known: dict[str, str]) -> str:
    """The pattern with something in each place; a number that is nobody's where no row is known."""
    pk = next((pk for prefix, pk in known.items() if pattern.startswith(prefix)), NOWHERE)

    def fill(place: re.Match[str]) -> str:
        kind, name = place["kind"], place["name"] or ""
        if kind == "uuid" and pk == NOWHERE:
            return "3fa85f64-5717-4562-b3fc-2c963f66afa6"
        return pk if kind in ("int", "uuid") or name in ("pk", "object_id", "") else WORDS.get(name, "some")

    return _PLACE.sub(fill, pattern).replace("\\", "").rstrip("?")


def answer_to(client: Client, method: str, path: str) -> int:
    """The status with which a person is answered; what it changed is undone. Sent elsewhere is refused."""
    with transaction.atomic():
        answer = client.generic(method, path)
        transaction.set_rollback(True)
    if answer.status_code in (301, 302):
        target = answer["Location"]
        return 403 if target == "/admin/" or "/login/" in target else 200
    return answer.status_code


def tried() -> Iterator[tuple[str, str]]:
    """(method and address, who is let in), for every address."""
    known = rows()
    knocking = {role: browser(member(role)) for role in ROLES} | {NOBODY: browser()}
    for client in knocking.values():
        client.raise_request_exception = False
    for pattern, methods in admin_paths():
        path = address(pattern, known)
        for method in ("GET", "POST"):
            if method in methods:
                answers = {who: answer_to(client, method, path) for who, client in knocking.items()}
                inside = [who for who, status in answers.items() if status not in (403, 404)]
                is_missed = not inside and 404 in answers.values()
                yield f"{method} {pattern}", UNTRIED if is_missed else " ".join(inside)


def test_every_address_lets_in_whom_the_reviewed_list_names() -> None:
    found = dict(sorted(tried()))
    if os.environ.get(UPDATE):
        SNAPSHOT.write_text(json.dumps(found, indent=1) + "\n")
    known = json.loads(SNAPSHOT.read_text())
    problems = [
        f"{place}: lets in [{found.get(place, 'gone')}], the list says [{known.get(place, 'nothing yet')}]"
        for place in sorted({*found, *known})
        if found.get(place) != known.get(place)
    ]
    hint = (
        "Decide who may go there (commerce/backoffice/roles.py), then run this test with "
        f"{UPDATE}=1 and review rights.json:"
    )
    assert not problems, "\n".join([hint, *problems])


def test_nobody_is_let_in_anywhere() -> None:
    known = json.loads(SNAPSHOT.read_text())
    assert [place for place, who in known.items() if NOBODY in who.split()] == []


def test_support_changes_nothing() -> None:
    """What is posted by those who only look: notes, their own account, and Wagtail's own conveniences."""
    known = json.loads(SNAPSHOT.read_text())
    posts = [place for place, who in known.items() if place.startswith("POST") and "Support" in who.split()]
    kept = r"POST /admin/(product|category|brand|stock|promotion|campaign|users|groups|plugin|channels|delivery|tax)/"
    assert [place for place in posts if re.match(kept, place) and "chooser" not in place] == []
