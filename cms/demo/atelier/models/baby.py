"""Mother and baby: toys of wood and cloth, bottles, bowls."""

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
    patch,
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


@model
def stacking_rings(count: int = 5, finish: str = "satin", topper: str = "ball") -> list[Part]:
    """Rings on a post, largest below."""
    slots = ["main", "second", "accent", "third", "fourth"]
    parts = [lathe(rounded([(0, 0), (0.75, 0, 0.04), (0.75, 0.16, 0.05), (0, 0.16)], 0.03), "#d8b98a", "wood")]
    z = 0.16
    for i in range(count):
        thick = 0.185 - 0.012 * i
        r = 0.52 - 0.075 * i
        parts.append(torus((0, 0, z + thick), r, thick * 1.18, slots[i % 5], finish, 0.86))
        z += 2 * thick * 0.92
    if topper == "ball":
        parts.append(ball((0, 0, z + 0.20), 0.24, slots[count % 5], finish))
    else:
        parts += _bear_head(z + 0.22, 0.30, slots[count % 5], finish)
    return parts


def _bear_head(z: float, r: float, slot: str, finish: str) -> list[Part]:
    face = [ball((0, 0, z), (r, r * 0.92, r * 0.9), slot, finish)]
    face += [ball((s * r * 0.72, 0.02, z + r * 0.72), (r * 0.32, r * 0.2, r * 0.32), slot, finish) for s in (-1, 1)]
    face.append(ball((0, -r * 0.78, z - r * 0.18), (r * 0.42, r * 0.28, r * 0.32), "#f3e7d3", finish))
    face += [ball((s * r * 0.36, -r * 0.82, z + r * 0.18), r * 0.075, "#2b2522", "gloss") for s in (-1, 1)]
    face.append(ball((0, -r * 1.04, z - r * 0.08), (r * 0.13, r * 0.08, r * 0.09), "#2b2522", "gloss"))
    return face


@model
def wooden_car(kind: str = "coupe") -> list[Part]:
    """A car to push: `coupe`, `bus` or `truck`."""
    if kind == "bus":
        side = [(-1.3, 0.22), (1.28, 0.22), (1.34, 0.5), (1.28, 1.15), (1.1, 1.30), (-1.2, 1.30), (-1.34, 1.14), (-1.34, 0.34)]
        windows = [(-0.95 + 0.52 * i, 0.94, 0.17, 0.15) for i in range(4)] + [(1.06, 0.94, 0.11, 0.15)]
    elif kind == "truck":
        side = [(-1.35, 0.22), (1.30, 0.22), (1.36, 0.45), (1.30, 0.72), (1.08, 1.16), (0.94, 1.24), (0.42, 1.24), (0.34, 1.1), (0.34, 0.48), (-1.35, 0.46)]
        windows = [(0.80, 0.90, 0.2, 0.18)]
    else:
        side = [(-1.25, 0.22), (1.26, 0.22), (1.36, 0.42), (1.26, 0.64), (0.80, 0.78), (0.40, 1.06), (0.16, 1.16), (-0.52, 1.16), (-0.80, 1.02), (-1.0, 0.74), (-1.30, 0.66), (-1.36, 0.42)]
        windows = [(-0.42, 0.88, 0.21, 0.15), (0.16, 0.88, 0.21, 0.15)]
    outline = rounded([*side, side[0]], 0.16, 5)[:-1]
    body = slab(outline, -0.42, 0.42, "main", "satin", 0.06).turned(90, "x")
    parts = [body]
    for x, z, rx, rz in windows:
        parts.append(lathe([(0, 0), (1, 0), (1, 0.02), (0, 0.02)], "second", "satin", seg=48).scaled(rx, rz, 1).turned(90, "x").moved(x, -0.415, z))
    if kind == "truck":
        for i in range(3):
            parts.append(lathe(rounded([(0, 0), (0.2, 0, 0.02), (0.2, 0.8, 0.02), (0, 0.8)], 0.02), "#d8b98a", "wood", seg=48).turned(90, "x").moved(-1.05 + 0.46 * i, 0.4, 0.69))
        parts.append(lathe(rounded([(0, 0), (0.2, 0, 0.02), (0.2, 0.8, 0.02), (0, 0.8)], 0.02), "#d8b98a", "wood", seg=48).turned(90, "x").moved(-0.82, 0.4, 1.05))
    for x in (-0.78, 0.78):
        for s in (-1, 1):
            wheel = lathe(rounded([(0, 0), (0.27, 0, 0.05), (0.27, 0.17, 0.05), (0.1, 0.17), (0, 0.15)], 0.03), "#d8b98a", "wood", seg=64)
            hub = lathe([(0, 0.15), (0.09, 0.15), (0.085, 0.2), (0, 0.2)], "accent", "satin", seg=40)
            parts += [p.turned(90 if s < 0 else -90, "x").moved(x, s * 0.43, 0.27) for p in (wheel, hub)]
    parts += [ball((1.33, s * 0.22, 0.50), (0.06, 0.09, 0.09), "accent", "satin") for s in (-1, 1)]
    return [p.turned(-24) for p in parts]


