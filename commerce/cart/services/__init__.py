"""Writing carts. Every change locks the cart first, so that adding, merging and ordering take turns."""

from .carts import claim, forget_abandoned, merge, open_cart, remember_delivery, touch
from .lines import (
    accept_changes,
    add_line,
    clear_invalid,
    remove_line,
    restore_line,
    set_quantity,
)

__all__ = [
    "accept_changes",
    "add_line",
    "claim",
    "clear_invalid",
    "forget_abandoned",
    "merge",
    "open_cart",
    "remember_delivery",
    "remove_line",
    "restore_line",
    "set_quantity",
    "touch",
]
