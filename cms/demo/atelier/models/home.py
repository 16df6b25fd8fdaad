"""Home: vases, candles, lamps, textiles, storage."""

from __future__ import annotations

import math
from dataclasses import replace

from ..shapes import (
    Part,
    ball,
    box,
    grid,
    joined,
    lathe,
    placed,
    rectangle,
    rounded,
    shell,
    slab,
    spline,
    torus,
    tube,
    wrap,
)
from . import model

VASES: dict[str, list[tuple[float, float]]] = {
    "bottle": [(0.42, 0.0), (0.50, 0.05), (0.68, 0.40), (0.60, 0.80), (0.26, 1.15), (0.17, 1.50), (0.22, 1.85), (0.28, 1.95)],
    "moon": [(0.38, 0.0), (0.46, 0.04), (0.90, 0.50), (0.98, 0.90), (0.80, 1.38), (0.44, 1.66), (0.38, 1.74)],
    "column": [(0.36, 0.0), (0.40, 0.04), (0.40, 0.60), (0.40, 1.30), (0.40, 1.96)],
    "gourd": [(0.40, 0.0), (0.48, 0.05), (0.70, 0.42), (0.52, 0.82), (0.30, 0.98), (0.46, 1.22), (0.40, 1.50), (0.18, 1.72), (0.20, 1.86)],
    "bud": [(0.30, 0.0), (0.36, 0.04), (0.52, 0.30), (0.42, 0.62), (0.14, 0.86), (0.12, 1.10), (0.17, 1.22)],
}


@model
def vase(shape: str = "bottle", finish: str = "glaze", stems: int = 3, ribs: int = 0) -> list[Part]:
    """A vase with a few dry stems."""
    profile = VASES[shape]
    more = {"facets": ribs, "flute": 0.02} if ribs else {}
    parts = [shell(spline(profile, 10), "main", finish, 0.04, **more)]
    top, mouth = profile[-1][1], profile[-1][0] * 0.5
    for i in range(stems):
        a = 2.4 * i + 0.6
        lean, length = 0.34 + 0.12 * (i % 2), 1.25 + 0.28 * ((i * 7) % 3)
        ends = [(mouth * 0.5 * math.cos(a), mouth * 0.5 * math.sin(a), top - 0.5)]
        ends += [(lean * u * u * math.cos(a) * 1.1 + ends[0][0], lean * u * u * math.sin(a) + ends[0][1], top - 0.2 + length * u) for u in (0.3, 0.6, 0.85, 1.0)]
        parts.append(tube(ends, [0.022, 0.02, 0.016, 0.013, 0.01], "#8a7350", "wood", seg=8))
        for j in range(9):
            u = 0.52 + 0.055 * j
            x, y, z = lean * u * u * math.cos(a) * 1.1 + ends[0][0], lean * u * u * math.sin(a) + ends[0][1], top - 0.2 + length * u
            swing = a + 2.2 * j
            leaf = ball((0, 0, 0), (0.135, 0.018, 0.055), "second", "soft").moved(0.13).turned(-32, "y").turned(math.degrees(swing)).moved(x, y, z)
            parts.append(leaf)
    return parts


@model
def candle(label: str = "candle.png", finish: str = "frosted", lid: bool = False, pillars: bool = False) -> list[Part]:
    """A scented candle in a jar, or three pillars."""
    if pillars:
        spots = ((0, 0, 0.36, 1.5), (0.82, -0.28, 0.33, 1.0), (0.35, -0.78, 0.30, 0.6))
        return joined(*(_pillar(x, y, r, h) for x, y, r, h in spots))
    jar = shell(rounded([(0.38, 0.0), (0.46, 0.0, 0.06), (0.46, 0.98)], 0.05), "main", finish, 0.035)
    wax = lathe([(0, 0.06), (0.42, 0.06), (0.42, 0.76), (0, 0.765)], "second", "wax")
    parts = [jar, wax, wrap(0.464, 0.26, 0.70, 105, label), *_flame(0.77)]
    if lid:
        plate = lathe(rounded([(0, 0), (0.47, 0, 0.02), (0.47, 0.09, 0.02), (0, 0.09)], 0.02), "third", "wood")
        parts += [plate.turned(68, "x").moved(0.72, -0.18, 0.46)]
    return parts


def _flame(z: float) -> list[Part]:
    flame = lathe(spline([(0.0, 0.0), (0.035, 0.05), (0.03, 0.12), (0.0, 0.22)], 8), "#ffc46b", "light", seg=24).moved(0, 0, z + 0.09)
    return [tube([(0, 0, z - 0.02), (0.005, 0, z + 0.12)], 0.012, "#3a2c20", "cloth", seg=8), flame]


