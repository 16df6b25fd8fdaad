"""The last of a shoe: a surface between the feather edge (where upper meets sole) and the collar, with panels,
stitches, laces and soles that follow it.

The place on the surface is (k, t): k walks around the foot, 0 at the heel, 8 at the toe, 16 the heel again, the
side turned to the camera first; t climbs from the sole (0) to the collar (1).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..shapes import Part, Vector, along, cross, grid, spline, tube

Key = list[Vector]  # one meridian: points from feather edge to collar
AROUND = 16


@dataclass(frozen=True)
class Last:
    """Meridians (16 keys around) and the height of the ground below and of the sole above, by x."""

    keys: list[Key]
    top: Callable[[float], float]

    def at(self, k: float, t: float, out: float = 0.0) -> Vector:
        """The place on the surface, `out` above it."""
        place = self._place(k, t)
        if not out:
            return place
        normal = self._normal(k, t)
        return tuple(p + n * out for p, n in zip(place, normal))  # type: ignore[return-value]

    def _place(self, k: float, t: float) -> Vector:
        steps = len(self.keys[0]) - 1
        first = math.floor(k)
        around = [along(self.keys[(first + i) % AROUND], t * steps) for i in (-1, 0, 1, 2)]
        x, y, z = along(around, 1 + k - first)
        return x, y, z

    def _normal(self, k: float, t: float) -> Vector:
        e = 0.02
        low, high = max(t - e, 0.0), min(t + e, 1.0)
        a, b = self._place(k - e, t), self._place(k + e, t)
        c, d = self._place(k, low), self._place(k, high)
        n = cross(_less(b, a), _less(d, c))
        length = math.sqrt(sum(p * p for p in n)) or 1.0
        return n[0] / length, n[1] / length, n[2] / length

    def outline(self, out: float = 0.0, steps: int = 10) -> list[Vector]:
        """The feather edge, `out` beyond it: what a sole follows."""
        base = spline([key[0] for key in self.keys], steps, closed=True)
        n, found = len(base), []
        for i, p in enumerate(base):
            dx, dy = base[(i + 1) % n][0] - base[i - 1][0], base[(i + 1) % n][1] - base[i - 1][1]
            length = math.hypot(dx, dy) or 1.0
            found.append((p[0] + dy / length * out, p[1] - dx / length * out, p[2]))
        return found


def _less(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def upper(last: Last, slot: str, finish: str, *, start: float = 0.0, end: float = 16.0, low: float = -0.05, high: float = 1.0) -> Part:
    """The skin of the last between two meridians; the whole way around unless told otherwise."""
    whole = end - start >= AROUND
    n = round((end - start) * 11)
    rows = []
    for i in range(37):
        t = low + (high - low) * i / 36
        rows.append([last.at(start + (end - start) * j / n, max(t, 0.0)) for j in range(n if whole else n + 1)])
    return replace(grid(rows, slot, finish, around=whole), thickness=0.035, subdivide=1)


def panel(
    last: Last, bottom: Sequence[tuple[float, float]], top: Sequence[tuple[float, float]], slot: str, finish: str,
    out: float = 0.018, across: int = 40, up: int = 10,
) -> Part:  # fmt: skip
    """An overlay between two lines on the surface, each given by a few (k, t)."""
    low, high = spline(bottom, across), spline(top, across)
    rows = []
    for i in range(up + 1):
        v = i / up
        row = []
        for j in range(across + 1):
            (k0, t0), (k1, t1) = low[j * (len(low) - 1) // across][:2], high[j * (len(high) - 1) // across][:2]
            edge = min(i, up - i, j, across - j)
            row.append(last.at(k0 + (k1 - k0) * v, t0 + (t1 - t0) * v, out if edge else out * 0.45))
        rows.append(row)
    return replace(grid(rows, slot, finish, around=False), thickness=0.03, subdivide=1)


def stitches(last: Last, line: Sequence[tuple[float, float]], slot: str = "accent", out: float = 0.022, pitch: float = 0.042) -> list[Part]:
    """A seam along a line on the surface: short threads with gaps."""
    path = [last.at(p[0], p[1], out) for p in spline(line, 60)]
    found, run, start = [], 0.0, 0
    for i in range(1, len(path)):
        run += math.dist(path[i - 1], path[i])
        if run >= pitch:
            piece = path[start : i + 1]
            cut = max(2, round(len(piece) * 0.68))
            if len(piece) >= 3:
                found.append(tube(piece[:: max(1, len(piece) // 4)][: cut + 1], 0.0075, slot, "thread", steps=2, seg=6))
            run, start = 0.0, i
    return _merged(found)


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Many small parts of one material as one."""
    if not parts:
        return []
    points: list[Vector] = []
    faces: list[tuple[int, ...]] = []
    for part in parts:
        base = len(points)
        points += part.points
        faces += [tuple(i + base for i in face) for face in part.faces]
    return [replace(parts[0], points=points, faces=faces)]