@model
def rattle(shape: str = "ring") -> list[Part]:
    """A rattle: a ring with beads and ears of cloth, or a dumbbell."""
    if shape == "bell":
        parts = [ball((0, 0, 1.5), (0.42, 0.42, 0.42), "main", "satin"), ball((0, 0, 0.30), (0.30, 0.30, 0.30), "second", "satin")]
        parts += [lathe(rounded([(0.11, 0.5), (0.14, 0.75), (0.11, 1.2)], 0.1), "#d8b98a", "wood")]
        parts += [torus((0, 0, 0.72 + 0.14 * i), 0.17, 0.055, ("accent", "third", "main")[i], "satin") for i in range(3)]
        return [p.turned(84.3, "x").turned(35).moved(0, 0, 0.27) for p in parts]
    ring = [torus((0, 0, 0), 0.62, 0.10, "#d8b98a", "wood").turned(90, "x").moved(0, 0, 0.72)]
    beads = []
    for i, a in enumerate((205, 230, 255, 280, 305, 330)):
        t = math.radians(a)
        beads.append(ball((0.62 * math.cos(t), 0, 0.72 + 0.62 * math.sin(t)), 0.17, ("main", "second", "accent")[i % 3], "satin"))
    ears = [ball((0, 0, 0), (0.16, 0.07, 0.48), "third", "cloth").turned(s * 22, "y").moved(s * 0.26, -0.02, 1.72) for s in (-1, 1)]
    knot = [ball((0, -0.02, 1.34), (0.26, 0.17, 0.17), "third", "cloth")]
    return [p.turned(-16, "x") for p in joined(ring, beads, ears, knot)]


@model
def baby_bottle(height: float = 1.7, handles: bool = False, label: str = "", wide: float = 0.42, finish: str = "frosted") -> list[Part]:
    """A bottle with a teat and a ring; milk inside, lines on the wall."""
    w = wide
    body = shell(rounded([(w - 0.06, 0), (w, 0.0, 0.07), (w, height * 0.36, 0.2), (w * 0.90, height * 0.46, 0.2), (w, height * 0.62, 0.15), (w * 0.86, height * 0.70), (w * 0.82, height * 0.74)], 0.1), "third", finish, 0.03)
    milk = lathe([(0, 0.04), (w - 0.045, 0.05), (w - 0.045, height * 0.34), (w * 0.88 - 0.04, height * 0.45), (0, height * 0.45)], "#fbf7ee", "matte")
    ring = lathe(rounded([(0, height * 0.72), (w * 0.94, height * 0.72, 0.02), (w * 0.92, height * 0.84, 0.04), (0.2, height * 0.86), (0, height * 0.86)], 0.02), "main", "satin", facets=44, flute=0.006)
    teat = lathe(spline([(w * 0.66, height * 0.85), (w * 0.60, height * 0.90), (w * 0.34, height * 0.98), (0.13, height * 1.04), (0.11, height * 1.09), (0.06, height * 1.125), (0.0, height * 1.13)], 8), "second", "silicone")
    parts = [body, milk, ring, teat]
    for i in range(5):
        z = 0.22 + height * 0.085 * i
        a = [-math.pi / 2 + 0.1 + 0.05 * j * (2 if i % 2 == 0 else 1) for j in range(6)]
        parts.append(tube([((w + 0.004) * math.cos(t), (w + 0.004) * math.sin(t), z) for t in a], 0.007, "main", "matte", steps=2, seg=6))
    if handles:
        for s in (-1, 1):
            parts.append(tube([(s * w * 0.9, 0, height * 0.68), (s * (w + 0.36), 0, height * 0.70), (s * (w + 0.42), 0, height * 0.42), (s * (w + 0.26), 0, height * 0.22), (s * (w + 0.02), 0, height * 0.26)], 0.075, "main", "silicone", steps=12))
    return parts


