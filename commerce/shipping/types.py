"""Delivery as callers see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """A method that reaches the destination, with its fee for this basket in minor units."""

    code: str
    name: str
    description: str
    amount: int
    currency: str
    min_days: int
    max_days: int
    carrier: str = ""
