"""The first screen: what waits, where to begin, what came in last. Each sees what they may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Table
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from commerce.catalog.models import Product
from commerce.inventory.models import StockItem
from commerce.orders.models import Order
from commerce.promotions.models import Promotion

from .orders.viewsets import order_columns
from .promotions.viewsets import are

LATEST = 8
SEES_ORDERS = ("orders.view_order", "orders.change_order")


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that leads to the rows behind it."""

    count: int
    label: str
    url: str


TilesFor = Callable[[Any], list[Tile]]
_further: list[TilesFor] = []


def register(tiles: TilesFor) -> None:
    """Count something more on the first screen: `tiles(user)` is asked once per view, after ours."""
    _further.append(tiles)


def may(user: Any, *permissions: str) -> bool:
    """Whether the user has one of them."""
    return any(user.has_perm(permission) for permission in permissions)


class Waiting(Component):
    """Counts of what is to be done, and the ways to what is done most. A fixed number of queries."""

    order = 10
    template_name = "backoffice/waiting.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = self.request.user
        return {"tiles": tiles_for(user), "shortcuts": shortcuts_for(user)}


def tiles_for(user: Any) -> list[Tile]:
    tiles: list[Tile] = []
    if may(user, *SEES_ORDERS):
        to_ship = Order.objects.filter(status__in=("confirmed", "partially_shipped"))
        unpaid = Order.objects.filter(status="pending_payment")
        tiles += [
            _tile(to_ship, _("to ship"), "order:index", "status=confirmed&status=partially_shipped"),
            _tile(unpaid, _("waiting for payment"), "order:index", "status=pending_payment"),
        ]
    if policy_registry.get_by_type(Page).user_has_any_permission(user, ["publish"]):
        reviews = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        query = f"status={WorkflowState.STATUS_IN_PROGRESS}"
        tiles.append(_tile(reviews, _("pages in review"), "wagtailadmin_reports:workflow", query))
    if may(user, "inventory.view_stockitem", "inventory.change_stockitem"):
        rows = StockItem.objects.filter(variant__is_active=True).annotate(free=F("on_hand") - F("reserved"))
        low = rows.filter(free__gt=0, free__lte=F("low_stock_level"))
        tiles += [
            _tile(rows.filter(free__lte=0), _("items sold out"), "stock:index", "level=out"),
            _tile(low, _("items running low"), "stock:index", "level=low"),
        ]
    if may(user, "catalog.change_product"):
        drafts = Product.objects.filter(status=Product.Status.DRAFT)
        tiles.append(_tile(drafts, _("products in draft"), "product:index", "status=draft"))
    if may(user, "promotions.change_promotion"):
        running = Promotion.objects.filter(are("running"))
        tiles.append(_tile(running, _("promotions running"), "promotion:index", "state=running"))
    return [*tiles, *(tile for each in _further for tile in each(user))]


def _tile(rows: QuerySet[Any], label: str, list_name: str, query: str) -> Tile:
    return Tile(rows.count(), label, f"{reverse(list_name)}?{query}")


def shortcuts_for(user: Any) -> list[tuple[str, str, str]]:
    """(label, address, icon)."""
    offered = [
        ("catalog.add_product", _("Add a product"), "product:add", "plus"),
        ("promotions.add_promotion", _("Add a promotion"), "promotion:add", "plus"),
        ("inventory.change_stockitem", _("Receive goods"), "stock:receive", "plus"),
    ]
    found = [(label, reverse(name), icon) for right, label, name, icon in offered if user.has_perm(right)]
    return [*found, (pgettext("to the storefront", "View the shop"), "/", "view")]


class LatestOrders(Component):
    """The orders that came in last. One query."""

    order = 20
    template_name = "backoffice/latest_orders.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if not may(self.request.user, *SEES_ORDERS):
            return {"is_shown": False}
        rows = Order.objects.select_related("channel").defer("price_trace", "policy_revisions")
        found = list(rows.order_by("-placed_at", "-id")[:LATEST])
        return {
            "is_shown": True,
            "orders": Table(order_columns(), found) if found else None,
            "all_url": reverse("order:index"),
            "request": self.request,
        }