@model
def sippy_cup(finish: str = "satin") -> list[Part]:
    """A cup with two handles and a straw."""
    body = lathe(rounded([(0, 0), (0.40, 0, 0.08), (0.48, 0.95, 0.03), (0, 0.95)], 0.04), "main", finish)
    lid = lathe(rounded([(0, 0.96), (0.50, 0.96, 0.03), (0.48, 1.14, 0.08), (0, 1.18)], 0.04), "second", finish)
    straw = tube([(0.10, 0, 1.1), (0.12, 0, 1.35), (0.22, 0, 1.52), (0.40, 0, 1.60)], 0.06, "third", "silicone", steps=10)
    handles = [tube([(s * 0.42, 0, 0.84), (s * 0.76, 0, 0.82), (s * 0.78, 0, 0.45), (s * 0.42, 0, 0.26)], 0.075, "accent", "silicone", steps=12) for s in (-1, 1)]
    eyes = [ball((s * 0.14, -0.44, 0.60), (0.04, 0.02, 0.055), "#2b2522", "gloss") for s in (-1, 1)]
    smile = tube([(-0.08, -0.453, 0.47), (0, -0.452, 0.42), (0.08, -0.453, 0.47)], 0.014, "#2b2522", "matte", seg=8)
    return [body, lid, straw, *handles, *eyes, smile]


@model
def plush_bear(ears: str = "bear", scarf: bool = True) -> list[Part]:
    """A sitting animal of soft pile: `bear`, `rabbit` or `elephant` ears."""
    f = 0.085
    parts = [
        ball((0, 0, 0.62), (0.52, 0.46, 0.60), "main", "plush", f), ball((0, -0.06, 1.48), (0.50, 0.45, 0.44), "main", "plush", f),
        ball((0, -0.34, 0.60), (0.34, 0.2, 0.42), "second", "plush", f * 0.7),
    ]  # fmt: skip
    for s in (-1, 1):
        parts += [
            ball((0, 0, 0), (0.21, 0.20, 0.42), "main", "plush", f).turned(s * -38, "y").moved(s * 0.58, -0.16, 0.82),
            ball((s * 0.38, -0.52, 0.22), (0.24, 0.42, 0.22), "main", "plush", f), ball((s * 0.40, -0.90, 0.24), (0.16, 0.06, 0.17), "second", "plush", 0.03),
            ball((s * 0.18, -0.525, 1.57), 0.066, "#241d19", "gloss"),
        ]  # fmt: skip
        if ears == "rabbit":
            parts += [ball((0, 0, 0), (0.15, 0.09, 0.50), "main", "plush", f * 0.8).turned(s * 14, "y").moved(s * 0.24, 0, 2.25), ball((0, -0.07, 0), (0.08, 0.04, 0.36), "second", "plush", 0.02).turned(s * 14, "y").moved(s * 0.24, 0, 2.25)]
        elif ears == "elephant":
            parts.append(ball((0, 0, 0), (0.40, 0.10, 0.42), "main", "plush", f * 0.8).turned(s * -20).moved(s * 0.66, 0.05, 1.52))
        else:
            parts += [ball((s * 0.37, 0, 1.87), (0.19, 0.12, 0.19), "main", "plush", f * 0.7), ball((s * 0.37, -0.09, 1.86), (0.11, 0.05, 0.11), "second", "plush", 0.02)]
    if ears == "elephant":
        parts.append(tube([(0, -0.42, 1.46), (0, -0.66, 1.32), (0, -0.78, 1.05), (0, -0.92, 0.92)], [0.17, 0.14, 0.11, 0.10], "main", "plush", steps=10))
        parts[-1] = replace(parts[-1], fur=f * 0.7)
    else:
        parts += [ball((0, -0.44, 1.38), (0.20, 0.13, 0.15), "second", "plush", 0.03), ball((0, -0.60, 1.44), (0.085, 0.05, 0.06), "#3a2a22", "satin")]
    if scarf:
        parts.append(torus((0, -0.03, 1.10), 0.36, 0.09, "accent", "knit"))
        parts.append(box(0.2, 0.08, 0.5, "accent", "knit", 0.035, 0.03).turned(8, "y").moved(0.16, -0.50, 0.60))
    return parts


