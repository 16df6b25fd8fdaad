"""What waits for staff, on the first screen."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from commerce.inventory.models import StockItem
from commerce.orders.models import Order


class Waiting(Component):
    """Counts that lead to the lists behind them; only those the reader may open. Two queries at most."""

    order = 10
    template_name = "backoffice/waiting.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user, tiles = self.request.user, []
        if user.has_perm("orders.view_order") or user.has_perm("orders.change_order"):
            orders = reverse("order:index")
            ship = Order.objects.filter(status__in=("confirmed", "partially_shipped")).count()
            pay = Order.objects.filter(status="pending_payment").count()
            tiles += [
                (ship, _("to ship"), f"{orders}?status=confirmed&status=partially_shipped"),
                (pay, _("waiting for payment"), f"{orders}?status=pending_payment"),
            ]
        if user.has_perm("inventory.view_stockitem") or user.has_perm("inventory.change_stockitem"):
            gone = StockItem.objects.filter(on_hand__lte=F("reserved"), variant__is_active=True).count()
            tiles.append((gone, _("with nothing left"), f"{reverse('stock:index')}?level=out"))
        return {"tiles": tiles}
