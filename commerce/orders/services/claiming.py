"""Orders of guests who turn out to be customers."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commerce.orders.models import Order
from commerce.orders.types import Actor

from .moving import record

CLAIM = "claim"


def claim_orders(*, customer_id: int, email: str = "", phone: str = "") -> int:
    """Put what a guest ordered under these contacts into the customer's account; how many orders.

    Only for contacts that the customer has proved to be theirs: an order shows an address. Locks the orders
    by id; of two who try at once one gets each. Opens a transaction.
    """
    mine = Q(email__in={email, email.lower()}) if email else Q(pk=None)
    if phone:
        mine |= Q(phone=phone)
    with transaction.atomic():
        found = Order.objects.select_for_update(of=("self",)).filter(mine, customer=None).order_by("pk")
        now, claimed = timezone.now(), 0
        for order_id, status in found.values_list("pk", "status"):
            Order.objects.filter(pk=order_id).update(customer_id=customer_id)
            record(order_id, CLAIM, status, status, Actor("shopper", str(customer_id)), "", now)
            claimed += 1
    return claimed