@model
def blocks() -> list[Part]:
    """Building blocks: arch, cylinder, cubes, a roof."""
    cube = lambda slot, x, y, z, turn: box(0.6, 0.6, 0.6, slot, "satin", 0.05, 0.035).turned(turn).moved(x, y, z)  # noqa: E731
    arc = [(0.62 * math.cos(a), 0.62 * math.sin(a)) for a in (math.pi * i / 24 for i in range(25))]
    inner = [(0.32 * math.cos(a), 0.32 * math.sin(a)) for a in (math.pi * i / 24 for i in range(24, -1, -1))]
    bridge = slab([*arc, *inner], -0.3, 0.3, "accent", "satin", 0.03).turned(90, "x").moved(-0.35, 0, 0.6)
    roof = replace(Part([(-0.45, -0.3, 0), (0.45, -0.3, 0), (0, -0.3, 0.45), (-0.45, 0.3, 0), (0.45, 0.3, 0), (0, 0.3, 0.45)], [(0, 1, 2), (5, 4, 3), (1, 0, 3, 4), (2, 1, 4, 5), (0, 2, 5, 3)], "main", "satin"), bevel=0.04, smooth=False)
    return [
        cube("main", -0.66, 0, 0, 4), cube("second", 0.0, 0.02, 0, -5), bridge, roof.moved(-0.35, 0, 1.22), cube("third", 0.95, 0.3, 0, 22), cube("#d8b98a", 0.9, 0.28, 0.6, 6),
        lathe(rounded([(0, 0), (0.28, 0, 0.03), (0.28, 0.75, 0.03), (0, 0.75)], 0.02), "second", "satin").moved(0.55, -0.72), lathe(rounded([(0, 0), (0.28, 0, 0.03), (0.28, 0.75, 0.03), (0, 0.75)], 0.02), "accent", "satin").turned(90, "x").turned(55).moved(-0.5, -0.75, 0.28),
    ]  # fmt: skip


@model
def silicone_bowl(spoon: bool = True, divided: bool = False) -> list[Part]:
    """A suction bowl or a plate with sections, and a spoon."""
    if divided:
        body = [shell(rounded([(0.86, 0.0), (0.96, 0.0, 0.05), (1.06, 0.30)], 0.05), "main", "silicone", 0.05)]
        body += [box(1.9, 0.07, 0.22, "main", "silicone", 0.03, 0.025).moved(0, 0.1, 0.05), box(0.07, 0.95, 0.22, "main", "silicone", 0.03, 0.025).moved(0.0, -0.4, 0.05)]
        ears = [ball((s * 0.72, 0.86, 0.18), (0.3, 0.3, 0.11), "main", "silicone") for s in (-1, 1)]
        body += ears
    else:
        body = [shell(spline([(0.40, 0.08), (0.52, 0.10), (0.70, 0.30), (0.76, 0.62)], 10), "main", "silicone", 0.055), lathe(rounded([(0, 0), (0.62, 0, 0.02), (0.5, 0.1), (0, 0.12)], 0.03), "main", "silicone")]
        body += [ball((s * 0.80, 0, 0.62), (0.18, 0.14, 0.045), "main", "silicone") for s in (-1, 1)]
    if spoon:
        body += [tube([(0.6, -1.05, 0.06), (1.2, -0.75, 0.10), (1.75, -0.45, 0.08)], [0.07, 0.06, 0.09], "#d8b98a", "wood"), ball((0.42, -1.14, 0.07), (0.26, 0.18, 0.06), "second", "silicone").turned(0)]
    return body