def _pillar(x: float, y: float, r: float, h: float) -> list[Part]:
    body = lathe(rounded([(0, 0), (r, 0, 0.03), (r, h, 0.06), (r * 0.7, h - 0.02), (0, h - 0.05)], 0.04), "main", "wax")
    return placed([body, *_flame(h - 0.05)], x, y)


@model
def table_lamp(shape: str = "cone", base: str = "ball", finish: str = "glaze") -> list[Part]:
    """A lamp with a lit shade."""
    if base == "ball":
        foot = [lathe([(0, 0), *spline([(0.40, 0.0), (0.46, 0.04), (0.58, 0.35), (0.46, 0.72), (0.14, 0.92), (0.09, 1.1)], 10)], "main", finish)]
    elif base == "column":
        foot = [lathe(rounded([(0, 0), (0.48, 0, 0.03), (0.48, 0.10, 0.03), (0.09, 0.10), (0.09, 1.25)], 0.02), "main", finish)]
    else:
        foot = joined(lathe(rounded([(0, 0), (0.5, 0, 0.02), (0.5, 0.06, 0.02), (0, 0.06)], 0.02), "main", finish), tube([(-0.3, 0, 0.05), (-0.33, 0, 0.8), (-0.2, 0, 1.4), (0.0, 0, 1.52)], 0.035, "main", finish))
    shades = {
        "cone": [(0.86, 1.10), (0.80, 1.25), (0.52, 1.98)], "drum": [(0.74, 1.10), (0.74, 1.5), (0.74, 1.92)],
        "dome": [(0.88, 1.16), (0.84, 1.45), (0.60, 1.74), (0.2, 1.86), (0.02, 1.87)],
        "globe": [(0.05, 1.02), (0.46, 1.16), (0.62, 1.55), (0.46, 1.94), (0.02, 2.08)],
    }  # fmt: skip
    profile = spline(shades[shape], 8)
    shade = lathe(profile, "second", "shade")
    cut = len(profile) * 112
    # Open below and above: the caps go, the wall stays.
    hollow = replace(shade, faces=[f for f in shade.faces if len(f) == 4 and max(f) < cut], thickness=0.02) if shape != "globe" else shade
    bulb = ball((0, 0, 1.45), 0.13, "#ffd9a0", "light") if shape != "globe" else ball((0, 0, 1.55), 0.05, "second", "shade")
    stem = lathe([(0, 0.9), (0.05, 0.9), (0.05, 1.4), (0, 1.4)], "third", "metal")
    return [*foot, hollow, bulb, stem]


@model
def cushion(finish: str = "cloth", piping: bool = True, count: int = 1) -> list[Part]:
    """A square cushion standing, one more behind."""
    rows = []
    n = 40
    for side in (1, -1):
        for i in range(n + 1):
            v = (i / n * 2 - 1) * side
            row = []
            for j in range(n + 1):
                u = j / n * 2 - 1
                pull = 1 - 0.10 * (1 - u * u) ** 0.0 * 0
                full = max(0.0, (1 - u**4) * (1 - v**4)) ** 0.55
                sx, sz = u * (1 - 0.07 * (1 - v * v)), v * (1 - 0.07 * (1 - u * u))
                wrinkle = 0.012 * math.sin(9 * u + 4 * v) * (1 - full)
                row.append((sx * 1.05 * pull, -side * (0.36 * full + wrinkle), sz * 1.05 + 1.0))
            rows.append(row)
    skins = [grid(rows[: n + 1], "main", finish, around=False), grid(rows[n + 1 :], "main", finish, around=False)]
    one = [replace(s, subdivide=1) for s in skins]
    if piping:
        edge = []
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            na, nb = {(-1, -1): (1, -1), (1, -1): (1, 1), (1, 1): (-1, 1), (-1, 1): (-1, -1)}[(a, b)]
            for t in (i / 12 for i in range(12)):
                u, v = a + (na - a) * t, b + (nb - b) * t
                edge.append((u * (1 - 0.07 * (1 - v * v)) * 1.05, 0.0, v * (1 - 0.07 * (1 - u * u)) * 1.05 + 1.0))
        one.append(tube(edge, 0.028, "second", "cloth", steps=3, seg=10, closed=True))
    lean = [p.turned(-14, "x") for p in one]
    if count == 1:
        return lean
    back = [replace(p, slot={"main": "second", "second": "main"}[p.slot]) for p in lean]
    return joined(placed(back, 0.7, 0.75, turn=-14), placed(lean, 0, 0, turn=8))


