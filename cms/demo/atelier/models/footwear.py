"""What shoes have in common: lasts for low, high and open ones, linings, tongues, soles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..shapes import Part, Vector, grid, joined, placed, spline, torus, tube
from .last import AROUND, Key, Last, Layer, lace, merged, panel, stitches

# Half the feather edge, heel to toe, on the side of the little toe; the other side is slimmer at the arch.
EDGE = ((0.05, 0.0), (0.20, 0.25), (0.62, 0.33), (1.05, 0.335), (1.45, 0.37), (1.80, 0.44), (2.18, 0.47), (2.58, 0.33), (2.84, 0.0))
INNER = (1.0, 1.0, 0.93, 0.78, 0.76, 0.86, 0.95, 1.04, 1.0)


def bend(x: float) -> float:
    """How far the toes point inward."""
    return 0.09 * max(0.0, (x - 1.2) / 1.7) ** 2


def shaped(
    rows: list[list[Vector]], top: Callable[[float], float], width: float = 1.0, length: float = 1.0,
    toe: float = 1.0,
) -> Last:  # fmt: skip
    """Both sides from one: `rows` gives, for nine keys heel to toe, the points above the feather edge.

    In these points y is a half width and z a height above the ground.
    """
    keys: list[Key] = []
    for index in range(AROUND):
        i = index if index <= 8 else AROUND - index
        side = -1 if index <= 8 else 1
        lean = 1.0 if index <= 8 else INNER[i]
        x, y = EDGE[i]
        wide = width * (toe if i == 7 else 1.0)
        points = [(x * length, side * y * wide * lean, top(x))]
        lift = max(0.0, top(x) - 0.34)
        for px, py, pz in ((px, py, pz + lift) for px, py, pz in rows[i]):
            points.append((px * length, side * py * wide * (lean if pz < 0.45 else (1 + lean) / 2), pz))
        keys.append([(px, py + bend(px / length) * width, pz) for px, py, pz in points])
    return Last(keys, top)


def spring(heel: float, ball: float, toe: float) -> Callable[[float], float]:
    """The height of a sole's upper side: heel, ball of the foot, toe."""
    line = spline([(0.0, heel), (0.7, heel * 0.99), (1.4, (heel + ball * 1.4) / 2.4), (2.0, ball), (2.5, ball + (toe - ball) * 0.4), (2.9, toe)], 20)

    def height(x: float) -> float:
        if x <= 0:
            return heel
        for (x0, z0), (x1, z1) in zip(line, line[1:]):
            if x <= x1:
                return z0 + (z1 - z0) * (x - x0) / (x1 - x0)
        return line[-1][1]

    return height


def underside(lift: float = 0.13, heel: float = 0.03) -> Callable[[float], float]:
    """The underside: flat, curling up at the toe and a little at the heel."""
    return lambda x: lift * max(0.0, (x - 2.05) / 0.85) ** 2 + heel * max(0.0, (0.35 - x) / 0.35) ** 2


def low_last(top: Callable[[float], float], *, height: float = 1.0, toe: float = 0.30, throat: float = 1.93, width: float = 1.0, vamp: float = 0.0) -> Last:
    """A low shoe with a laced throat; `height` scales the collar, `toe` is the height of the toe box."""
    h = height
    rows: list[list[Vector]] = [
        [(-0.03, 0, 0.62), (0.05, 0, 0.86 * h), (0.03, 0, 1.06 * h)],
        [(0.16, 0.285, 0.60), (0.21, 0.235, 0.84 * h), (0.24, 0.175, 1.01 * h)],
        [(0.62, 0.365, 0.55), (0.66, 0.31, 0.70 * h), (0.70, 0.25, 0.79 * h)],
        [(1.05, 0.385, 0.58), (1.02, 0.33, 0.76 * h), (0.98, 0.235, 0.87 * h)],
        [(1.42, 0.42, 0.56), (1.30, 0.32, 0.82), (1.14, 0.175, 1.00)],
        [(1.77, 0.47, 0.50), (1.64, 0.32, 0.72 + vamp), (1.46, 0.15, 0.86 + vamp)],
        [(2.17, 0.475, 0.43), (2.02, 0.31, 0.58 + vamp), (1.74, 0.12, 0.70 + vamp)],
        [(2.60, 0.345, toe + 0.12), (2.34, 0.22, toe + 0.22 + vamp * 0.6), (throat - 0.03, 0.06, 0.62 + vamp)],
        [(2.855, 0, toe + 0.10), (2.52, 0, toe + 0.235 + vamp * 0.5), (throat, 0, 0.60 + vamp)],
    ]
    return shaped(rows, top, width)


