"""Reads of the delivery log."""

from __future__ import annotations

from datetime import datetime

from .models import Message


def due_messages(now: datetime, limit: int = 500) -> list[int]:
    """Messages to be sent by now, longest due first."""
    rows = Message.objects.filter(state=Message.State.PENDING, next_attempt_at__lte=now)
    return list(rows.order_by("next_attempt_at").values_list("id", flat=True)[:limit])


def failure_count() -> int:
    """How many messages were given up: staff should look at them."""
    return Message.objects.filter(state=Message.State.FAILED).count()