@model
def pacifier(chain: bool = True) -> list[Part]:
    """A soother, and its strap of beads."""
    shield = [[(x * (0.92 if abs(y) < 0.1 else 1), 0.06 * (x * x + y * y) * -2.0, y + 0.5) for x, y in rectangle(1.1 * s, 0.72 * s, 0.34 * s, 10)] for s in (1.0, 0.7, 0.35, 0.02)]
    parts = [replace(grid(shield, "main", "satin"), thickness=0.07, subdivide=1)]
    teat = lathe(spline([(0.18, 0), (0.15, 0.12), (0.17, 0.3), (0.20, 0.45), (0.12, 0.56), (0.0, 0.58)], 8), "second", "silicone").turned(-90, "x").moved(0, 0.02, 0.5)
    ring = torus((0, 0, 0), 0.30, 0.05, "third", "satin").turned(78, "x").moved(0, -0.18, 0.30)
    knob = lathe(rounded([(0, 0), (0.16, 0, 0.03), (0.15, 0.1, 0.04), (0, 0.1)], 0.03), "accent", "satin").turned(90, "x").moved(0, 0, 0.5)
    parts += [teat, ring, knob]
    parts = [p.turned(-35, "x").moved(0, 0, 0.12) for p in parts]
    if chain:
        line = spline([(0.0, -0.45, 0.13), (0.6, -0.75, 0.13), (1.2, -0.5, 0.13), (1.5, 0.1, 0.13), (1.3, 0.7, 0.13)], 8)
        for i, p in enumerate(line[1::3]):
            parts.append(ball((p[0], p[1], 0.13), 0.135, ("main", "third", "accent", "#d8b98a")[i % 4], "wood" if i % 4 == 3 else "satin"))
    low = min(q[2] for p in parts for q in p.points)
    return [p.moved(0, 0, -low) for p in parts]


@model
def teether(shape: str = "ring") -> list[Part]:
    """A silicone teether on a beech ring."""
    ring = torus((0, 0, 0), 0.52, 0.085, "#d8b98a", "wood").turned(90, "x").moved(0.5, 0.1, 0.62)
    leaf = []
    for i in range(3):
        leaf.append(ball((0, 0, 0), (0.22, 0.08, 0.40), "main", "silicone").moved(0, 0, 0.42).turned((i - 1) * 42, "y").moved(-0.45, -0.1, 0.32))
    stem = [ball((-0.45, -0.1, 0.30), (0.22, 0.1, 0.24), "second", "silicone"), torus((0, 0, 0), 0.19, 0.07, "second", "silicone").turned(90, "x").moved(-0.45, -0.1, 0.24)]
    return [p.turned(-10, "x") for p in joined(ring, leaf, stem)]


@model
def nappy_bag(finish: str = "canvas") -> list[Part]:
    """A roomy day bag with two handles and pockets."""
    def ring(z: float, wide: float, deep: float) -> list[tuple[float, float, float]]:
        return [(x, y, z) for x, y in rectangle(wide, deep, min(deep, wide) * 0.3, 10)]
    body = grid([ring(0.0, 2.1, 0.75), ring(0.05, 2.2, 0.85), ring(0.5, 2.28, 0.92), ring(1.0, 2.2, 0.82), ring(1.5, 2.05, 0.58), ring(1.62, 2.0, 0.50)], "main", finish, caps=True)
    rim = tube([(x, y, 1.63) for x, y in rectangle(2.02, 0.52, 0.16, 4)], 0.04, "second", "leather", steps=4, closed=True)
    base = grid([ring(-0.01, 2.12, 0.77), ring(0.04, 2.24, 0.88), ring(0.30, 2.27, 0.92)], "second", "leather")
    pocket = replace(slab(rectangle(1.25, 0.72, 0.1), 0, 0.06, "main", finish, 0.025), subdivide=0).turned(90, "x").moved(0, -0.455, 0.72)
    flap = slab(rectangle(1.27, 0.16, 0.05), 0, 0.05, "second", "leather", 0.02).turned(90, "x").moved(0, -0.50, 1.03)
    handles = [tube([(-0.5, y, 1.35), (-0.48, y * 1.05, 1.9), (-0.25, y * 0.8, 2.25), (0.25, y * 0.8, 2.25), (0.48, y * 1.05, 1.9), (0.5, y, 1.35)], 0.055, "second", "leather", steps=12) for y in (-0.36, 0.34)]
    tag = box(0.3, 0.02, 0.12, "accent", "metal", 0.03, 0.006).moved(0, -0.535, 0.96)
    return joined(replace(body, subdivide=1), rim, base, pocket, flap, handles, tag)


