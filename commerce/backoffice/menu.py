"""The menu: what staff does all day on top, and nothing of Wagtail that this shop does not use."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from .audit.views import PERMISSION as SEES_HISTORY
from .brands.viewsets import BrandViewSet
from .categories.viewsets import CategoryViewSet
from .channels.viewsets import ChannelViewSet
from .customers.viewsets import CustomerViewSet
from .messages.viewsets import MessageViewSet
from .orders.viewsets import OrderViewSet
from .plugins.viewsets import PluginViewSet
from .products.viewsets import ProductViewSet
from .promotions.viewsets import PromotionViewSet
from .shipping.viewsets import MethodViewSet, ZoneViewSet
from .stock.viewsets import MovementViewSet, StockViewSet
from .taxes.viewsets import CategoryViewSet as TaxCategoryViewSet
from .taxes.viewsets import ZoneViewSet as TaxZoneViewSet

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


class DeliveryGroup(ViewSetGroup):
    menu_label = _("Delivery")
    menu_icon = "globe"
    menu_order = 140
    add_to_admin_menu = False
    add_to_settings_menu = True
    items = (ZoneViewSet(), MethodViewSet())


class TaxGroup(ViewSetGroup):
    menu_label = _("Taxes")
    menu_icon = "site"
    menu_order = 145
    add_to_admin_menu = False
    add_to_settings_menu = True
    items = (TaxZoneViewSet(), TaxCategoryViewSet())


def viewsets() -> list[Any]:
    return [
        OrderViewSet(),
        CatalogGroup(),
        StockGroup(),
        CustomerViewSet(),
        ChannelViewSet(),
        DeliveryGroup(),
        TaxGroup(),
        PluginViewSet(),
        MessageViewSet(),
    ]


def hide_useless(request: Any, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


def name_the_history(request: Any, items: list[Any]) -> None:
    """Wagtail's site history is the history of changes here, and the owner's alone."""
    items[:] = [item for item in items if item.name != "site-history" or request.user.has_perm(SEES_HISTORY)]
    for item in items:
        if item.name == "site-history":
            item.label = _("History of changes")
