"""Hex colors as light."""

from __future__ import annotations

from ..assortment.catalog import SLOTS

# What the darkroom may recolor: two masks of three channels each.
MASKED = (*SLOTS, "backdrop")


def linear(hexed: str) -> tuple[float, float, float]:
    """What share of red, green and blue light a color of that hex code gives back."""
    r, g, b = (_decode(int(hexed[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return r, g, b


def _decode(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
