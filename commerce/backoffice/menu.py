"""The menu: what staff does all day on top, and nothing of Wagtail that this shop does not use."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from .brands.viewsets import BrandViewSet
from .categories.viewsets import CategoryViewSet
from .customers.viewsets import CustomerViewSet
from .messages.viewsets import MessageViewSet
from .orders.viewsets import OrderViewSet
from .plugins.viewsets import PluginViewSet
from .products.viewsets import ProductViewSet
from .promotions.viewsets import PromotionViewSet
from .stock.viewsets import MovementViewSet, StockViewSet

#: Top-level entries of Wagtail's menu without a use here.
HIDDEN = frozenset({"help"})


class CatalogGroup(ViewSetGroup):
    menu_label = _("Catalog")
    menu_icon = "tag"
    menu_order = 120
    items = (ProductViewSet(), CategoryViewSet(), BrandViewSet(), PromotionViewSet())


class StockGroup(ViewSetGroup):
    menu_label = _("Stock")
    menu_icon = "table"
    menu_order = 130
    items = (StockViewSet(), MovementViewSet())


def viewsets() -> list[Any]:
    return [
        OrderViewSet(),
        CatalogGroup(),
        StockGroup(),
        CustomerViewSet(),
        PluginViewSet(),
        MessageViewSet(),
    ]


def hide_useless(request: Any, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]
