"""Low shoes: sneakers, runners, leather shoes, slippers, children's shoes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from ..shapes import Part, box, grid, joined, spline, torus, tube
from . import model
from .footwear import (
    CUP,
    FOAM,
    as_pair,
    bend,
    grooves,
    insides,
    laced,
    level,
    low_last,
    slip_last,
    spring,
    tab,
    tall_last,
    tongue,
    underside,
)
from .last import Last, Layer, collar, panel, sole, stitches, upper


@model
def court_sneaker(stripes: int = 2, cap: bool = True, high: bool = False, upper_finish: str = "leather", pair: bool = True) -> list[Part]:
    """The classic low sneaker with a cup sole, or a high one."""
    top, ground = spring(0.30, 0.24, 0.30), underside(0.10, 0.01)
    last = low_last(top, toe=0.30)
    base, second = upper_finish, "leather" if upper_finish == "leather" else "suede"
    parts = joined(
        upper(last, "main", base),
        insides(last),
        collar(last, -3.9, 3.9, 0.05, "main", "cloth" if base == "canvas" else base),
        laced(last, {"stay": "main" if cap else "second", "stay_finish": base, "tongue": "main", "thread": "third"}, 6, base == "canvas", base),
        panel(last, level(-1.9, 1.9, 0.0, 8), [(-1.9, 0.10), (-1.45, 0.62), (-0.8, 0.86), (0, 0.93), (0.8, 0.86), (1.45, 0.62), (1.9, 0.10)], "second", second, across=64),
        sole(last, CUP, ground, "accent" if base == "canvas" else "third", "rubber"),
        grooves(last, ground, 0.80, 0.045, "second" if base == "canvas" else "third", 0.011),
        grooves(last, ground, 0.28, 0.044, "third", 0.008),
        tab(last, "second", second),
    )
    if cap:
        arch = [(6.55, 0.0), (6.85, 0.27), (7.4, 0.43), (8.0, 0.48), (8.6, 0.43), (9.15, 0.27), (9.45, 0.0)]
        parts += [panel(last, level(6.55, 9.45, 0.0, 6), arch, "third" if base == "canvas" else "main", "rubber" if base == "canvas" else base, across=64, out=0.022)]
        parts += stitches(last, [(k, t * 0.93 - 0.01) for k, t in arch[1:-1]], "third", 0.032)
    for i in range(stripes):
        for mirror in (False, True):
            a = 2.55 + 0.62 * i
            low, high_ = [(a + 0.75, 0.03), (a + 1.15, 0.03)], [(a - 0.1, 0.66), (a + 0.24, 0.66)]
            if mirror:
                low, high_ = [(16 - k, t) for k, t in reversed(low)], [(16 - k, t) for k, t in reversed(high_)]
            parts.append(panel(last, low, high_, "second", second, across=12, up=24))
    return as_pair(parts) if pair else parts


@model
def running_shoe(plates: int = 3, rocker: float = 0.17, stack: float = 0.44, wing: bool = True, pair: bool = True) -> list[Part]:
    """A running shoe: thick foam, knitted upper, printed wings."""
    top, ground = spring(stack, stack * 0.72, stack * 0.86), underside(rocker, 0.06)
    last = low_last(lambda x: top(x), height=1.0 + (stack - 0.3) * 0.35, toe=0.30 + stack * 0.22, vamp=0.06)
    heel = [(-1.7, 0.05), (-1.2, 0.50), (-0.6, 0.72), (0, 0.80), (0.6, 0.72), (1.2, 0.50), (1.7, 0.05)]
    toe = [(6.7, 0.0), (7.1, 0.17), (7.6, 0.27), (8.0, 0.30), (8.4, 0.27), (8.9, 0.17), (9.3, 0.0)]
    parts = joined(
        upper(last, "main", "mesh"),
        insides(last),
        collar(last, -3.9, 3.9, 0.065, "main", "knit"),
        laced(last, {"stay": "second", "stay_finish": "soft", "tongue": "main", "thread": "accent"}, 6, True, "knit"),
        panel(last, level(-1.7, 1.7, 0.0, 8), heel, "second", "soft", across=64),
        panel(last, level(6.7, 9.3, 0.0, 6), toe, "second", "soft", across=64),
        sole(last, FOAM, ground, "third", "foam"),
        grooves(last, ground, 0.55, 0.068, "third", 0.010),
        sole(last, [Layer(-0.02, -0.08, -0.08), Layer(-0.02, 0.005, -0.02), Layer(0.05, 0.03, 0.0), Layer(0.10, 0.055, 0.02), Layer(0.10, -0.1, -0.1)], ground, "accent", "rubber", 0.012, 70),
        tab(last, "accent", "cloth"),
    )
    if wing:
        for i in range(plates):
            for mirror in (False, True):
                a = 2.2 + 0.78 * i
                low = [(a + 0.5, 0.05), (a + 0.78 - 0.08 * i, 0.05)]
                high = [(a + 1.02, 0.70), (a + 1.16, 0.70)]
                if mirror:
                    low, high = ([(16 - k, t) for k, t in reversed(line)] for line in (low, high))
                parts.append(panel(last, low, high, "accent", "soft", across=12, up=24, out=0.012))
    return as_pair(parts) if pair else parts


@model
def trail_shoe(pair: bool = True) -> list[Part]:
    """Running off the road: lugs, a rubber rand around the toe, a cage over the mesh."""
    top, ground = spring(0.42, 0.33, 0.40), underside(0.15, 0.03)
    last = low_last(top, height=1.04, toe=0.38, vamp=0.05)
    rand = [(5.2, 0.10), (5.9, 0.20), (6.8, 0.30), (8, 0.40), (9.2, 0.30), (10.1, 0.20), (10.8, 0.10)]
    parts = joined(
        upper(last, "main", "canvas"), insides(last),
        collar(last, -3.9, 3.9, 0.065, "second", "knit"),
        laced(last, {"stay": "second", "stay_finish": "soft", "tongue": "second", "thread": "accent"}, 5, True, "knit"),
        panel(last, level(5.2, 10.8, 0.0, 6), rand, "second", "rubber", across=90, out=0.026),
        panel(last, level(-1.9, 1.9, 0.0, 8), [(-1.9, 0.12), (-1.2, 0.5), (0, 0.74), (1.2, 0.5), (1.9, 0.12)], "second", "rubber", across=64),
        sole(last, [Layer(0.22, -0.04, -0.04), Layer(0.25, 0.06, 0.04), Layer(0.5, 0.07, 0.05), Layer(0.8, 0.055, 0.04), Layer(1.14, 0.04, 0.03), Layer(1.0, -0.06, -0.06)], ground, "third", "foam"),
        sole(last, [Layer(0.0, -0.05, -0.05), Layer(0.0, 0.03, 0.02), Layer(0.16, 0.05, 0.04), Layer(0.30, 0.075, 0.06), Layer(0.33, 0.07, 0.05), Layer(0.33, -0.1, -0.1)], ground, "accent", "rubber", 0.03, 44),
        tab(last, "accent", "cloth"),
    )
    for i in range(3):
        for mirror in (False, True):
            a = 2.0 + 0.95 * i
            low, high = [(a + 0.25, 0.04), (a + 0.40, 0.04)], [(a + 0.85, 0.76), (a + 1.05, 0.76)]
            if mirror:
                low, high = ([(16 - k, t) for k, t in reversed(line)] for line in (low, high))
            parts.append(panel(last, low, high, "accent", "soft", across=12, up=24, out=0.014))
    return as_pair(parts) if pair else parts


def _dress_sole(last: Last, ground: Callable[[float], float], heel: float) -> list[Part]:
    def arch(x: float) -> float:
        return ground(x) + heel * (1 if x < 0.8 else max(0.0, 1 - (x - 0.8) / 0.8) ** 1.3)

    thin = [Layer(0.0, -0.02, -0.02), Layer(0.0, 0.045, 0.055), Layer(0.5, 0.06, 0.07), Layer(1.0, 0.05, 0.06), Layer(1.03, -0.04, -0.04)]
    edge = [p for p in last.outline(0.035) if p[0] < 0.82]
    edge.sort(key=lambda p: math.atan2(p[1], p[0] - 0.5))
    block = [[(0.45 + (x - 0.45) * s, y * s, z) for x, y, _z in edge] for z, s in ((0.0, 0.96), (0.02, 0.99), (heel + 0.04, 1.0))]
    return joined(sole(last, thin, arch, "second", "polished"), grid(block, "second", "polished", caps=True))


@model
def derby(brogue: bool = False, finish: str = "polished", pair: bool = True) -> list[Part]:
    """A leather lace-up for the office."""
    top, ground = spring(0.36, 0.13, 0.17), underside(0.07, 0.0)
    last = low_last(top, height=0.86, toe=0.16, throat=1.80, width=0.93)
    arch = [(6.2, 0.0), (6.6, 0.28), (7.3, 0.47), (8.0, 0.52), (8.7, 0.47), (9.4, 0.28), (9.8, 0.0)]
    parts = joined(
        upper(last, "main", finish), insides(last, "third", "leather"), collar(last, -3.9, 3.9, 0.022, "main", finish),
        laced(last, {"stay": "main", "stay_finish": finish, "tongue": "main", "thread": "main"}, 4, False, finish),
        panel(last, level(6.2, 9.8, 0, 6), arch, "main", finish, across=64, out=0.012),
        stitches(last, [(k, t * 0.95) for k, t in arch[1:-1]], "third", 0.018, 0.034),
        panel(last, level(-2.0, 2.0, 0, 8), [(-2.0, 0.1), (-1.2, 0.6), (0, 0.8), (1.2, 0.6), (2.0, 0.1)], "main", finish, across=64, out=0.012),
        _dress_sole(last, ground, 0.24),
    )
    return as_pair(parts, 0.9) if pair else parts


@model
def loafer(bar: bool = True, finish: str = "polished", heel: float = 0.22, pair: bool = True) -> list[Part]:
    """A slip-on with an apron seam and a strap across the instep."""
    top, ground = spring(heel + 0.12, 0.13, 0.16), underside(0.07, 0.0)
    last = slip_last(top, front=1.42, instep=0.80, heel=0.84, toe=0.22, width=0.96)
    apron = [(4.9, 0.80), (5.6, 0.52), (6.4, 0.46), (7.2, 0.48), (8.0, 0.50), (8.8, 0.48), (9.6, 0.46), (10.4, 0.52), (11.1, 0.80)]
    seam = tube([last.at(k, t, 0.01) for k, t in spline(apron, 6)], 0.026, "main", finish, steps=3, seg=10)
    parts = joined(
        upper(last, "main", finish), insides(last, "third", "leather"), collar(last, 0, 16, 0.02, "main", finish), seam,
        stitches(last, [(k, t - 0.035) for k, t in apron], "third", 0.016, 0.036), _dress_sole(last, ground, heel),
    )
    if bar:
        strap = [[last.at(k, t, 0.03) for k in (4.4 + 7.2 * j / 40 for j in range(41))] for t in (0.70, 0.76, 0.82, 0.88)]
        bit = tube([last.at(7.1, 0.79, 0.06), last.at(7.5, 0.80, 0.085), last.at(8.5, 0.80, 0.085), last.at(8.9, 0.79, 0.06)], 0.028, "accent", "metal")
        parts += [replace(grid(strap, "main", finish, around=False), thickness=0.03, subdivide=1), bit]
        parts += [torus((0, 0, 0), 0.07, 0.018, "accent", "metal").turned(35, "y").moved(*last.at(k, 0.79, 0.055)) for k in (6.9, 9.1)]
    return as_pair(parts, 0.92) if pair else parts


@model
def ballet_flat(bow: bool = True, finish: str = "leather", pair: bool = True) -> list[Part]:
    """A low cut with a fine rim, a bow or none."""
    top, ground = spring(0.20, 0.11, 0.13), underside(0.06, 0.0)
    last = slip_last(top, front=2.02, instep=0.47, heel=0.66, toe=0.12, width=0.9)
    parts = joined(
        upper(last, "main", finish), insides(last, "third", "leather"), collar(last, 0, 16, 0.024, "second", "cloth"),
        _dress_sole(last, ground, 0.09),
    )
    if bow:
        x, y, z = last.at(8, 0.97, 0.03)
        for side in (-1, 1):
            loop = [(x, y, z), (x + 0.03, y + side * 0.1, z + 0.05), (x + 0.02, y + side * 0.2, z + 0.03), (x - 0.02, y + side * 0.19, z - 0.02), (x - 0.01, y + side * 0.08, z), (x, y, z)]
            parts.append(tube(loop, 0.028, "second", "cloth", flat=0.4))
        parts.append(tube([(x - 0.03, y, z), (x, y, z + 0.03), (x + 0.03, y, z)], 0.04, "second", "cloth"))
    return as_pair(parts, 0.86) if pair else parts


@model
def mary_jane(kid: bool = False, finish: str = "polished", pair: bool = True) -> list[Part]:
    """A flat with a strap and a buckle."""
    top, ground = spring(0.26, 0.15, 0.17), underside(0.06, 0.0)
    last = slip_last(top, front=1.95, instep=0.50, heel=0.74, toe=0.20, width=1.06 if kid else 0.92, tip=1.05)
    near, far = last.at(3.35, 0.9, 0.0), last.at(12.65, 0.9, 0.0)
    rows = []
    for i in range(25):
        u = i / 24
        y = near[1] + (far[1] - near[1]) * u
        z = near[2] + 0.34 * math.sin(math.pi * u)
        rows.append([(near[0] + dx, y, z) for dx in (-0.09, -0.03, 0.03, 0.09)])
    strap = replace(grid(rows, "main", finish, around=False), thickness=0.035, subdivide=1)
    x, y, z = near[0], near[1] - 0.02, near[2] + 0.10
    buckle = torus((0, 0, 0), 0.085, 0.016, "accent", "metal").turned(75, "x").moved(x, y, z)
    parts = joined(upper(last, "main", finish), insides(last, "third", "leather"), collar(last, 0, 16, 0.022, "main", finish), strap, buckle, _dress_sole(last, ground, 0.13))
    return as_pair(parts, 0.9) if pair else parts


@model
def slipper(closed: bool = True, finish: str = "felt", fleece: bool = True, pair: bool = True) -> list[Part]:
    """A house slipper: open at the heel, or closed and turned over."""
    top, ground = spring(0.20, 0.17, 0.20), underside(0.06, 0.02)
    last = slip_last(top, front=1.30, instep=0.86, heel=0.52 if closed else 0.3, toe=0.34, width=1.12, tip=1.08)
    base = [Layer(0.0, -0.04, -0.04), Layer(0.06, 0.03, 0.03), Layer(0.5, 0.05, 0.05), Layer(0.95, 0.04, 0.04), Layer(1.05, 0.0, 0.0), Layer(1.05, -0.08, -0.08)]
    if closed:
        body = [upper(last, "main", finish), *insides(last, "third", "plush")]
        rim = replace(collar(last, 0, 16, 0.065, "third", "plush" if fleece else finish), fur=0.06 if fleece else 0.0)
    else:
        body = [upper(last, "main", finish, start=3.6, end=12.4), *insides(last, "third", "plush", 3.7, 12.3)]
        rim = replace(collar(last, 3.6, 12.4, 0.06, "third", "plush" if fleece else finish), fur=0.06 if fleece else 0.0)
    parts = joined(body, rim, sole(last, base, ground, "accent", "rubber"), stitches(last, level(4.2, 11.8, 0.10, 14), "third", 0.01, 0.07))
    return as_pair(parts, 1.05, 0.3) if pair else parts


@model
def slide(straps: int = 1, finish: str = "soft", pair: bool = True) -> list[Part]:
    """A molded slide: a foot bed and one broad strap, or two with buckles."""
    top, ground = spring(0.30, 0.24, 0.29), underside(0.07, 0.02)
    last = slip_last(top, front=1.2, instep=0.78, heel=0.4, toe=0.40, width=1.1, tip=1.08)
    bed = [Layer(0.0, -0.04, -0.04), Layer(0.05, 0.03, 0.03), Layer(0.5, 0.05, 0.05), Layer(1.0, 0.045, 0.045), Layer(1.12, 0.02, 0.02), Layer(1.0, -0.06, -0.06)]
    edge = last.outline(-0.03)
    floor = [[(1.4 + (p[0] - 1.4) * s, p[1] * s, top(p[0]) + 0.04 - 0.05 * (1 - s)) for p in edge] for s in (1.0, 0.9, 0.6, 0.02)]
    parts = joined(sole(last, bed, ground, "second", "foam"), grid(floor, "third", "cork" if straps > 1 else "foam"))
    spans = [(1.45, 2.2)] if straps == 1 else [(1.18, 1.55), (1.78, 2.16)]
    for a, b in spans:
        parts.append(_strap(a, b, 0.66 - 0.12 * (a - 1.2), top, finish))
        if straps > 1:
            parts.append(torus((0, 0, 0), 0.10, 0.018, "accent", "metal").turned(52, "x").moved((a + b) / 2, -0.40, 0.58 - 0.1 * (a - 1.2)))
    return as_pair(parts, 1.08, 0.3) if pair else parts


def _strap(a: float, b: float, height: float, top: Callable[[float], float], finish: str) -> Part:
    """A band over the foot between two places along it."""
    rows = []
    for i in range(33):
        angle = math.pi * (i / 32)
        row = []
        for j in range(9):
            x = a + (b - a) * j / 8
            half = 0.52 - 0.05 * abs(x - 1.9)
            low = top(x) - 0.10
            row.append((x, -half * math.cos(angle) + bend(x), low + (height + 0.06 - 0.16 * (x - a) - low + 0.1) * math.sin(angle) ** 0.72))
        rows.append(row)
    return replace(grid(rows, "main", finish, around=False), thickness=-0.055, subdivide=1)


@model
def kids_sneaker(pair: bool = True, star: bool = True) -> list[Part]:
    """A short, wide sneaker with two hook-and-loop straps."""
    top, ground = spring(0.34, 0.28, 0.34), underside(0.10, 0.02)
    last = low_last(top, height=1.02, toe=0.40, width=1.2, vamp=0.05)
    toe = [(6.3, 0.0), (6.8, 0.24), (7.4, 0.36), (8.0, 0.40), (8.6, 0.36), (9.2, 0.24), (9.7, 0.0)]
    parts = joined(
        upper(last, "main", "mesh"), insides(last), collar(last, -3.9, 3.9, 0.07, "second", "knit"),
        panel(last, level(4.0, 12.0, 0.76, 12), level(4.0, 12.0, 0.995, 12), "second", "soft", across=96, up=6),
        tongue("second", "knit", [(1.98, 0.03, 0.60), (1.6, 0.01, 0.82), (1.14, 0, 1.06), (0.97, 0, 1.22)], [0.1, 0.18, 0.23, 0.25]),
        panel(last, level(6.3, 9.7, 0, 6), toe, "third", "rubber", across=64, out=0.024),
        panel(last, level(-1.8, 1.8, 0, 8), [(-1.8, 0.1), (-1.2, 0.55), (0, 0.80), (1.2, 0.55), (1.8, 0.1)], "second", "soft", across=64),
        sole(last, CUP, ground, "third", "foam"), grooves(last, ground, 0.5, 0.05, "accent", 0.02),
    )
    for x, z, half in ((1.24, 1.0, 0.34), (1.60, 0.87, 0.36)):
        rows = []
        for i in range(25):
            u = i / 24 * 2 - 1
            rows.append([(x + dx + 0.05 * abs(u), u * half, z + 0.03 - 0.36 * u * u + dx * -0.42) for dx in (-0.11, -0.04, 0.04, 0.11)])
        parts.append(replace(grid(rows, "accent", "soft", around=False), thickness=0.035, subdivide=1))
    if star:
        for mirror in (False, True):
            low, high = [(2.3, 0.18), (3.6, 0.18)], [(2.5, 0.42), (3.9, 0.42)]
            if mirror:
                low, high = ([(16 - k, t) for k, t in reversed(line)] for line in (low, high))
            parts.append(panel(last, low, high, "accent", "soft", across=20, up=10))
    return as_pair(parts, 1.15) if pair else parts


@model
def baby_bootie(pair: bool = True) -> list[Part]:
    """Soft first shoes with a cuff."""
    top, ground = spring(0.16, 0.13, 0.15), underside(0.05, 0.02)
    last = tall_last(top, 1.15, toe=0.44, shaft=1.18, width=1.4)
    base = [Layer(0.0, -0.05, -0.05), Layer(0.1, 0.01, 0.01), Layer(0.6, 0.03, 0.03), Layer(1.1, 0.0, 0.0), Layer(1.0, -0.08, -0.08)]
    parts = joined(
        upper(last, "main", "knit"), insides(last, "third", "plush"), collar(last, 0, 16, 0.13, "second", "knit", 0.98), sole(last, base, ground, "accent", "suede"),
        panel(last, level(5.6, 10.4, 0.02, 6), [(5.6, 0.06), (6.6, 0.24), (8, 0.34), (9.4, 0.24), (10.4, 0.06)], "second", "knit", across=64),
    )
    return as_pair(parts, 1.3, 0.2) if pair else parts


@model
def shoe_box(width: float = 3.3) -> list[Part]:
    """The box a pair comes in, for scenes."""
    return joined(box(width, 2.0, 1.1, "main", "paper", 0.03, 0.02), box(width + 0.06, 2.06, 0.35, "second", "paper", 0.03, 0.02).moved(z=0.82))
