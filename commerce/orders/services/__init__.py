"""Writing orders: create, move through the state table, follow money and parcels."""

from .creating import create
from .moving import follow_payment, follow_shipments, lock_order, transition

__all__ = ["create", "follow_payment", "follow_shipments", "lock_order", "transition"]
