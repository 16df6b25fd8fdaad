"""Who may do what in the back office: Django's model permissions, with the doors that do not exist closed.

Records (orders, stock items) are never added or deleted by hand: services write them. What orders point at
is archived or ended, never deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from commerce.catalog.models import Brand, Category, Product
from commerce.channels.models import Channel
from commerce.customers.models import Customer
from commerce.inventory.models import StockItem, StockMovement
from commerce.notifications.models import Message
from commerce.orders.models import Order
from commerce.promotions.models import Promotion
from commerce.shipping.models import ShippingMethod, ShippingZone
from commerce.tax.models import TaxCategory, TaxZone


class ClosedPolicy(ModelPermissionPolicy):
    """Django's permissions without the actions of `CLOSED`, which nobody has, not even the owner."""

    CLOSED: frozenset[str] = frozenset()

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.CLOSED and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class RecordPolicy(ClosedPolicy):
    """Rows may be looked at and acted on."""

    CLOSED = frozenset({"add", "delete"})


class KeptPolicy(ClosedPolicy):
    """Rows may be added and changed."""

    CLOSED = frozenset({"delete"})


class ReadPolicy(ClosedPolicy):
    """Rows may be looked at."""

    CLOSED = frozenset({"add", "change", "delete"})


POLICIES = {
    Order: RecordPolicy,
    StockItem: RecordPolicy,
    StockMovement: ReadPolicy,
    Customer: ReadPolicy,
    Message: RecordPolicy,
    Product: KeptPolicy,
    Promotion: KeptPolicy,
    Category: ModelPermissionPolicy,
    Brand: ModelPermissionPolicy,
    Channel: KeptPolicy,
    ShippingZone: ModelPermissionPolicy,
    ShippingMethod: ModelPermissionPolicy,
    TaxCategory: ModelPermissionPolicy,
    TaxZone: ModelPermissionPolicy,
}


def register() -> None:
    """Tell Wagtail the policy of each model. Must run before any admin view asks."""
    for model, policy in POLICIES.items():
        register_permission_policy(model, policy(model))
