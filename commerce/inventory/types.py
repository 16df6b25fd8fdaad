"""Stock values that cross the border."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Availability:
    """How many of a variant can be sold now in the context's channel.

    `places` are (stock item, free units) in the order they are taken from.
    """

    variant_id: int
    quantity: int
    is_low: bool = False
    places: tuple[tuple[int, int], ...] = ()

    @property
    def is_available(self) -> bool:
        return self.quantity > 0


@dataclass(frozen=True, slots=True)
class Demand:
    """An order line that wants stock."""

    order_line_id: int
    variant_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A variant of which more was wanted than is left. Names are filled in where shoppers read them."""

    variant_id: int
    wanted: int
    left: int
    variant_public_id: str = ""
    name: str = ""