def tall_last(top: Callable[[float], float], height: float, *, toe: float = 0.32, shaft: float = 1.0, width: float = 1.0) -> Last:
    """A boot: the collar is a ring around the leg at `height`."""
    s, h = shaft, height
    rows: list[list[Vector]] = [
        [(-0.03, 0, 0.60), (0.07, 0, 1.0), (0.10, 0, 1.0 + (h - 1.0) * 0.55), (0.08 - 0.04 * s, 0, h)],
        [(0.16, 0.29, 0.60), (0.24, 0.23, 1.0), (0.24, 0.24, 1.0 + (h - 1.0) * 0.55), (0.22, 0.22 * s, h)],
        [(0.62, 0.365, 0.60), (0.58, 0.31, 1.0), (0.52, 0.31, 1.0 + (h - 1.0) * 0.55), (0.46, 0.31 * s, h)],
        [(1.05, 0.385, 0.60), (0.86, 0.32, 1.0), (0.72, 0.30, 1.0 + (h - 1.0) * 0.55), (0.66, 0.30 * s, h)],
        [(1.42, 0.41, 0.56), (1.12, 0.30, 0.98), (0.88, 0.24, 1.0 + (h - 1.0) * 0.55), (0.80, 0.24 * s, h)],
        [(1.77, 0.46, 0.52), (1.34, 0.24, 0.94), (0.98, 0.17, 1.0 + (h - 1.0) * 0.55), (0.89, 0.17 * s, h)],
        [(2.17, 0.47, 0.46), (1.52, 0.17, 0.90), (1.03, 0.11, 1.0 + (h - 1.0) * 0.55), (0.94, 0.11 * s, h)],
        [(2.59, 0.34, toe + 0.12), (1.68, 0.09, 0.84), (1.06, 0.05, 1.0 + (h - 1.0) * 0.55), (0.97, 0.05 * s, h)],
        [(2.855, 0, toe + 0.10), (1.76, 0, 0.80), (1.07, 0, 1.0 + (h - 1.0) * 0.55), (0.98, 0, h)],
    ]
    return shaped(rows, top, width)


def slip_last(top: Callable[[float], float], *, front: float = 1.35, instep: float = 0.74, heel: float = 0.72, toe: float = 0.26, width: float = 1.0, tip: float = 1.0) -> Last:
    """A shoe without laces: the opening reaches from the heel to `front`."""
    rows: list[list[Vector]] = [
        [(0.0, 0, 0.5 * heel + 0.18), (0.05, 0, heel * 0.85), (0.06, 0, heel)],
        [(0.18, 0.27, 0.5 * heel + 0.16), (0.22, 0.24, heel * 0.84), (0.24, 0.20, heel * 0.97)],
        [(0.62, 0.345, 0.44), (0.64, 0.32, 0.53), (0.66, 0.285, 0.60)],
        [(1.02, 0.36, 0.42), (1.0, 0.33, 0.52), (0.97, 0.285, 0.60)],
        [(1.40, 0.40, 0.44), (1.32, 0.35, 0.56), (front - 0.14, 0.27, instep * 0.90)],
        [(1.77, 0.46, 0.42), (1.66, 0.38, instep * 0.80), (front - 0.05, 0.21, instep * 0.97)],
        [(2.16, 0.47, 0.38), (2.0, 0.36, instep * 0.78), (front, 0.14, instep)],
        [(2.58, 0.34 * tip, toe + 0.08), (2.30, 0.24, toe + 0.20), (front + 0.02, 0.07, instep * 1.01)],
        [(2.85, 0, toe + 0.07), (2.46, 0, toe + 0.20), (front + 0.03, 0, instep * 1.02)],
    ]
    return shaped(rows, top, width)


def insides(last: Last, slot: str = "third", finish: str = "cloth", start: float = 0.0, end: float = 16.0, low: float = 0.1) -> list[Part]:
    """Lining and insole: what one sees through the opening."""
    # Drawn in toward the middle instead of along the normals, which would cross where the throat is narrow.
    middle = sum(key[-1][0] for key in last.keys) / AROUND
    rows = [[_within(last.at(k, t), middle) for k in (start + (end - start) * j / 96 for j in range(97))] for t in (low + (0.97 - low) * i / 5 for i in range(6))]
    edge = last.outline(-0.05)
    floor = [[(p[0] * s + 1.3 * (1 - s), p[1] * s, last.top(p[0]) + 0.05) for p in edge] for s in (1.0, 0.6, 0.02)]
    return [grid(rows, slot, finish, around=False), grid(floor, slot, finish)]


def _within(p: Vector, middle: float) -> Vector:
    return p[0] + (middle - p[0]) * 0.06, p[1] * 0.86, p[2] - 0.012


