"""Bars of a small chart: figures in, geometry out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Of a bar's place, how much is bar.
FILLED = 0.7


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in the units of the drawing; `y` counts from the top."""

    x: float
    y: float
    width: float
    height: float


def bars(figures: Sequence[int], *, width: int, height: int) -> tuple[Bar, ...]:
    """A bar per figure, side by side in a drawing of `width` by `height`; the highest fills it. Figures below
    zero are drawn as zero; a figure above zero is at least one unit high.

    >>> bars([0, 5, 10], width=30, height=100)[1]
    Bar(x=11.5, y=50.0, width=7.0, height=50.0)
    >>> [bar.height for bar in bars([0, 0], width=20, height=100)]
    [0.0, 0.0]
    """
    most = max(figures, default=0)
    place = width / len(figures) if figures else 0.0
    found = []
    for number, figure in enumerate(figures):
        share = figure / most if most > 0 else 0.0
        tall = max(1.0, round(share * height, 2)) if figure > 0 else 0.0
        left = round(number * place + place * (1 - FILLED) / 2, 2)
        found.append(Bar(left, round(height - tall, 2), round(place * FILLED, 2), tall))
    return tuple(found)
