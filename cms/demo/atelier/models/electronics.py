"""Electronics: sound, wrist, desk, power."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ..shapes import (
    Part,
    ball,
    box,
    grid,
    inset,
    joined,
    lathe,
    patch,
    placed,
    rectangle,
    rounded,
    slab,
    spline,
    torus,
    tube,
)
from . import model


@model
def speaker(shape: str = "cylinder", finish: str = "satin", strap: bool = True, label: str = "") -> list[Part]:
    """A wireless speaker in woven cloth: `cylinder`, `block` or `ball`."""
    if shape == "block":
        body = slab(rectangle(2.4, 0.95, 0.42), 0.06, 1.06, "second", finish, 0.10)
        cloth = slab(rectangle(2.44, 0.99, 0.44), 0.16, 0.92, "main", "mesh", 0.03)
        keys = [lathe(rounded([(0, 0), (0.07, 0, 0.01), (0.07, 0.025, 0.015), (0, 0.025)], 0.01), "accent", "rubber", seg=32).moved(-0.48 + 0.32 * i, 0, 1.055) for i in range(4)]
        parts = joined(body, cloth, keys, slab(rectangle(1.9, 0.6, 0.2), 0, 0.08, "third", "rubber", 0.02), box(0.36, 0.02, 0.09, "accent", "metal", 0.03, 0.008).moved(0.78, -0.50, 0.24))
        if strap:
            parts.append(tube([(1.20, 0.1, 0.78), (1.48, 0.12, 0.66), (1.52, 0.1, 0.36), (1.40, 0.05, 0.12), (1.22, 0.0, 0.30)], 0.06, "third", "cloth", flat=0.4))
        return parts
    if shape == "ball":
        parts = [ball((0, 0, 0.92), (0.98, 0.98, 0.92), "main", "mesh"), lathe(rounded([(0, 0), (0.52, 0, 0.03), (0.66, 0.14), (0.5, 0.2), (0, 0.2)], 0.04), "second", finish)]
        parts += [torus((0, 0, 1.66), 0.42, 0.05, "second", finish), lathe([(0, 1.66), (0.40, 1.66), (0.39, 1.70), (0, 1.72)], "second", finish), torus((0, 0, 1.725), 0.2, 0.012, "accent", "light")]
        return parts
    core = lathe(rounded([(0, 0), (0.62, 0, 0.08), (0.62, 1.95, 0.12), (0.5, 1.98), (0, 1.96)], 0.05), "second", finish)
    cloth = lathe(rounded([(0.60, 0.18), (0.645, 0.18, 0.02), (0.645, 1.72, 0.02), (0.60, 1.72)], 0.02), "main", "mesh")
    ring = torus((0, 0, 1.97), 0.44, 0.028, "accent", "light")
    parts = [core, cloth, ring, box(0.30, 0.03, 0.08, "accent", "metal", 0.03, 0.01).moved(0, -0.645, 0.34)]
    if strap:
        parts.append(tube([(0.55, 0, 1.85), (0.86, -0.05, 1.98), (0.98, -0.08, 1.66), (0.90, -0.05, 1.30), (0.68, 0, 1.45)], 0.065, "third", "leather", flat=0.35))
    return parts


@model
def headphones(finish: str = "satin", metal: bool = True) -> list[Part]:
    """Over-ear headphones, standing on their cups."""
    parts: list[Part] = []
    arc = [(1.02 * math.cos(a), 0, 1.30 + 1.18 * math.sin(a)) for a in (math.pi * i / 12 for i in range(13))]
    parts.append(_ribbon(arc, 0.17, 0.045, "second", "leather"))
    pad = [(0.95 * math.cos(a), 0, 1.28 + 1.10 * math.sin(a)) for a in (math.pi * (0.22 + 0.56 * i / 10) for i in range(11))]
    parts.append(_ribbon(pad, 0.16, 0.07, "third", "leather"))
    for s in (-1, 1):
        parts.append(tube([(s * 1.02, 0, 1.42), (s * 1.05, 0, 1.12), (s * 1.06, 0, 0.92)], 0.045, "accent", "brushed" if metal else finish, flat=1.6))
        shell = lathe(rounded([(0, 0.34), (0.46, 0.34, 0.05), (0.62, 0.20, 0.10), (0.62, 0.0, 0.02), (0, 0)], 0.05), "main", finish)
        ring = torus((0, 0, 0.345), 0.44, 0.018, "accent", "brushed" if metal else finish)
        cup = torus((0, 0, -0.10), 0.44, 0.19, "third", "leather", 0.75)
        mesh = lathe([(0, -0.06), (0.4, -0.06), (0.4, -0.04), (0, -0.04)], "third", "mesh")
        for p in (shell, ring, cup, mesh):
            q = p.scaled(0.86, 1.12, 1.0).turned(90, "x") if False else p.scaled(1.1, 0.9, 1.0).turned(90, "y")
            q = q if s > 0 else q.turned(180, "z")
            parts.append(q.moved(s * 1.0, 0, 0.69))
    return [p.turned(-28, "z") for p in parts]


def _ribbon(path: Sequence[Sequence[float]], half: float, thick: float, slot: str, finish: str) -> Part:
    """A band along a curve in the x-z plane, rounded at its edges."""
    curve = spline(path, 8)
    ring = rectangle(2 * half, 2 * thick, thick * 0.95, 5)
    rows = []
    for i, p in enumerate(curve):
        a, b = curve[max(i - 1, 0)], curve[min(i + 1, len(curve) - 1)]
        dx, dz = b[0] - a[0], b[2] - a[2]
        length = math.hypot(dx, dz) or 1.0
        nx, nz = -dz / length, dx / length
        rows.append([(p[0] + nx * v, u, p[2] + nz * v) for u, v in ring])
    return grid(rows, slot, finish, caps=True)


@model
def earbuds(open_case: bool = True, finish: str = "gloss", square: bool = False) -> list[Part]:
    """A charging case with its lid open, two buds in front."""
    outline = rectangle(1.5, 0.66, 0.32, 12) if not square else rectangle(1.25, 0.62, 0.2, 12)
    case = slab(outline, 0.0, 0.78, "main", finish, 0.16)
    well = slab(inset(outline, 0.06), 0.70, 0.785, "second", "satin", 0.01)
    lid = slab(outline, 0.0, 0.42, "main", finish, 0.16)
    inner = slab(inset(outline, 0.06), -0.005, 0.05, "second", "satin", 0.01)
    parts = joined(case, well)
    for p in (lid, inner):
        parts.append(p.moved(0, -0.33, 0).turned(-96, "x").moved(0, 0.38, 0.82))
    led = ball((0, -0.335, 0.45), (0.028, 0.012, 0.028), "#7fe3a1", "light")
    parts += [led, *placed(_bud(finish), -0.42, 0.0, 0.80, 0), *placed([p.scaled(-1, 1, 1) for p in _bud(finish)], 0.42, 0.0, 0.80)]
    lying = [p.turned(84, "x") for p in _bud(finish)]
    low = min(q[2] for p in lying for q in p.points)
    parts += placed(lying, -0.55, -0.75, -low, -25)
    parts += placed([p.scaled(-1, 1, 1) for p in lying], 0.45, -0.95, -low, 20)
    return parts


def _bud(finish: str) -> list[Part]:
    head = ball((0, 0, 0.16), (0.21, 0.19, 0.20), "main", finish)
    stem = lathe(rounded([(0, -0.52), (0.075, -0.52, 0.03), (0.085, 0.1), (0, 0.12)], 0.03), "main", finish, seg=40).moved(-0.1, 0, 0.0)
    tip = lathe(rounded([(0.0, 0.0), (0.11, 0.0, 0.03), (0.145, 0.10, 0.05), (0.06, 0.17), (0, 0.17)], 0.05), "second", "silicone", seg=40).turned(68, "y").moved(0.13, -0.04, 0.2)
    vent = box(0.06, 0.02, 0.11, "second", "mesh", 0.02, 0.006).moved(-0.06, -0.178, 0.12)
    foot = lathe([(0, -0.53), (0.055, -0.53), (0.055, -0.50), (0, -0.5)], "accent", "metal", seg=32).moved(-0.1, 0, 0)
    return [head, stem, tip, vent, foot]


@model
def watch(round_face: bool = False, screen: str = "watch.png", band: str = "silicone", case: str = "brushed") -> list[Part]:
    """A watch on its strap, closed to a loop and standing on it."""
    parts: list[Part] = []
    n = 48
    rows = []
    for i in range(n + 1):
        a = math.radians(112 + (428 - 112) * i / n)
        cx, cz = 1.02 * math.cos(a), 0.86 * math.sin(a)
        half = 0.34 - 0.05 * math.sin(math.pi * i / n) ** 2
        out = (math.cos(a), math.sin(a))
        row = [(cx + out[0] * v, u, cz + out[1] * v) for u, v in rectangle(2 * half, 0.11, 0.05, 4)]
        rows.append(row)
    parts.append(grid(rows, "main", band, caps=True))
    if round_face:
        body = lathe(rounded([(0, 0), (0.56, 0, 0.06), (0.60, 0.12, 0.05), (0.56, 0.26, 0.03), (0.50, 0.27), (0, 0.27)], 0.04), "second", case)
        glass = lathe(rounded([(0, 0.265), (0.49, 0.265), (0.47, 0.285), (0, 0.29)], 0.01), "#08090b", "screen")
        disc = [[(0.45 * r * math.cos(a), 0.45 * r * math.sin(a), 0.294) for a in (2 * math.pi * j / 48 for j in range(49))] for r in (1.0, 0.5, 0.02)]
        face = patch(disc, screen, "display")
        face = replace(face, uv=[(0.5 + p[0] / 0.9, 0.5 + p[1] / 0.9) for p in face.points])
        crown = lathe(rounded([(0, 0), (0.07, 0, 0.015), (0.07, 0.1, 0.02), (0, 0.1)], 0.02), "second", case, seg=32).turned(90, "y").moved(0.58, 0.18, 0.13)
        crown2 = lathe(rounded([(0, 0), (0.06, 0, 0.015), (0.06, 0.07, 0.02), (0, 0.07)], 0.02), "second", case, seg=32).turned(90, "y").moved(0.56, -0.22, 0.13)
        top = [body, glass, face, crown, crown2]
    else:
        body = slab(rectangle(0.98, 1.14, 0.28, 12), 0, 0.28, "second", case, 0.09)
        glass = slab(rectangle(0.90, 1.06, 0.25, 12), 0.25, 0.30, "#08090b", "screen", 0.03)
        square = [[(x, y, 0.303) for x in (-0.36, 0.36)] for y in (-0.44, 0.44)]
        crown = lathe(rounded([(0, 0), (0.075, 0, 0.015), (0.075, 0.07, 0.02), (0, 0.07)], 0.02), "accent", case, seg=32).turned(90, "y").moved(0.48, 0.2, 0.14)
        top = [body, glass, patch(square, screen, "display"), crown]
    # The loop lies on its side turned up: the case sits where the strap is open, facing the camera.
    parts += [p.moved(0, 0, 0.72) for p in joined(*([q] for q in [p.turned(90, "z") for p in top]))]
    parts = [p.turned(-90, "z").turned(52, "x") for p in parts]
    low = min(q[2] for p in parts for q in p.points)
    return [p.moved(0, 0, -low) for p in parts]


@model
def power_bank(finish: str = "satin", magnet: bool = False, display: bool = True) -> list[Part]:
    """A power bank standing, another lying in front; a cable with `magnet` off."""
    outline = rectangle(0.78, 0.30, 0.12, 10)
    one = [slab(outline, 0, 1.55, "main", finish, 0.05), slab(rectangle(0.5, 0.14, 0.06, 6), 1.545, 1.556, "second", "matte", 0.004)]
    one += [box(0.17, 0.07, 0.006, "#15161a", "matte", 0.03, 0.002).moved(-0.12, 0, 1.556), box(0.17, 0.07, 0.006, "#15161a", "matte", 0.03, 0.002).moved(0.14, 0, 1.556)]
    if display:
        one.append(patch([[(x, -0.152, z) for x in (-0.2, 0.2)] for z in (1.12, 1.34)], "charge.png", "display"))
    if magnet:
        one.append(torus((0, 0, 0), 0.26, 0.014, "second", "metal").turned(90, "x").moved(0, -0.15, 0.72))
    lying = [p.turned(90, "x").moved(0, 0.75, 0.15) for p in one]
    cable = tube([(0.42, -1.15, 0.07), (0.9, -0.9, 0.05), (1.2, -0.3, 0.05), (0.95, 0.25, 0.05), (0.6, 0.1, 0.05), (0.85, -0.35, 0.05), (1.3, -0.85, 0.05)], 0.045, "third", "thread")
    return joined(placed(one, -0.25, 0.45, turn=-18), placed(lying, -0.1, -1.0, turn=64), cable, box(0.2, 0.12, 0.10, "third", "plastic", 0.04, 0.03).moved(1.34, -0.92, 0.0))


@model
def phone_case(finish: str = "silicone", lens: int = 3, ring: bool = True, stripe: bool = False) -> list[Part]:
    """A case on a phone, seen from behind, and the empty case leaning beside it."""
    parts = placed(_cased(finish, lens, ring, stripe), -0.42, 0.0)
    other = placed(_cased(finish, lens, False, stripe), 0.62, 0.5, turn=-10)
    return joined(parts, [replace(p, slot={"main": "second"}.get(p.slot, p.slot)) for p in other])


def _cased(finish: str, lens: int, ring: bool, stripe: bool) -> list[Part]:
    body = slab(rectangle(1.02, 2.05, 0.2, 10), 0, 0.16, "main", finish, 0.055)
    bump = slab(rectangle(0.50, 0.50, 0.13, 8), 0.15, 0.20, "main", finish, 0.02).moved(-0.20, 0.72, 0)
    spots: list[tuple[float, float]] = {1: [(0.0, 0.0)], 2: [(0.0, 0.11), (0, -0.11)], 3: [(-0.11, 0.11), (-0.11, -0.11), (0.11, 0.0)], 4: [(-0.11, 0.11), (-0.11, -0.11), (0.11, 0.11), (0.11, -0.11)]}[lens]
    eyes = []
    for x, y in spots:
        eyes += [lathe(rounded([(0, 0.2), (0.095, 0.2), (0.095, 0.235, 0.01), (0.075, 0.235), (0, 0.225)], 0.01), "accent", "metal", seg=40).moved(x - 0.20, y + 0.72), lathe([(0, 0.22), (0.07, 0.22), (0.07, 0.236), (0, 0.237)], "#0a0c12", "screen", seg=40).moved(x - 0.20, y + 0.72)]
    parts = joined(body, bump, eyes)
    if ring:
        parts += [torus((0, -0.12, 0.16), 0.30, 0.018, "third", "metal"), box(0.036, 0.26, 0.014, "third", "metal", 0.015, 0.005).moved(0, -0.62, 0.157)]
    if stripe:
        parts += [box(1.0, 0.07, 0.012, "third", finish, 0.02, 0.005).moved(0, y, 0.155) for y in (-0.66, -0.53)]
    # Standing, its back to the camera, leaning a little.
    return [p.turned(79, "x").moved(0, 0, 1.02) for p in parts]


@model
def keyboard(columns: int = 14, knob: bool = True, finish: str = "satin", case: str = "brushed") -> list[Part]:
    """A compact mechanical keyboard."""
    pitch = 0.19
    width, depth = columns * pitch + 0.14, 5 * pitch + 0.16
    parts = [slab(rectangle(width, depth, 0.07), 0, 0.16, "second", case, 0.03), slab(rectangle(width - 0.1, depth - 0.1, 0.03), 0.155, 0.165, "#17181b", "matte", 0.004)]
    caps: dict[str, list[Part]] = {"main": [], "third": [], "accent": []}
    for row in range(5):
        x = -width / 2 + 0.07
        widths = _row(row, columns)
        for index, units in enumerate(widths):
            slot = "main"
            if (row == 0 and index == len(widths) - 1 and knob):
                x += units * pitch
                continue
            if units > 1.1 and not (row == 4 and units > 3) or index in (0, len(widths) - 1):
                slot = "third"
            if (row == 0 and index == 0) or (row == 2 and index == len(widths) - 2):
                slot = "accent"
            caps[slot].append(_cap(units * pitch - 0.022, pitch - 0.022, slot, finish).moved(x + units * pitch / 2, depth / 2 - 0.08 - pitch * (row + 0.5), 0.17 + 0.006 * abs(row - 2)))
            x += units * pitch
    from .last import merged

    parts += joined(*(merged(group) for group in caps.values()))
    if knob:
        parts.append(lathe(rounded([(0, 0.16), (0.085, 0.16), (0.085, 0.33, 0.02), (0.06, 0.34), (0, 0.34)], 0.02), "accent", "brushed", seg=64, facets=40, flute=0.02).moved(width / 2 - 0.07 - pitch / 2, depth / 2 - 0.08 - pitch / 2))
    parts = [p.turned(5, "x").moved(0, 0, 0.06) for p in parts]
    cable = tube([(-0.4, depth / 2, 0.1), (-0.4, depth / 2 + 0.3, 0.06), (0.2, depth / 2 + 0.55, 0.06), (1.1, depth / 2 + 0.4, 0.06), (1.7, depth / 2 + 0.6, 0.06)], 0.045, "accent", "thread")
    return [*parts, cable]


def _row(row: int, columns: int) -> list[float]:
    rest = columns - 1.0
    if row == 0:
        return [1.0] * columns
    if row == 1:
        return [1.5, *([1.0] * (columns - 3)), 1.5]
    if row == 2:
        return [1.75, *([1.0] * (columns - 4)), 1.25 + 1.0]
    if row == 3:
        return [2.25, *([1.0] * (columns - 5)), 1.75, 1.0]
    return [1.25, 1.25, 1.25, rest - 3.75 - 3.0 + 1.0, 1.0, 1.0, 1.0]


def _cap(width: float, depth: float, slot: str, finish: str) -> Part:
    levels = ((0.0, 0.0), (0.09, 0.012), (0.125, 0.02), (0.135, 0.03), (0.131, 0.05))
    rows = [[(x, y, z) for x, y in rectangle(width - 2 * i, depth - 2 * i, 0.025, 3)] for z, i in levels]
    return grid(rows, slot, finish, caps=True)


@model
def mouse(finish: str = "satin") -> list[Part]:
    """A low mouse with a wheel."""
    rows = []
    for i in range(25):
        v = i / 24
        y = -0.95 + 1.9 * v
        half = 0.52 * (1 - abs(2 * v - 1) ** 3.2) ** 0.5
        high = 0.12 + 0.42 * math.sin(math.pi * min(1.0, 0.12 + v * 0.86)) * (1 - 0.28 * v)
        row = []
        for j in range(33):
            a = math.pi * j / 32
            row.append((max(half, 0.01) * math.copysign(abs(math.cos(a)) ** 0.7, math.cos(a)), y, high * math.sin(a) ** 0.75 if half > 0.01 else 0.05))
        rows.append(row)
    skin = replace(grid([r[::-1] for r in rows], "main", finish, around=False), thickness=0.02, subdivide=1)
    wheel = torus((0, 0, 0), 0.085, 0.045, "second", "rubber").turned(90, "y").moved(0, 0.52, 0.40)
    seam = tube([(0, 0.90, 0.2), (0, 0.7, 0.345), (0, 0.45, 0.43), (0, 0.1, 0.49), (0, -0.05, 0.5)], 0.012, "second", "matte")
    return [p.turned(150, "z") for p in (skin, wheel, seam)]


@model
def charger(ports: int = 3, finish: str = "gloss") -> list[Part]:
    """A small wall charger and its woven cable in a coil."""
    body = [slab(rectangle(0.8, 0.72, 0.16), 0, 0.92, "main", finish, 0.07)]
    for i in range(ports):
        body.append(box(0.07, 0.22, 0.012, "#14151a", "matte", 0.03, 0.004).moved((i - (ports - 1) / 2) * 0.2, -0.02, 0.915))
    prongs = [box(0.04, 0.16, 0.36, "third", "chrome", 0.015, 0.01).turned(90, "x").moved(s * 0.16, 0.5, 0.5) for s in (-1, 1)]
    coil = []
    for i in range(3 * 24):
        a = 2 * math.pi * i / 24
        r = 0.58 + 0.02 * math.sin(a * 2.3)
        coil.append((1.35 + r * math.cos(a), -0.35 + r * math.sin(a), 0.06 + 0.0135 * i / 2.4))
    cable = tube(coil, 0.05, "second", "thread", steps=2)
    tie = torus((0, 0, 0), 0.16, 0.05, "accent", "cloth").turned(90, "x").turned(90, "z").moved(1.35, -0.93, 0.2)
    plug = box(0.22, 0.12, 0.42, "main", finish, 0.05, 0.03).turned(90, "x").turned(-60, "z").moved(0.75, -0.95, 0.1)
    return joined(placed(joined(body, prongs), turn=-20), [cable, tie, plug])


@model
def desk_lamp(finish: str = "satin") -> list[Part]:
    """A slim LED desk lamp."""
    base = lathe(rounded([(0, 0), (0.62, 0, 0.03), (0.62, 0.11, 0.03), (0, 0.11)], 0.02), "main", finish)
    arm = tube([(0.42, 0, 0.1), (0.5, 0, 1.2), (0.44, 0, 2.1), (0.2, 0, 2.35)], 0.055, "main", finish)
    joint = lathe(rounded([(0, -0.09), (0.10, -0.09, 0.02), (0.10, 0.09, 0.02), (0, 0.09)], 0.02), "accent", "metal", seg=40).turned(90, "x").moved(0.2, 0, 2.35)
    head = slab(rectangle(1.75, 0.26, 0.12, 8), 0, 0.08, "main", finish, 0.03).turned(6, "y").moved(-0.62, 0, 2.28)
    light = slab(rectangle(1.55, 0.16, 0.07, 8), -0.012, 0.0, "#fff1d6", "light", 0.004).turned(6, "y").moved(-0.62, 0, 2.28)
    dial = torus((0, 0, 0.115), 0.16, 0.012, "accent", "light")
    return [base, arm, joint, head, light, dial]


@model
def radio(finish: str = "wood") -> list[Part]:
    """A table radio: cloth front, two knobs, a dial."""
    body = slab(rectangle(2.3, 0.95, 0.12), 0.08, 1.38, "main", finish, 0.06)
    front = box(1.25, 0.04, 1.02, "second", "mesh", 0.018, 0.015).moved(-0.42, -0.475, 0.22)
    dial = patch([[(x, -0.482, z) for x in (0.32, 1.02)] for z in (0.78, 1.18)], "radio.png", "paper")
    knobs = [lathe(rounded([(0, 0), (0.17, 0, 0.02), (0.16, 0.14, 0.03), (0, 0.15)], 0.02), "accent", "brushed", facets=36, flute=0.015).turned(90, "x").moved(x, -0.475, 0.45) for x in (0.48, 0.88)]
    feet = [lathe([(0, 0), (0.09, 0), (0.11, 0.09), (0, 0.09)], "third", "wood").moved(sx * 0.9, sy * 0.3) for sx in (-1, 1) for sy in (-1, 1)]
    handle = tube([(-0.85, 0, 1.36), (-0.85, 0, 1.60), (-0.6, 0, 1.68), (0.6, 0, 1.68), (0.85, 0, 1.60), (0.85, 0, 1.36)], 0.05, "third", "leather", flat=0.7)
    return joined(body, front, dial, knobs, feet, handle)


@model
def camera(finish: str = "leather") -> list[Part]:
    """A compact camera with a lens ring."""
    body = slab(rectangle(1.75, 0.62, 0.24), 0, 1.0, "second", "brushed", 0.04)
    skin = slab(rectangle(1.77, 0.64, 0.25), 0.14, 0.78, "main", finish, 0.01)
    lens = lathe(rounded([(0, 0), (0.40, 0, 0.02), (0.40, 0.26, 0.03), (0.33, 0.28), (0.30, 0.20), (0, 0.16)], 0.02), "second", "brushed").turned(90, "x").moved(0.08, -0.3, 0.48)
    ring = lathe(rounded([(0.405, 0.06), (0.43, 0.07), (0.43, 0.17), (0.405, 0.18)], 0.01), "third", "rubber", facets=60, flute=0.01).turned(90, "x").moved(0.08, -0.3, 0.48)
    glass = ball((0, 0, 0), (0.29, 0.29, 0.07), "#0b1020", "screen").turned(90, "x").moved(0.08, -0.48, 0.48)
    dials = [lathe(rounded([(0, 0), (r, 0, 0.01), (r, 0.1, 0.02), (0, 0.1)], 0.02), "accent" if i == 1 else "second", "brushed", facets=36, flute=0.015).moved(x, 0.02, 1.0) for i, (x, r) in enumerate(((-0.55, 0.17), (0.62, 0.11), (0.34, 0.14)))]
    finder = box(0.26, 0.03, 0.17, "#0a0c12", "screen", 0.012, 0.01).moved(-0.45, -0.315, 0.80)
    strap = tube([(-0.87, 0, 0.82), (-1.15, -0.1, 0.86), (-1.35, -0.35, 0.45), (-1.25, -0.7, 0.06), (-0.6, -1.05, 0.05), (0.3, -1.1, 0.05), (1.1, -0.9, 0.06), (1.3, -0.4, 0.4), (1.15, -0.1, 0.86), (0.87, 0, 0.82)], 0.055, "third", "leather", flat=0.35, steps=14)
    return [body, skin, lens, ring, glass, *dials, finder, strap]