merged = _merged


def collar(last: Last, start: float, end: float, radius: float, slot: str, finish: str, t: float = 0.99) -> Part:
    """The padded rim between two meridians (k may be negative: around the heel)."""
    n = max(8, round((end - start) * 3))
    path = [last.at(start + (end - start) * i / n, t, -radius * 0.35) for i in range(n + 1)]
    whole = end - start >= AROUND
    return tube(path[:-1] if whole else path, radius, slot, finish, steps=6, seg=16, closed=whole)


@dataclass(frozen=True)
class Layer:
    """One level of a sole: where between ground (0) and top (1), and how far out at heel and at toe."""

    level: float
    heel: float
    toe: float


def sole(
    last: Last, layers: Sequence[Layer], ground: Callable[[float], float], slot: str, finish: str,
    wave: float = 0.0, waves: int = 0,
) -> Part:  # fmt: skip
    """Rings around the feather edge stacked from the ground up; `wave` bites a tread into every ring."""
    base, length = last.outline(0.0, 14), max(p[0] for p in last.outline())
    rows = []
    for layer in layers:
        row = []
        n = len(base)
        for i, p in enumerate(base):
            share = min(max(p[0] / length, 0.0), 1.0)
            out = layer.heel + (layer.toe - layer.heel) * share
            if waves and layer.level < 0.45:
                out += wave * (1 if (i * waves // n) % 2 else -1) * (1 - layer.level * 2)
            dx, dy = base[(i + 1) % n][0] - base[i - 1][0], base[(i + 1) % n][1] - base[i - 1][1]
            far = math.hypot(dx, dy) or 1.0
            x, y = p[0] + dy / far * out, p[1] - dx / far * out
            low, high = ground(x), last.top(x)
            row.append((x, y, low + (high - low) * layer.level))
        rows.append(row)
    return replace(grid(rows, slot, finish, caps=True), subdivide=0)


def lace(last: Last, rows: int, first: float, last_k: float, slot: str, t: float = 0.93, rise: float = 0.09, crossed: bool = True) -> list[Part]:
    """Laces from eyelet to eyelet and a bow; eyelets sit at equal steps of k between `first` and `last_k`."""
    parts: list[Part] = []
    ks = [first + (last_k - first) * i / (rows - 1) for i in range(rows)]
    near = [last.at(k, t, 0.03) for k in ks]
    far = [last.at(AROUND - k, t, 0.03) for k in ks]
    for i in range(rows):
        parts.append(_strand(near[i], far[i], rise, slot))
        if crossed and i + 1 < rows:
            parts.append(_strand(near[i], far[i + 1], rise * 0.8, slot))
            parts.append(_strand(far[i], near[i + 1], rise * 0.8, slot))
    return _merged(parts) + _bow(near[-1], far[-1], rise, slot)


def _strand(a: Vector, b: Vector, rise: float, slot: str) -> Part:
    mid = [(p + q) / 2 for p, q in zip(a, b)]
    path = [
        (a[0], a[1], a[2] - 0.03), a,
        (a[0] * 0.7 + mid[0] * 0.3, a[1] * 0.7 + mid[1] * 0.3, a[2] * 0.5 + mid[2] * 0.5 + rise * 0.62),
        (mid[0], mid[1], mid[2] + rise),
        (b[0] * 0.7 + mid[0] * 0.3, b[1] * 0.7 + mid[1] * 0.3, b[2] * 0.5 + mid[2] * 0.5 + rise * 0.62),
        b, (b[0], b[1], b[2] - 0.03),
    ]  # fmt: skip
    return tube(path, 0.036, slot, "thread", steps=6, flat=0.42, seg=10)


def _bow(a: Vector, b: Vector, rise: float, slot: str) -> list[Part]:
    x, y, z = ((p + q) / 2 for p, q in zip(a, b))
    z += rise + 0.03
    parts = []
    for side in (-1, 1):
        loop = [
            (x, y, z), (x - 0.02, y + side * 0.16, z + 0.10), (x + 0.04, y + side * 0.34, z + 0.05),
            (x + 0.12, y + side * 0.36, z - 0.06), (x + 0.09, y + side * 0.18, z - 0.01), (x + 0.01, y, z),
        ]  # fmt: skip
        tail = [
            (x, y, z), (x + 0.08, y + side * 0.13, z + 0.03), (x + 0.22, y + side * 0.26, z - 0.10),
            (x + 0.34, y + side * 0.34, z - 0.24),
        ]  # fmt: skip
        parts += [tube(loop, 0.03, slot, "thread", steps=8, flat=0.5, seg=10), tube(tail, 0.03, slot, "thread", steps=8, flat=0.5, seg=10)]
    parts.append(tube([(x - 0.03, y - 0.02, z - 0.02), (x, y, z + 0.03), (x + 0.04, y + 0.02, z - 0.02)], 0.045, slot, "thread"))
    return _merged(parts)
