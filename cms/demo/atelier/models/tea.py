"""Tea and table: pots, cups, tins, bowls."""

from __future__ import annotations

import math
from dataclasses import replace

from ..shapes import (
    Part,
    Vector,
    ball,
    box,
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

Profile = list[tuple[float, ...]]

POTS: dict[str, Profile] = {
    "round": [(0.40, 0.0), (0.46, 0.05), (0.80, 0.28), (0.92, 0.62), (0.80, 0.98), (0.50, 1.17), (0.44, 1.20)],
    "pear": [(0.46, 0.0), (0.52, 0.05), (0.86, 0.26), (0.88, 0.55), (0.62, 0.95), (0.42, 1.22), (0.40, 1.26)],
    "drum": [(0.62, 0.0), (0.70, 0.05), (0.84, 0.30), (0.86, 0.60), (0.80, 0.86), (0.58, 1.00), (0.50, 1.02)],
    "low": [(0.60, 0.0), (0.68, 0.04), (1.00, 0.26), (1.04, 0.48), (0.86, 0.70), (0.52, 0.80), (0.46, 0.82)],
    "melon": [(0.42, 0.0), (0.48, 0.05), (0.80, 0.26), (0.92, 0.58), (0.82, 0.90), (0.52, 1.08), (0.46, 1.10)],
}


@model
def teapot(shape: str = "round", handle: str = "side", finish: str = "glaze", knob: str = "ball", band: bool = False) -> list[Part]:
    """A pot with spout and lid; `handle` at the side, over the top, or a stick to the front."""
    profile = POTS[shape]
    wide = max(p[0] for p in profile)
    high, neck = profile[-1][1], profile[-1][0]
    ribs = {"facets": 12, "flute": 0.028} if shape == "melon" else {}
    body = lathe([(0.0, 0.0), *spline(profile, 10)], "main", finish, **ribs)  # type: ignore[arg-type]
    lid = lathe(rounded([(neck + 0.03, high - 0.02), (neck + 0.04, high + 0.025), (neck * 0.8, high + 0.10), (0.12, high + 0.16), (0.0, high + 0.17)], 0.08), "main", finish)
    parts = [body, lid, torus((0, 0, high - 0.005), neck + 0.015, 0.012, "main", finish)]
    if knob == "ball":
        parts.append(ball((0, 0, high + 0.25), (0.11, 0.11, 0.10), "second" if handle == "over" else "main", finish))
    else:
        parts.append(lathe(rounded([(0.05, high + 0.14), (0.06, high + 0.20), (0.13, high + 0.27), (0.11, high + 0.32), (0.0, high + 0.33)], 0.04), "main", finish))
    mid = high * 0.42
    parts.append(_spout(wide, mid, high, finish))
    if handle == "side":
        loop = [(-wide * 0.80, 0, high * 0.86), (-wide - 0.30, 0, high * 0.98), (-wide - 0.46, 0, high * 0.62), (-wide - 0.30, 0, high * 0.30), (-wide * 0.93, 0, high * 0.30)]
        parts.append(tube(loop, [0.085, 0.075, 0.07, 0.07, 0.08], "second", finish if not band else "bamboo", steps=12))
    elif handle == "over":
        loop = [(-wide * 0.62, 0, high * 0.90), (-wide * 0.74, 0, high * 1.45), (-wide * 0.30, 0, high * 1.98), (wide * 0.30, 0, high * 1.98), (wide * 0.74, 0, high * 1.45), (wide * 0.62, 0, high * 0.90)]
        parts.append(tube(loop, [0.06, 0.058, 0.062, 0.062, 0.058, 0.06], "second", "bamboo", steps=12))
    else:
        parts.append(tube([(-wide * 0.4, -wide * 0.7, mid), (-wide * 0.7, -wide * 1.1, mid * 1.25), (-wide * 0.95, -wide * 1.6, mid * 1.55)], [0.15, 0.12, 0.14], "second", finish, steps=12))
    return parts


def _spout(wide: float, mid: float, high: float, finish: str) -> Part:
    path = [(wide * 0.72, 0, mid * 0.75), (wide * 1.08, 0, mid * 1.15), (wide * 1.22, 0, high * 0.72), (wide * 1.48, 0, high * 0.98)]
    radii = [0.27, 0.17, 0.115, 0.085]
    outer = tube(path, radii, "main", finish, steps=16, seg=28)
    points = list(outer.points)
    # A slanted mouth: the last rings lean forward and open.
    for i in range(len(points) - 28, len(points)):
        x, y, z = points[i]
        points[i] = (x + 0.01, y, z + (wide * 1.48 - x) * 0.35)
    return replace(outer, points=points)


@model
def gaiwan(finish: str = "porcelain", line: bool = True) -> list[Part]:
    """Lid, bowl and saucer."""
    bowl = shell(spline([(0.24, 0.12), (0.25, 0.17), (0.40, 0.30), (0.50, 0.55), (0.56, 0.78), (0.62, 0.86)], 10), "main", finish, 0.025)
    lid = lathe(spline([(0.50, 0.83), (0.46, 0.90), (0.30, 0.99), (0.14, 1.03), (0.12, 1.04)], 8), "main", finish)
    knob = shell(rounded([(0.10, 1.03), (0.11, 1.06), (0.15, 1.13)], 0.03), "main", finish, 0.03)
    saucer = lathe([(0, 0.02), *spline([(0.28, 0.0), (0.30, 0.03), (0.55, 0.09), (0.74, 0.17), (0.76, 0.18), (0.72, 0.17), (0.52, 0.12), (0.3, 0.10), (0.0, 0.10)], 8)], "main", finish)
    parts = [bowl, lid, knob, saucer]
    if line:
        parts += [torus((0, 0, 0.855), 0.612, 0.009, "second", "metal"), torus((0, 0, 0.175), 0.75, 0.009, "second", "metal"), torus((0, 0, 1.13), 0.138, 0.008, "second", "metal")]
    return parts


CUPS: dict[str, Profile] = {
    "tulip": [(0.20, 0.0), (0.21, 0.05), (0.30, 0.14), (0.37, 0.34), (0.36, 0.52), (0.41, 0.62)],
    "straight": [(0.30, 0.0), (0.34, 0.03), (0.36, 0.20), (0.37, 0.50), (0.375, 0.72)],
    "bowl": [(0.20, 0.0), (0.21, 0.05), (0.34, 0.12), (0.47, 0.28), (0.52, 0.46)],
    "hat": [(0.17, 0.0), (0.18, 0.06), (0.32, 0.16), (0.55, 0.36), (0.60, 0.42)],
    "yunomi": [(0.30, 0.0), (0.33, 0.04), (0.42, 0.22), (0.44, 0.55), (0.41, 0.86)],
}


@model
def cup(shape: str = "tulip", count: int = 2, finish: str = "glaze", dip: bool = False, tea: bool = False, saucer: bool = False) -> list[Part]:
    """One to four cups; `dip` leaves the foot unglazed, `tea` fills them."""
    profile = spline(CUPS[shape], 10)
    one = [shell(profile, "main", finish, 0.028)]
    if dip:
        cut = [(r + 0.006, z) for r, z in profile if z < CUPS[shape][-1][1] * 0.36]
        one.append(lathe([(0, -0.001), *cut, (cut[-1][0] - 0.02, cut[-1][1])], "second", "clay"))
    if tea:
        level = CUPS[shape][-1][1] * 0.82
        r = min(p[0] for p in profile if p[1] >= level) - 0.03
        one.append(lathe([(0, level - 0.01), (r, level - 0.01), (r, level), (0, level)], "#a8642a", "gloss"))
    if saucer:
        one = placed(one, z=0.06)
        one.append(lathe(rounded([(0, 0.0), (0.35, 0.0), (0.60, 0.07), (0.61, 0.09), (0.36, 0.05), (0, 0.05)], 0.03), "second", finish))
    spots = [(0, 0), (0.95, 0.35), (0.45, -0.75), (1.35, -0.55)]
    return joined(*(placed(one, x, y) for x, y in spots[:count]))


@model
def mug(finish: str = "speckle", height: float = 0.95, waist: float = 0.0, dip: bool = True) -> list[Part]:
    """A mug with a broad handle; the base bare."""
    r = 0.42
    profile = spline([(r - 0.05, 0.0), (r - 0.01, 0.03), (r + 0.01, height * 0.3), (r - waist, height * 0.65), (r + 0.01, height)], 10)
    loop = [(r - 0.02, 0, height * 0.80), (r + 0.24, 0, height * 0.86), (r + 0.34, 0, height * 0.55), (r + 0.22, 0, height * 0.24), (r - 0.02, 0, height * 0.25)]
    parts = [shell(profile, "main", finish, 0.04), tube(loop, 0.062, "main", finish, steps=12, flat=1.0)]
    if dip:
        low = [(pr + 0.005, z) for pr, z in profile if z < height * 0.22]
        parts.append(lathe([(0, -0.001), *low, (low[-1][0] - 0.03, low[-1][1])], "second", "clay"))
    return parts


@model
def tea_tin(label: str = "tin.png", height: float = 1.3, square: bool = False, finish: str = "satin", count: int = 1) -> list[Part]:
    """A tin with a lid and a paper label."""
    lid_at = height * 0.78
    if square:
        body = slab(rectangle(0.92, 0.92, 0.08), 0, lid_at, "main", finish, 0.02)
        lid = slab(rectangle(0.95, 0.95, 0.09), lid_at + 0.012, height, "main", finish, 0.03)
        plates = [[(x, -0.464, z) for x in (-0.33, 0.33)] for z in (0.20, lid_at - 0.12)]
        from ..shapes import patch

        paper = patch(plates, label)
    else:
        body = lathe(rounded([(0, 0), (0.46, 0, 0.03), (0.46, lid_at, 0.005), (0.0, lid_at)], 0.02), "main", finish)
        lid = lathe(rounded([(0, lid_at + 0.01), (0.475, lid_at + 0.01, 0.008), (0.475, height, 0.04), (0, height)], 0.02), "main", finish)
        paper = wrap(0.463, 0.18, lid_at - 0.10, 130, label)
    one = [body, lid, paper, torus((0, 0, lid_at + 0.005), 0.46, 0.008, "second", "metal") if not square else lathe([(0, height), (0.09, height), (0.09, height + 0.05), (0, height + 0.06)], "second", "metal")]
    return joined(*(placed(one, x, y, turn=t) for x, y, t in ((0, 0, -8), (1.1, 0.35, 12), (0.55, -0.95, -3))[:count]))


@model
def tea_cake(label: str = "cake.png") -> list[Part]:
    """A pressed cake in its paper, a second one bare behind it."""
    profile = [(0, 0.02), *spline([(0.60, 0.0), (0.95, 0.08), (1.0, 0.20), (0.90, 0.32), (0.5, 0.40), (0.0, 0.42)], 10)]
    from ..shapes import patch

    front = lathe(profile, "main", "paper")
    disc = [[(0.66 * r * math.cos(a), 0.66 * r * math.sin(a), 0.409 + 0.022 * (1 - r * r)) for a in (2 * math.pi * j / 48 for j in range(49))] for r in (1.0, 0.7, 0.4, 0.05)]
    paper = patch(disc, label)
    uv = [(0.5 + p[0] / 1.32, 0.5 + p[1] / 1.32) for p in paper.points]
    wrapped = [front, replace(paper, uv=uv)]
    bare = [lathe(profile, "second", "tea")]
    lean = [p.turned(64, "x").moved(0, 0.1, 0.92) for p in wrapped]
    return joined(lean, placed(bare, 0.95, -0.75))


@model
def pitcher(finish: str = "glass", height: float = 1.05, tea: bool = True) -> list[Part]:
    """A fair cup: spout, handle, and tea in it."""
    profile = spline([(0.28, 0.0), (0.36, 0.04), (0.44, 0.30), (0.40, 0.66), (0.33, 0.86), (0.38, height)], 10)
    body = shell(profile, "main", finish, 0.022)
    body = body.mapped(lambda p: (p[0] + _pulled(p, height), p[1], p[2]))
    loop = [(-0.35, 0, 0.84), (-0.62, 0, 0.86), (-0.70, 0, 0.58), (-0.58, 0, 0.30), (-0.42, 0, 0.28)]
    parts = [body, tube(loop, 0.04, "main", finish, steps=12)]
    if tea:
        inner = [(max(r - 0.026, 0.01), z) for r, z in profile if 0.05 < z < 0.56]
        parts.append(lathe([(0, 0.045), *inner, (0, inner[-1][1])], "second", "gloss"))
    return parts


def _pulled(p: Vector, height: float) -> float:
    """How far the lip is drawn out to a spout."""
    toward = max(0.0, p[0] / (math.hypot(p[0], p[1]) or 1.0)) ** 8
    return 0.24 * toward * max(0.0, (p[2] - 0.72) / (height - 0.72)) ** 2 if math.hypot(p[0], p[1]) > 0.1 else 0.0


@model
def tea_tray(finish: str = "bamboo", width: float = 3.2, slats: int = 13) -> list[Part]:
    """A tray of slats over a water pan."""
    depth = 1.9
    frame = [box(width, 0.14, 0.32, "main", finish, 0.03, 0.02).moved(y=s * (depth / 2 - 0.07)) for s in (-1, 1)]
    frame += [box(0.16, depth, 0.32, "main", finish, 0.03, 0.02).moved(x=s * (width / 2 - 0.08)) for s in (-1, 1)]
    step = (width - 0.36) / slats
    bars = [box(step * 0.72, depth - 0.24, 0.07, "main", finish, 0.02, 0.015).moved(-width / 2 + 0.18 + step * (i + 0.5), 0, 0.22) for i in range(slats)]
    small = placed(teapot("low", "side", "clay"), -0.45, 0.25, 0.29, -20, 0.62)
    small = [replace(p, slot={"main": "second", "second": "second"}.get(p.slot, p.slot)) for p in small]
    cups = [replace(p, slot="third") for p in joined(placed(cup("bowl", 1, "porcelain"), 0.75, -0.35, 0.29, 0, 0.6), placed(cup("bowl", 1, "porcelain"), 1.15, 0.2, 0.29, 0, 0.6))]
    return joined(frame, bars, [box(width - 0.2, depth - 0.2, 0.1, "#3a3028", "matte", 0.02)], small, cups)


@model
def bowl(finish: str = "glaze", count: int = 1, foot: bool = True, wide: float = 1.0, ribs: int = 0) -> list[Part]:
    """Rice bowls, noodle bowls, nested or single."""
    profile = spline([(0.34 * wide, 0.0), (0.35 * wide, 0.06), (0.44 * wide, 0.09), (0.74 * wide, 0.30), (0.90 * wide, 0.58), (0.96 * wide, 0.72)], 10)
    more = {"facets": ribs, "flute": 0.012} if ribs else {}
    one = [shell(profile, "main", finish, 0.035, **more)]
    if foot:
        one.append(lathe([(0, -0.002), (0.352 * wide, -0.002), (0.356 * wide, 0.05), (0.34 * wide, 0.04), (0.33 * wide, 0.02), (0, 0.02)], "second", "clay"))
    if count == 1:
        return one
    return joined(*(placed(one, 0, 0, 0.17 * i) for i in range(count - 1)), placed(one, 1.75 * wide, -0.7))


@model
def plate(finish: str = "speckle", count: int = 3) -> list[Part]:
    """A stack of plates and one leaning behind."""
    profile = [(0.62, 0.0), (0.66, 0.03), (1.05, 0.07), (1.28, 0.15), (1.30, 0.17), (1.26, 0.165), (1.03, 0.10), (0.6, 0.07), (0, 0.07)]
    one = [lathe([(0, 0.0), *rounded(profile, 0.05)], "main", finish)]
    stack = joined(*(placed(one, z=0.10 * i) for i in range(count)))
    lean = [replace(p, slot="second").turned(72, "x").moved(0.35, 1.62, 1.22) for p in one]
    return joined(stack, lean)


@model
def chopsticks(pairs: int = 3) -> list[Part]:
    """Pairs of chopsticks on small rests."""
    parts = []
    for i in range(pairs):
        y = 0.42 * i
        for d in (-0.045, 0.045):
            parts.append(tube([(-1.3, y + d, 0.115), (0, y + d * 1.1, 0.118), (1.1, y + d * 1.2, 0.12)], [0.022, 0.032, 0.042], "main", "wood", seg=16))
            parts.append(tube([(0.72, y + d * 1.16, 0.12), (1.12, y + d * 1.2, 0.12)], [0.041, 0.045], "second", "gloss", seg=16))
        parts.append(box(0.16, 0.32, 0.085, "third", "glaze", 0.04, 0.03).moved(-0.85, y))
    return parts


@model
def thermos(label: str = "", height: float = 2.1, handle: bool = False, finish: str = "satin") -> list[Part]:
    """A vacuum bottle with a screw lid."""
    body = lathe(rounded([(0, 0), (0.36, 0, 0.05), (0.37, height * 0.70, 0.10), (0.30, height * 0.80, 0.05), (0.30, height * 0.82)], 0.05), "main", finish)
    ring = lathe([(0.3, height * 0.815), (0.305, height * 0.82), (0.305, height * 0.845), (0, height * 0.845)], "second", "brushed")
    lid = lathe(rounded([(0, height * 0.845), (0.305, height * 0.845, 0.01), (0.30, height, 0.05), (0, height)], 0.03), "third", "matte")
    parts = [body, ring, lid, lathe([(0, -0.001), (0.345, -0.001), (0.366, 0.03), (0.366, 0.06), (0, 0.06)], "second", "brushed")]
    if handle:
        parts.append(tube([(-0.24, 0, height * 0.93), (-0.26, 0, height * 1.10), (0, 0, height * 1.17), (0.26, 0, height * 1.10), (0.24, 0, height * 0.93)], 0.045, "third", "matte", flat=0.6))
    return parts


@model
def kettle(finish: str = "satin") -> list[Part]:
    """A gooseneck kettle."""
    body = lathe(rounded([(0, 0), (0.86, 0, 0.06), (0.80, 0.30), (0.60, 1.05, 0.08), (0.42, 1.10, 0.03), (0.0, 1.12)], 0.2), "main", finish)
    lid = lathe(rounded([(0.42, 1.10), (0.42, 1.16, 0.03), (0.0, 1.19)], 0.02), "main", finish)
    neck = tube([(0.74, 0, 0.22), (1.06, 0, 0.26), (1.16, 0, 0.62), (1.12, 0, 0.98), (1.36, 0, 1.16), (1.46, 0, 1.10)], [0.085, 0.075, 0.062, 0.055, 0.048, 0.045], "main", finish, steps=14)
    grip = tube([(-0.58, 0, 0.98), (-0.90, 0, 1.14), (-1.18, 0, 1.02), (-1.22, 0, 0.62), (-1.14, 0, 0.30)], [0.05, 0.07, 0.085, 0.08, 0.06], "second", "wood", steps=12)
    knob = lathe(rounded([(0.03, 1.17), (0.035, 1.24), (0.11, 1.30), (0.09, 1.36), (0, 1.37)], 0.03), "second", "wood")
    return [body, lid, neck, grip, knob, lathe([(0, -0.06), (0.95, -0.06), (0.97, -0.02), (0.9, 0.0), (0, 0.0)], "third", "matte")]
