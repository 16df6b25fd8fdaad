"""Surfaces from a few numbers: turned, lofted, drawn along a path, cut from a slab. Plain Python, no Blender.

Lengths are decimeters, z points up, y away from the camera, x to the right. Every function returns a `Part`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

Vector = tuple[float, float, float]
Flat = tuple[float, float]
Face = tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """A mesh of one material: `slot` names the color the catalog gives it, `finish` how it takes light.

    `thickness` grows inward from the surface, `bevel` rounds hard edges, `fur` is the length of hair.
    """

    points: list[Vector]
    faces: list[Face]
    slot: str
    finish: str
    smooth: bool = True
    thickness: float = 0.0
    bevel: float = 0.0
    subdivide: int = 0
    fur: float = 0.0
    label: str = ""
    uv: list[Flat] = field(default_factory=list)

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Part:
        return self.mapped(lambda p: (p[0] + x, p[1] + y, p[2] + z))

    def scaled(self, x: float, y: float | None = None, z: float | None = None) -> Part:
        sy, sz = x if y is None else y, x if z is None else z
        part = self.mapped(lambda p: (p[0] * x, p[1] * sy, p[2] * sz))
        if x * sy * sz < 0:
            part = replace(part, faces=[face[::-1] for face in part.faces])
        return part

    def turned(self, degrees: float, axis: str = "z") -> Part:
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        turn: dict[str, Callable[[Vector], Vector]] = {
            "x": lambda p: (p[0], c * p[1] - s * p[2], s * p[1] + c * p[2]),
            "y": lambda p: (c * p[0] + s * p[2], p[1], -s * p[0] + c * p[2]),
            "z": lambda p: (c * p[0] - s * p[1], s * p[0] + c * p[1], p[2]),
        }
        return self.mapped(turn[axis])

    def mapped(self, change: Callable[[Vector], Vector]) -> Part:
        return replace(self, points=[change(p) for p in self.points])


def spline(
    points: Sequence[Sequence[float]], steps: int = 12, closed: bool = False
) -> list[tuple[float, ...]]:
    """A smooth curve through all points (Catmull-Rom), in as many dimensions as they have."""
    n = len(points)
    ask = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    found = []
    for i in range(n if closed else n - 1):
        found += [_between(ask(i - 1), ask(i), ask(i + 1), ask(i + 2), j / steps) for j in range(steps)]
    if not closed:
        found.append(tuple(points[-1]))
    return found


def along(points: Sequence[Sequence[float]], at: float, closed: bool = False) -> tuple[float, ...]:
    """The place `at` (counted in points, fractions between) on the smooth curve through them."""
    n = len(points)
    if not closed:
        at = min(max(at, 0.0), n - 1.0)
    i = math.floor(at)
    if not closed:
        i = min(i, n - 2)
    ask = (lambda k: points[k % n]) if closed else (lambda k: points[min(max(k, 0), n - 1)])
    return _between(ask(i - 1), ask(i), ask(i + 1), ask(i + 2), at - i)


def _between(
    a: Sequence[float], b: Sequence[float], c: Sequence[float], d: Sequence[float], t: float
) -> tuple[float, ...]:
    return tuple(
        0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
        for p, q, r, s in zip(a, b, c, d)
    )


def rounded(points: Sequence[Sequence[float]], radius: float, steps: int = 6) -> list[Flat]:
    """A line with its inner corners rounded; a point may bring its own radius as third number."""
    found = [(points[0][0], points[0][1])]
    for before, corner, after in zip(points, points[1:], points[2:]):
        r = corner[2] if len(corner) > 2 else radius
        x, y = corner[0], corner[1]
        ends = []
        for other in (before, after):
            dx, dy = other[0] - x, other[1] - y
            length = math.hypot(dx, dy) or 1.0
            reach = min(r, length / 2) / length
            ends.append((x + dx * reach, y + dy * reach))
        (ax, ay), (bx, by) = ends
        for j in range(steps + 1):
            t = j / steps
            u = 1 - t
            found.append((u * u * ax + 2 * u * t * x + t * t * bx, u * u * ay + 2 * u * t * y + t * t * by))
    found.append((points[-1][0], points[-1][1]))
    return found


def grid(
    rows: Sequence[Sequence[Vector]], slot: str, finish: str, *,
    around: bool = True, caps: bool = False, thickness: float = 0.0,
) -> Part:  # fmt: skip
    """A skin over rows of equally many points; `around` closes each row, `caps` the first and last."""
    width = len(rows[0])
    points = [tuple(p) for row in rows for p in row]
    faces: list[Face] = []
    for i in range(len(rows) - 1):
        for j in range(width if around else width - 1):
            k = (j + 1) % width
            faces.append((i * width + j, i * width + k, (i + 1) * width + k, (i + 1) * width + j))
    if caps:
        faces.append(tuple(range(width - 1, -1, -1)))
        faces.append(tuple((len(rows) - 1) * width + j for j in range(width)))
    return Part(points, faces, slot, finish, thickness=thickness)  # type: ignore[arg-type]


def lathe(
    profile: Sequence[Sequence[float]], slot: str, finish: str, *, seg: int = 112, thickness: float = 0.0,
    facets: int = 0, flute: float = 0.0,
) -> Part:  # fmt: skip
    """A profile of (radius, height), bottom to top, turned on the wheel; `facets` and `flute` cut ribs."""
    rows = []
    for r, z in ((p[0], p[1]) for p in profile):
        row = []
        for j in range(seg):
            a = 2 * math.pi * j / seg
            k = 1 + flute * math.cos(a * facets) if facets else 1.0
            row.append((max(r, 1e-4) * k * math.cos(a), max(r, 1e-4) * k * math.sin(a), z))
        rows.append(row)
    return grid(rows, slot, finish, caps=True, thickness=thickness)


def shell(
    profile: Sequence[Sequence[float]], slot: str, finish: str, wall: float = 0.05, **more: float
) -> Part:
    """A vessel: the outside of `profile`, a round lip, and the inside `wall` away from it."""
    outside = [(p[0], p[1]) for p in profile]
    top = outside[-1]
    lip = [
        (top[0] - wall / 2 + wall / 2 * math.cos(a), top[1] + wall / 2 * math.sin(a))
        for a in (0.5, 1.05, 1.57, 2.1, 2.65)
    ]
    floor = outside[0][1] + wall * 1.4
    inside = [(r - wall, z) for r, z in reversed(outside) if r > wall * 1.5 and z > floor]
    return lathe([(0, outside[0][1]), *outside, *lip, *inside, (0, floor)], slot, finish, **more)  # type: ignore[arg-type]


def tube(
    path: Sequence[Sequence[float]], radius: float | Sequence[float], slot: str, finish: str, *,
    steps: int = 10, flat: float = 1.0, seg: int = 20, closed: bool = False,
) -> Part:  # fmt: skip
    """A bar bent along a smooth path; `radius` may change along it, `flat` below 1 makes a ribbon."""
    curve = spline(path, steps, closed)
    radii = [radius] * len(path) if isinstance(radius, int | float) else list(radius)
    widths = spline([(r,) for r in radii], steps, closed)
    rows, side = [], (0.0, 0.0, 1.0)
    for i, at in enumerate(curve):
        ahead = curve[(i + 1) % len(curve)] if closed else curve[min(i + 1, len(curve) - 1)]
        behind = curve[i - 1] if closed or i else at
        way = _unit((ahead[0] - behind[0], ahead[1] - behind[1], ahead[2] - behind[2]))
        if abs(_dot(way, side)) > 0.98:
            side = (1.0, 0.0, 0.0)
        side = _unit(tuple(s - _dot(way, side) * w for s, w in zip(side, way)))  # type: ignore[arg-type]
        other = cross(way, side)
        r = widths[i][0]
        row = []
        for j in range(seg):
            c, s = math.cos(2 * math.pi * j / seg) * r * flat, math.sin(2 * math.pi * j / seg) * r
            row.append(tuple(p + side[k] * c + other[k] * s for k, p in enumerate(at)))
        rows.append(row)
    if closed:
        rows.append(rows[0])
    return grid(rows, slot, finish, caps=not closed)  # type: ignore[arg-type]


def cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(p * q for p, q in zip(a, b))


def _unit(v: Vector) -> Vector:
    length = math.sqrt(_dot(v, v)) or 1.0
    return v[0] / length, v[1] / length, v[2] / length


def slab(
    outline: Sequence[Sequence[float]], z0: float, z1: float, slot: str, finish: str, edge: float = 0.03
) -> Part:
    """A plate of that outline (counterclockwise) between two heights, its edges rounded by `edge`."""
    arc = [math.pi / 2 * i / 5 for i in range(6)]
    levels = [(z0 + edge * (1 - math.sin(a)), edge * (1 - math.cos(a))) for a in reversed(arc)]
    levels += [(z1 - edge * (1 - math.sin(a)), edge * (1 - math.cos(a))) for a in arc]
    # A narrow rim keeps the shading of the round edge from running over the flat face.
    levels = [(z0, edge * 1.4), *levels, (z1, edge * 1.4)]
    return grid([[(x, y, z) for x, y in inset(outline, by)] for z, by in levels], slot, finish, caps=True)


def inset(outline: Sequence[Sequence[float]], by: float) -> list[Flat]:
    """The outline moved inward along its normals; for gentle curves and small distances."""
    n, found = len(outline), []
    for i in range(n):
        (ax, ay), (bx, by_) = outline[i - 1][:2], outline[(i + 1) % n][:2]
        dx, dy = bx - ax, by_ - ay
        length = math.hypot(dx, dy) or 1.0
        found.append((outline[i][0] - dy / length * by, outline[i][1] + dx / length * by))
    return found


def rectangle(width: float, depth: float, radius: float, steps: int = 8) -> list[Flat]:
    """The outline of a rectangle with round corners around the origin."""
    found = []
    for cx, cy, start in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270)):
        for j in range(steps + 1):
            a = math.radians(start + 90 * j / steps)
            found.append(
                (
                    cx * (width / 2 - radius) + radius * math.cos(a),
                    cy * (depth / 2 - radius) + radius * math.sin(a),
                )
            )
    return found


def box(
    width: float, depth: float, height: float, slot: str, finish: str, radius: float = 0.1, edge: float = 0.03
) -> Part:
    """A box standing on the floor around the origin."""
    return slab(rectangle(width, depth, max(radius, edge * 1.05)), 0, height, slot, finish, edge)


def ball(center: Vector, radii: float | Vector, slot: str, finish: str, fur: float = 0.0) -> Part:
    """A ball or an egg."""
    rx, ry, rz = (radii, radii, radii) if isinstance(radii, int | float) else radii
    profile = [(math.cos(a), math.sin(a)) for a in (math.pi * (i / 32 - 0.5) for i in range(33))]
    part = lathe(profile, slot, finish, seg=64).scaled(rx, ry, rz).moved(*center)
    return replace(part, fur=fur)


def torus(center: Vector, radius: float, thick: float, slot: str, finish: str, flat: float = 1.0) -> Part:
    """A lying ring."""
    rows = []
    for i in range(33):
        a = 2 * math.pi * i / 32
        r, z = radius + thick * math.cos(a), thick * flat * math.sin(a)
        rows.append(
            [(r * math.cos(b), r * math.sin(b), z) for b in (2 * math.pi * j / 96 for j in range(96))]
        )
    return grid(rows, slot, finish).moved(*center)


def patch(rows: Sequence[Sequence[Vector]], label: str, finish: str = "paper", slot: str = "label") -> Part:
    """A surface that carries a printed label: rows from bottom to top, each from left to right."""
    part = grid(rows, slot, finish, around=False)
    across, up = len(rows[0]) - 1, len(rows) - 1
    uv = [(j / across, i / up) for i in range(up + 1) for j in range(across + 1)]
    return replace(part, label=label, uv=uv)


def wrap(radius: float, z0: float, z1: float, degrees: float, label: str, finish: str = "paper") -> Part:
    """A label around a cylinder, its middle toward the camera."""
    half = math.radians(degrees) / 2
    angles = [-math.pi / 2 - half + 2 * half * j / 40 for j in range(41)]
    rows = [
        [(radius * math.cos(a), radius * math.sin(a), z0 + (z1 - z0) * i / 4) for a in angles]
        for i in range(5)
    ]
    return patch(rows, label, finish)


def plate(width: float, height: float, label: str, finish: str = "paper") -> Part:
    """A flat label that stands upright at the origin and faces the camera."""
    rows = [[(-width / 2, 0.0, z), (width / 2, 0.0, z)] for z in (0.0, height)]
    return patch(rows, label, finish)


def joined(*groups: Part | Sequence[Part]) -> list[Part]:
    return [part for group in groups for part in ([group] if isinstance(group, Part) else group)]


def placed(
    parts: Sequence[Part],
    x: float = 0.0,
    y: float = 0.0,
    z: float = 0.0,
    turn: float = 0.0,
    size: float = 1.0,
) -> list[Part]:
    """A whole model somewhere else."""
    found = [p.scaled(size) for p in parts] if size != 1.0 else list(parts)
    return [p.turned(turn).moved(x, y, z) for p in found]