@model
def folded_throw(finish: str = "knit", layers: int = 5, fringe: bool = True) -> list[Part]:
    """A blanket folded on itself, or a stack of towels."""
    parts = []
    for i in range(layers):
        w = 2.3 - 0.04 * (i % 2)
        line = [(-w / 2, 0.0), (w / 2 - 0.1, 0.0), (w / 2 + 0.02, 0.11), (w / 2 - 0.1, 0.21), (-w / 2, 0.21)]
        smooth = rounded(line, 0.1, 8)
        rows = [[(x, y, z + 0.235 * i + 0.012 * math.sin(3 * x + 2 * y + i)) for x, z in smooth] for y in (-0.75, -0.4, 0.0, 0.4, 0.75)]
        parts.append(replace(grid(rows, "main" if i % 2 == 0 or finish == "knit" else "second", finish, around=False), thickness=0.03, subdivide=1))
        for e in (-0.74, 0.74):
            parts.append(tube([(x, e, z + 0.235 * i) for x, z in smooth[::3]], 0.035, "main" if i % 2 == 0 or finish == "knit" else "second", finish, steps=2, seg=8))
        parts.append(box(w - 0.15, 1.44, 0.17, "main" if i % 2 == 0 or finish == "knit" else "second", finish, 0.06, 0.05).moved(-0.02, 0, 0.235 * i + 0.02))
    if fringe:
        for j in range(26):
            y = -0.72 + 1.44 * j / 25
            parts.append(tube([(-1.13, y, 0.235 * layers - 0.05), (-1.24, y, 0.235 * layers - 0.18), (-1.26 + 0.02 * (j % 3), y + 0.01, 0.235 * layers - 0.42)], 0.018, "second", "thread", seg=8))
    return parts


@model
def basket(finish: str = "thread", lid: bool = False, handles: bool = True) -> list[Part]:
    """A coiled basket."""
    parts = []
    coils = 13
    for i in range(coils):
        r = 0.80 + 0.14 * math.sin(math.pi * (i / coils) * 0.9)
        parts.append(torus((0, 0, 0.06 + 0.105 * i), r, 0.062, "second" if i in (3, 4, 9) else "main", finish))
    parts.append(lathe([(0, 0.02), (0.8, 0.02), (0.8, 0.06), (0, 0.06)], "main", finish))
    if handles:
        z = 0.06 + 0.105 * coils
        for s in (-1, 1):
            parts.append(tube([(s * 0.83, -0.25, z - 0.1), (s * 0.86, -0.22, z + 0.16), (s * 0.87, 0, z + 0.26), (s * 0.86, 0.22, z + 0.16), (s * 0.83, 0.25, z - 0.1)], 0.05, "second", finish))
    if lid:
        parts.append(lathe([(0, 1.42), (0.9, 1.42), (0.9, 1.5), (0, 1.56)], "main", finish))
    return parts


@model
def diffuser(label: str = "reed.png", finish: str = "glass") -> list[Part]:
    """A reed diffuser."""
    bottle = shell(rounded([(0.36, 0.0), (0.44, 0.0, 0.06), (0.44, 0.86, 0.16), (0.17, 0.96, 0.05), (0.17, 1.14)], 0.05), "main", finish, 0.035)
    oil = lathe([(0, 0.06), (0.40, 0.06), (0.40, 0.60), (0, 0.60)], "second", "gloss")
    neck = torus((0, 0, 1.13), 0.17, 0.035, "third", "metal")
    reeds = [tube([(0.05 * math.cos(a), 0.05 * math.sin(a), 0.1), (0.10 * math.cos(a), 0.10 * math.sin(a), 1.1), (0.38 * math.cos(a), 0.34 * math.sin(a), 2.3)], 0.017, "#b08d62", "wood", seg=8) for a in (0.4, 1.5, 2.5, 3.6, 4.7, 5.7)]
    return [bottle, oil, neck, wrap(0.444, 0.22, 0.66, 100, label), *reeds]


@model
def clock(finish: str = "wood") -> list[Part]:
    """A small desk clock."""
    rim = lathe(rounded([(0, 0), (0.86, 0, 0.08), (0.86, 0.42, 0.08), (0.78, 0.42, 0.02), (0.76, 0.36), (0, 0.36)], 0.03), "main", finish)
    marks = [box(0.03 if i % 3 else 0.05, 0.10, 0.01, "second", "matte", 0.01, 0.004).moved(0, 0.62, 0.362).turned(30 * i) for i in range(12)]
    hands = [box(0.045, 0.42, 0.012, "second", "matte", 0.02, 0.005).moved(0, 0.17, 0.385).turned(55), box(0.032, 0.62, 0.012, "second", "matte", 0.015, 0.005).moved(0, 0.25, 0.40).turned(-62), lathe([(0, 0.36), (0.05, 0.36), (0.05, 0.42), (0, 0.42)], "accent", "metal")]
    face = lathe([(0, 0.34), (0.77, 0.34), (0.77, 0.362), (0, 0.362)], "third", "matte")
    dial = [p.turned(82, "x").moved(0, 0.05, 0.93) for p in joined(rim, face, marks, hands)]
    return joined(dial, box(1.0, 0.5, 0.10, "main", finish, 0.05, 0.03).moved(0, -0.15, 0))


