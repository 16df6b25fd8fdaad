"""Whether the books of stock balance, read from the tables alone."""

from __future__ import annotations

from django.db.models import Sum

from commerce.inventory.models import Reservation, StockItem, StockMovement

LIVE = (Reservation.State.HELD, Reservation.State.ALLOCATED)


def imbalances() -> list[str]:
    """Where figures contradict each other; empty when the books balance."""
    found = []
    for item in StockItem.objects.all():
        moved = StockMovement.objects.filter(stock_item=item).aggregate(n=Sum("quantity"))["n"] or 0
        held = (
            Reservation.objects.filter(stock_item=item, state__in=LIVE).aggregate(n=Sum("quantity"))["n"] or 0
        )
        if moved != item.on_hand:
            found.append(f"{item}: {item.on_hand} on hand, movements say {moved}")
        if held != item.reserved:
            found.append(f"{item}: {item.reserved} reserved, reservations say {held}")
        if not 0 <= item.reserved <= item.on_hand:
            found.append(f"{item}: {item.reserved} of {item.on_hand} promised")
    return found
