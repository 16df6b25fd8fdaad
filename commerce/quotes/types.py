"""Quotes as callers ask for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """A variant and how many, under the caller's own key (a cart line's public id)."""

    key: str
    variant_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Destination:
    """Where it goes, as tax and shipping need it. Empty country: the channel's first."""

    country: str = ""
    region: str = ""
    postal_code: str = ""


NOWHERE = Destination()


@dataclass(frozen=True, slots=True)
class ListPrice:
    """A product's price in a list: the lowest of its variants with promotions applied, and with tax
    where the channel's prices include it.

    Amounts in minor units. `was` is the figure to strike through, or None; `is_from` when
    variants differ; `label` names the promotion that lowered it.
    """

    amount: int
    was: int | None
    currency: str
    is_from: bool
    variant_id: int
    label: str = ""