@model
def planter(finish: str = "clay", ribs: int = 0) -> list[Part]:
    """A pot with a small succulent."""
    more = {"facets": ribs, "flute": 0.018} if ribs else {}
    pot = shell(rounded([(0.50, 0.10), (0.56, 0.10, 0.04), (0.72, 0.98)], 0.05), "main", finish, 0.05, **more)
    soil = lathe([(0, 0.8), (0.66, 0.8), (0.66, 0.86), (0, 0.88)], "#4a3a2e", "tea")
    saucer = lathe(rounded([(0, 0), (0.62, 0, 0.03), (0.70, 0.13), (0.66, 0.13), (0.58, 0.06), (0, 0.06)], 0.02), "main", finish)
    leaves = []
    for ring, (count, tilt, length, up) in enumerate(((8, 18, 0.46, 0.90), (7, 42, 0.40, 0.98), (5, 64, 0.30, 1.06), (3, 80, 0.2, 1.1))):
        for i in range(count):
            leaf = ball((0, 0, 0), (length / 2, 0.12, 0.05), "second", "silicone").moved(length / 2 + 0.02).turned(-tilt, "y").turned(360 * i / count + 25 * ring).moved(0, 0, up)
            leaves.append(leaf)
    return [pot, soil, saucer, *leaves]


@model
def storage_jar(finish: str = "glass", label: str = "", fill: str = "#c9a86a") -> list[Part]:
    """Three jars with wooden lids."""
    parts = []
    for x, y, h, r in ((0, 0.2, 1.7, 0.5), (1.08, -0.1, 1.2, 0.48), (0.45, -0.85, 0.8, 0.44)):
        jar = shell(rounded([(r - 0.06, 0.0), (r, 0.0, 0.08), (r, h)], 0.05), "main", finish, 0.035)
        lid = lathe(rounded([(0, h), (r + 0.015, h + 0.01, 0.02), (r + 0.015, h + 0.14, 0.03), (0, h + 0.14)], 0.02), "second", "bamboo")
        grain = lathe([(0, 0.06), (r - 0.045, 0.06), (r - 0.045, h * 0.68), (0, h * 0.70)], "third", "tea")
        parts += placed([jar, lid, *([grain] if finish == "glass" else [])], x, y)
    return parts


@model
def soap_pump(label: str = "soap.png", finish: str = "frosted") -> list[Part]:
    """A bottle with a pump, a hand wash."""
    body = lathe(rounded([(0, 0), (0.40, 0, 0.06), (0.40, 1.25, 0.14), (0.15, 1.38, 0.04), (0.15, 1.46), (0, 1.46)], 0.05), "main", "satin" if finish == "satin" else finish)
    collar = lathe(rounded([(0, 1.42), (0.19, 1.42, 0.01), (0.19, 1.58, 0.02), (0, 1.58)], 0.02), "second", "metal" if finish != "satin" else "matte")
    stem = lathe([(0, 1.55), (0.05, 1.55), (0.05, 1.8), (0, 1.8)], "second", "metal")
    head = tube([(-0.14, 0, 1.83), (0.1, 0, 1.84), (0.42, 0, 1.80), (0.50, 0, 1.72)], [0.085, 0.08, 0.055, 0.045], "second", "metal" if finish != "satin" else "matte")
    return [body, collar, stem, head, wrap(0.404, 0.30, 0.98, 110, label)]


@model
def book_ends() -> list[Part]:
    """A stone arch that holds books."""
    arch = []
    for r, slot in ((0.95, "main"), (0.66, "second"), (0.38, "third")):
        path = [(r * math.cos(a), 0, r * math.sin(a)) for a in (math.pi * i / 12 for i in range(13))]
        arch.append(tube(path, 0.145, slot, "clay", steps=4))
    return arch


@model
def slat_stool(finish: str = "wood") -> list[Part]:
    """A small stool, for scenes and for sitting."""
    seat = slab(rectangle(1.9, 1.1, 0.16), 1.5, 1.64, "main", finish, 0.04)
    legs = [tube([(sx * 0.82, sy * 0.42, 0), (sx * 0.70, sy * 0.36, 1.52)], [0.065, 0.085], "main", finish) for sx in (-1, 1) for sy in (-1, 1)]
    return joined(seat, legs, tube([(-0.76, 0, 0.6), (0.76, 0, 0.6)], 0.045, "main", finish))