@model
def hat_and_mitts() -> list[Part]:
    """A knitted hat with a bobble."""
    profile = spline([(0.78, 0.0), (0.80, 0.25), (0.74, 0.6), (0.52, 0.95), (0.2, 1.12), (0.0, 1.14)], 10)
    cap = lathe(profile, "main", "knit", facets=22, flute=0.012)
    brim = lathe(rounded([(0.80, 0.0), (0.86, 0.02), (0.86, 0.34), (0.80, 0.36)], 0.04), "second", "knit", facets=40, flute=0.012)
    return [cap, brim, ball((0, 0, 1.24), 0.24, "accent", "plush", 0.09)]


@model
def night_light(shape: str = "moon") -> list[Part]:
    """A soft lamp for the nursery: a rabbit or a moon on a stand."""
    if shape == "rabbit":
        parts = [ball((0, 0, 0.58), (0.62, 0.55, 0.58), "main", "shade"), *[ball((0, 0, 0), (0.15, 0.12, 0.42), "main", "shade").turned(s * 12, "y").moved(s * 0.22, 0, 1.36) for s in (-1, 1)]]
        parts += [ball((s * 0.18, -0.53, 0.62), (0.04, 0.02, 0.05), "#4a3a30", "gloss") for s in (-1, 1)]
        return parts
    globe = ball((0, 0, 0.98), 0.76, "main", "shade")
    stand = joined(torus((0, 0, 0.2), 0.45, 0.055, "second", "wood"), *[tube([(0.45 * math.cos(a), 0.45 * math.sin(a), 0.2), (0.58 * math.cos(a), 0.58 * math.sin(a), 0.02)], 0.045, "second", "wood") for a in (0.5, 2.6, 4.7)])
    return [globe, *stand]


@model
def tumbler() -> list[Part]:
    """A roly-poly chick that always stands up again."""
    parts = [ball((0, 0, 0.60), (0.64, 0.62, 0.60), "main", "satin"), ball((0, 0, 1.36), (0.44, 0.42, 0.40), "second", "satin"), torus((0, 0, 1.02), 0.37, 0.07, "accent", "satin")]
    parts += [ball((s * 0.16, -0.37, 1.44), (0.05, 0.03, 0.06), "#2b2522", "gloss") for s in (-1, 1)]
    parts.append(lathe([(0.0, 0.0), (0.09, 0.0), (0.0, 0.2)], "third", "satin", seg=32).turned(90, "x").moved(0, -0.38, 1.33))
    parts += [ball((0, 0, 0), (0.10, 0.24, 0.34), "third", "satin").turned(s * -24, "y").moved(s * 0.64, 0, 0.72) for s in (-1, 1)]
    parts += [ball((0.06 * i, 0, 1.78 + 0.03 * (1 - abs(i))), (0.06, 0.05, 0.12), "accent", "satin") for i in (-1, 0, 1)]
    return parts


@model
def care_bottle(label: str = "care.png", kind: str = "tube", finish: str = "satin") -> list[Part]:
    """Baby care: a squeeze tube on its cap, or a round jar of balm."""
    if kind == "jar":
        jar = lathe(rounded([(0, 0), (0.62, 0, 0.08), (0.64, 0.52, 0.05), (0, 0.52)], 0.04), "main", finish)
        lid = lathe(rounded([(0, 0.53), (0.65, 0.53, 0.02), (0.65, 0.78, 0.05), (0, 0.78)], 0.03), "second", "satin")
        return [jar, lid, wrap(0.641, 0.12, 0.44, 100, label)]
    rows = []
    for i in range(21):
        v = i / 20
        deep = 0.36 * (1 - v**1.6) + 0.012
        wide = 0.38 + 0.10 * v
        rows.append([(wide * math.cos(a), deep * math.sin(a), 0.32 + 1.55 * v) for a in (2 * math.pi * j / 64 for j in range(64))])
    body = grid(rows, "main", finish, caps=True)
    cap = lathe(rounded([(0, 0), (0.36, 0, 0.03), (0.37, 0.32, 0.02), (0, 0.32)], 0.02), "second", "satin", facets=48, flute=0.005)
    front = [[((0.38 + 0.10 * v) * math.cos(a), (0.36 * (1 - v**1.6) + 0.016) * math.sin(a) - 0.003, 0.32 + 1.55 * v) for a in (-math.pi / 2 - 0.75 + 1.5 * j / 20 for j in range(21))] for v in (0.28 + 0.36 * i / 12 for i in range(13))]
    return [body, cap, patch(front, label)]