def tongue(slot: str, finish: str, points: list[Vector], widths: list[float], droop: float = 0.3) -> Part:
    """A padded tongue along a line over the instep."""
    line, wide = spline(points, 8), spline([(w,) for w in widths], 8)
    rows = []
    for p, (w,) in zip(line, wide):
        rows.append([(p[0], p[1] + w * u, p[2] - droop * w * u * u) for u in (j / 8 - 1 for j in range(17))])
    return replace(grid(rows, slot, finish, around=False), thickness=0.06, subdivide=1)


def eyelets(last: Last, rows: int, first: float, last_k: float, slot: str, t: float = 0.93, finish: str = "metal") -> list[Part]:
    found = []
    for i in range(rows):
        k = first + (last_k - first) * i / (rows - 1)
        for at in (k, AROUND - k):
            x, y, z = last.at(at, t, 0.035)
            found.append(torus((0, 0, 0), 0.026, 0.010, slot, finish).turned(45 if at < 8 else -45, "x").moved(x, y, z))
    return merged(found)


def level(start: float, end: float, t: float, n: int = 6) -> list[tuple[float, float]]:
    return [(start + (end - start) * i / n, t) for i in range(n + 1)]


def laced(last: Last, slots: dict[str, str], rows: int = 6, crossed: bool = True, tongue_finish: str = "mesh") -> list[Part]:
    """Eyestay, seam, tongue, eyelets and laces of a low shoe."""
    instep = [(1.98, 0.03, 0.55), (1.72, 0.02, 0.70), (1.42, 0.01, 0.88), (1.14, 0.0, 1.05), (0.97, 0.0, 1.24)]
    lift = last.keys[8][-1][2] - 0.60
    instep = [(x, y, z + lift * max(0.0, (x - 1.1) / 0.9)) for x, y, z in instep]
    return joined(
        panel(last, level(4.0, 12.0, 0.74, 12), level(4.0, 12.0, 0.995, 12), slots["stay"], slots["stay_finish"], across=96, up=6),
        stitches(last, level(4.15, 11.85, 0.775, 12), slots["thread"], 0.032),
        tongue(slots["tongue"], tongue_finish, instep, [0.09, 0.14, 0.17, 0.20, 0.215]),
        lace(last, rows, 4.25, 6.9, "fourth", 0.90, 0.085, crossed),
        eyelets(last, rows, 4.25, 6.9, "accent", 0.90),
    )


def tab(last: Last, slot: str, finish: str) -> Part:
    """The loop at the heel."""
    x, _y, z = last.at(0, 1.0)
    path = [(x - 0.02, 0.0, z - 0.28), (x - 0.075, 0.0, z - 0.1), (x - 0.05, 0.0, z + 0.06), (x + 0.05, 0.0, z + 0.07), (x + 0.07, 0, z - 0.04)]
    return tube(path, 0.06, slot, finish, flat=0.22)


CUP = [Layer(0.0, -0.02, -0.02), Layer(0.03, 0.02, 0.02), Layer(0.10, 0.035, 0.035), Layer(0.72, 0.045, 0.04), Layer(1.05, 0.042, 0.036), Layer(1.16, 0.03, 0.024), Layer(1.17, -0.01, -0.01), Layer(0.9, -0.06, -0.06)]
FOAM = [Layer(0.0, -0.07, -0.07), Layer(0.03, 0.0, -0.03), Layer(0.16, 0.07, 0.03), Layer(0.36, 0.095, 0.055), Layer(0.55, 0.07, 0.045), Layer(0.72, 0.05, 0.035), Layer(0.92, 0.055, 0.04), Layer(1.10, 0.04, 0.03), Layer(1.16, 0.01, 0.005), Layer(1.0, -0.06, -0.06)]
WELT = [Layer(0.55, -0.02, -0.02), Layer(0.58, 0.055, 0.06), Layer(0.72, 0.075, 0.08), Layer(0.98, 0.075, 0.08), Layer(1.05, 0.06, 0.065), Layer(1.05, -0.05, -0.05)]


def grooves(last: Last, ground: Callable[[float], float], level: float, out: float, slot: str, radius: float = 0.012) -> Part:
    """A line around the sole."""
    path = [(x, y, ground(x) + (last.top(x) - ground(x)) * level) for x, y, _z in last.outline(out, 3)]
    return tube(path, radius, slot, "rubber", steps=4, seg=8, closed=True)


def as_pair(parts: list[Part], gap: float = 0.95, back: float = 0.25, turn: float = 0.0) -> list[Part]:
    """Two shoes: the right one before, its mirror image behind."""
    other = [p.scaled(1, -1, 1) for p in parts]
    return joined(placed(other, x=back, y=gap, turn=turn), parts)
