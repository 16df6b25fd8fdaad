"""Boots, laced, pulled on, waterproof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..shapes import Part, joined, torus, tube
from . import model
from .footwear import (
    WELT,
    as_pair,
    insides,
    level,
    spring,
    tab,
    tall_last,
    underside,
)
from .last import Last, Layer, collar, merged, panel, sole, stitches, upper


def _boot_sole(last: Last, ground: Callable[[float], float], heel: float, slot: str, lugs: bool) -> list[Part]:
    lower = [Layer(0.0, -0.03, -0.03), Layer(0.0, 0.04, 0.05), Layer(0.3, 0.055, 0.065), Layer(0.56, 0.06, 0.07), Layer(0.6, -0.05, -0.05)]
    return joined(
        sole(last, WELT, ground, "accent", "rubber"),
        sole(last, lower, lambda x: ground(x) + (0.0 if x < 0.85 else heel * min(1, (x - 0.85) / 0.05) * (1 if x < 1.35 else max(0.0, 1 - (x - 1.35) / 0.5))), slot, "rubber", 0.022 if lugs else 0.0, 46 if lugs else 0),
    )


@model
def lace_boot(height: float = 1.75, lugs: bool = True, finish: str = "leather", pair: bool = True, toe_cap: bool = False) -> list[Part]:
    """A laced ankle boot on a lugged welt."""
    top, ground = spring(0.44, 0.30, 0.36), underside(0.11, 0.0)
    last = tall_last(top, height, toe=0.34)
    rows = 7
    parts = joined(
        upper(last, "main", finish), insides(last, "third", "suede", low=0.78),
        collar(last, 0, 16, 0.06, "second", "leather"),
        panel(last, [(7.25, 0.50), (7.3, 0.62), (7.3, 0.80), (7.25, 0.985)], [(8.75, 0.50), (8.7, 0.62), (8.7, 0.80), (8.75, 0.985)], "second", "leather", across=40, out=0.006),
        panel(last, [(5.1, 0.47), (5.0, 0.62), (5.2, 0.80), (5.0, 0.985)], [(7.1, 0.47), (7.2, 0.62), (7.2, 0.80), (7.1, 0.985)], "main", finish, across=40),
        panel(last, [(8.9, 0.47), (8.8, 0.62), (8.8, 0.80), (8.9, 0.985)], [(10.9, 0.47), (11.0, 0.62), (10.8, 0.80), (11.0, 0.985)], "main", finish, across=40),
        stitches(last, [(5.2, 0.485), (5.1, 0.62), (5.3, 0.80), (5.15, 0.97)], "third", 0.032),
        panel(last, level(-1.9, 1.9, 0.0, 8), [(-1.9, 0.10), (-1.3, 0.34), (-0.5, 0.50), (0, 0.53), (0.5, 0.50), (1.3, 0.34), (1.9, 0.10)], "main", finish, across=64),
        stitches(last, [(-1.75, 0.12), (-1.2, 0.33), (-0.5, 0.475), (0, 0.505), (0.5, 0.475), (1.2, 0.33), (1.75, 0.12)], "third", 0.032),
        _boot_sole(last, ground, 0.14, "fourth", lugs),
        tab(last, "second", "canvas"),
    )
    parts += _shaft_laces(last, rows)
    if toe_cap:
        arch = [(6.4, 0.0), (6.8, 0.16), (7.4, 0.25), (8.0, 0.28), (8.6, 0.25), (9.2, 0.16), (9.6, 0.0)]
        parts += joined(panel(last, level(6.4, 9.6, 0.0, 6), arch, "main", finish, across=64), stitches(last, [(k, t * 0.92) for k, t in arch[1:-1]], "third", 0.032))
    return as_pair(parts, 1.0, 0.35) if pair else parts


def _shaft_laces(last: Last, rows: int) -> list[Part]:
    """Laces over the front of a boot, up the meridians beside the middle."""
    ts = [0.53 + (0.95 - 0.53) * i / (rows - 1) for i in range(rows)]
    near, far = [last.at(6.75, t, 0.04) for t in ts], [last.at(9.25, t, 0.04) for t in ts]
    found, holes = [], []
    for i in range(rows):
        mid = last.at(8, ts[i], 0.075)
        found.append(tube([last.at(6.6, ts[i], 0.0), near[i], mid, far[i], last.at(9.4, ts[i], 0.0)], 0.032, "third", "thread", steps=6, flat=0.6, seg=10))
        if i + 1 < rows:
            mid = last.at(8, (ts[i] + ts[i + 1]) / 2, 0.09)
            found.append(tube([near[i], mid, far[i + 1]], 0.032, "third", "thread", steps=8, flat=0.6, seg=10))
            found.append(tube([far[i], mid, near[i + 1]], 0.032, "third", "thread", steps=8, flat=0.6, seg=10))
        for at in (near[i], far[i]):
            holes.append(torus((0, 0, 0), 0.036, 0.013, "#c9b27c", "metal").turned(62, "y").moved(*at))
    return merged(found) + merged(holes)


@model
def chelsea_boot(height: float = 1.6, finish: str = "polished", lugs: bool = False, pair: bool = True) -> list[Part]:
    """An ankle boot with elastic at the sides and a loop to pull."""
    top, ground = spring(0.42, 0.22, 0.28), underside(0.10, 0.0)
    last = tall_last(top, height, toe=0.27)
    gores = []
    for a, b in ((1.3, 3.5), (12.5, 14.7)):
        mid = (a + b) / 2
        gores.append(panel(last, [(mid - 0.3, 0.47), (mid + 0.3, 0.47)], [(a, 0.985), (b, 0.985)], "second", "knit", across=24, up=30, out=0.008))
        for line in ([(mid - 0.45, 0.45), (a - 0.15, 0.98)], [(mid + 0.45, 0.45), (b + 0.15, 0.98)]):
            gores += stitches(last, line, "third", 0.014)
    parts = joined(
        upper(last, "main", finish), insides(last, "third", "suede", low=0.78), collar(last, 0, 16, 0.035, "main", finish),
        gores, _boot_sole(last, ground, 0.16, "fourth", lugs), tab(last, "second", "canvas"),
        stitches(last, [(7.0, 0.50), (7.5, 0.47), (8.0, 0.46), (8.5, 0.47), (9.0, 0.50)], "third", 0.012),
    )
    return as_pair(parts, 1.0, 0.35) if pair else parts


@model
def rain_boot(height: float = 2.5, band: bool = True, pair: bool = True, kid: bool = False) -> list[Part]:
    """A welly of glossy rubber."""
    top, ground = spring(0.34, 0.24, 0.28), underside(0.10, 0.0)
    last = tall_last(top, height, toe=0.36, shaft=1.12, width=1.12 if kid else 1.02)
    heel = [(-1.8, 0.05), (-1.0, 0.26), (0, 0.33), (1.0, 0.26), (1.8, 0.05)]
    toe = [(6.2, 0.0), (7.0, 0.15), (8.0, 0.21), (9.0, 0.15), (9.8, 0.0)]
    parts = joined(
        upper(last, "main", "wet"), insides(last, "third", "cloth", low=0.78), collar(last, 0, 16, 0.055, "second" if band else "main", "wet"),
        panel(last, level(-1.8, 1.8, 0, 6), heel, "second", "wet", across=60), panel(last, level(6.2, 9.8, 0, 6), toe, "second", "wet", across=60),
        sole(last, [Layer(0.0, -0.03, -0.03), Layer(0.0, 0.04, 0.04), Layer(0.5, 0.06, 0.06), Layer(1.05, 0.055, 0.05), Layer(1.12, 0.03, 0.03), Layer(1.0, -0.05, -0.05)], ground, "accent", "rubber", 0.02, 50),
    )
    return as_pair(parts, 1.08, 0.35) if pair else parts


@model
def snow_boot(height: float = 1.55, pair: bool = True, kid: bool = False) -> list[Part]:
    """A quilted boot with a fleece collar."""
    top, ground = spring(0.36, 0.28, 0.33), underside(0.10, 0.0)
    last = tall_last(top, height, toe=0.40, shaft=1.15, width=1.18 if kid else 1.1)
    seams = [stitches(last, level(0, 16, t, 32), "second", 0.004, 0.05) for t in (0.55, 0.68, 0.82)]
    cuff = replace(collar(last, 0, 16, 0.13, "third", "plush", 0.985), fur=0.07)
    toe = [(5.2, 0.08), (6.2, 0.20), (8.0, 0.33), (9.8, 0.20), (10.8, 0.08)]
    parts = joined(
        upper(last, "main", "soft"), insides(last, "third", "plush", low=0.78), cuff, *seams,
        panel(last, level(5.2, 10.8, 0, 6), toe, "second", "rubber", across=80), panel(last, level(-2.4, 2.4, 0, 6), [(-2.4, 0.08), (-1.2, 0.28), (0, 0.34), (1.2, 0.28), (2.4, 0.08)], "second", "rubber", across=64),
        _boot_sole(last, ground, 0.0, "accent", True),
        panel(last, [(1.2, 0.60), (4.6, 0.60)], [(1.2, 0.72), (4.6, 0.72)], "second", "canvas", across=40, out=0.03),
        panel(last, [(4.4, 0.58), (6.2, 0.60)], [(4.4, 0.74), (6.2, 0.74)], "accent", "soft", across=30, out=0.045),
    )
    return as_pair(parts, 1.12, 0.3) if pair else parts
