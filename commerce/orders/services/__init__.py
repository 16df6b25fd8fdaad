"""Writing orders: create, move through the state table, follow money and parcels."""

from .claiming import claim_orders
from .creating import create
from .moving import follow_payment, follow_shipments, lock_order, transition

__all__ = ["claim_orders", "create", "follow_payment", "follow_shipments", "lock_order", "transition"]
