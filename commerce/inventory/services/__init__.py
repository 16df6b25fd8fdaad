"""Writes of stock: promises to orders, and what is counted, received and sent.

Every change of `on_hand` leaves a movement under a unique key; every change of `reserved` is one
guarded statement. Rows are locked in the order of their ids, last in any transaction.
"""

from .counting import adjust, create_location, receive, set_low_stock_level, set_on_hand, set_stock
from .promises import allocate, release, reserve
from .sending import restock, ship

__all__ = [
    "adjust",
    "allocate",
    "create_location",
    "receive",
    "release",
    "reserve",
    "restock",
    "set_low_stock_level",
    "set_on_hand",
    "set_stock",
    "ship",
]
