"""Studio pictures of the sample goods, drawn with Pillow: turned forms with light from the left, folded
cloth, soft shadows on a seamless backdrop. Deterministic, so that the same picture is the same file."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Color = tuple[int, int, int]
Profile = Sequence[tuple[float, float]]  # (height from 0 top to 1 bottom, half width), in shares of the form

WIDTH, HEIGHT = 1200, 1500
FLOOR = 1130  # where things stand


def rgb(hexed: str) -> Color:
    return int(hexed[1:3], 16), int(hexed[3:5], 16), int(hexed[5:7], 16)


def shade(color: Color, by: float) -> Color:
    """`color` lighter (above 0) or darker (below), keeping its hue."""
    h, light, s = colorsys.rgb_to_hls(*(part / 255 for part in color))
    light = min(1.0, max(0.0, light + by * (1 - light if by > 0 else light)))
    r, g, b = colorsys.hls_to_rgb(h, light, s)
    return round(r * 255), round(g * 255), round(b * 255)


def stage(backdrop: str) -> Image.Image:
    """A paper roll that curves from wall to floor, brighter where the light falls."""
    base = rgb(backdrop)
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        wall = y / FLOOR
        tone = 0.10 - 0.10 * wall if y < FLOOR else 0.02 - 0.22 * (y - FLOOR) / (HEIGHT - FLOOR)
        column.putpixel((0, y), shade(base, tone))
    picture = column.resize((WIDTH, HEIGHT))
    glow = Image.new("L", (WIDTH // 8, HEIGHT // 8), 0)
    ImageDraw.Draw(glow).ellipse((-10, 5, 95, 130), fill=70)
    glow = glow.filter(ImageFilter.GaussianBlur(22)).resize((WIDTH, HEIGHT))
    picture.paste(shade(base, 0.6), (0, 0), glow)
    return picture


def shadow(picture: Image.Image, x: int, y: int, width: int, depth: int = 60) -> None:
    """Contact shadow and the longer one that the light from the left throws."""
    for dx, wider, deeper, blur, alpha in ((60, 1.25, 1.3, 38, 70), (8, 0.98, 0.6, 12, 120)):
        w, h = width * wider / 2, depth * deeper / 2
        # Soft anyway, so a quarter of the size is enough to blur.
        mask = Image.new("L", (WIDTH // 4, HEIGHT // 4), 0)
        box = tuple(part / 4 for part in (x + dx - w, y - h, x + dx + w, y + h))
        ImageDraw.Draw(mask).ellipse(box, fill=alpha)
        mask = mask.filter(ImageFilter.GaussianBlur(blur / 4)).resize(picture.size)
        picture.paste((40, 34, 30), (0, 0), mask)


def _strip(color: Color, gloss: float) -> Image.Image:
    """One row of a turned body: light from the left, core shadow right, some light back from the floor."""
    row = Image.new("RGB", (256, 1))
    for i in range(256):
        u = i / 255 * 2 - 1
        normal = math.sqrt(max(0.0, 1 - u * u))
        light = max(0.0, -0.62 * u + 0.72 * normal)
        tone = -0.62 + 0.78 * light + (0.10 if u > 0.85 else 0)
        spot = math.exp(-(((u + 0.46) / 0.11) ** 2)) * gloss
        row.putpixel((i, 0), shade(shade(color, tone), spot) if spot > 0.01 else shade(color, tone))
    return row


def turned(
    picture: Image.Image, profile: Profile, box: tuple[int, int, int, int], color: str,
    *, gloss: float = 0.5, rim: bool = True, inside: str = "", shadow_width: float = 1.0,
) -> None:  # fmt: skip
    """A form turned on the wheel inside `box` (left, top, right, bottom), standing on its bottom."""
    left, top, right, bottom = box
    center, half, height = (left + right) / 2, (right - left) / 2, bottom - top
    shadow(picture, round(center), bottom, round(2 * half * _radius(profile, 1.0) * shadow_width) + 40)
    strip = _strip(rgb(color), gloss)
    for y in range(top, bottom):
        width = max(2, round(2 * half * _radius(profile, (y - top) / height)))
        picture.paste(strip.resize((width, 1)), (round(center - width / 2), y))
    draw = ImageDraw.Draw(picture)
    foot = half * _radius(profile, 1.0)
    draw.ellipse(
        (center - foot, bottom - foot * 0.09, center + foot, bottom + foot * 0.09),
        fill=shade(rgb(color), -0.5),
    )
    if rim:
        r = half * _radius(profile, 0.0)
        draw.ellipse((center - r, top - r * 0.16, center + r, top + r * 0.16), fill=shade(rgb(color), 0.25))
        k = r - max(5, r * 0.05)
        tone = shade(rgb(inside), -0.15) if inside else shade(rgb(color), -0.35)
        draw.ellipse((center - k, top - k * 0.14, center + k, top + k * 0.15), fill=tone)


def _radius(profile: Profile, at: float) -> float:
    """The half width at a height: a smooth curve through the given points."""
    for index, ((y0, r0), (y1, r1)) in enumerate(zip(profile, profile[1:])):
        if at <= y1:
            t = (at - y0) / (y1 - y0)
            before, after = profile[max(0, index - 1)], profile[min(len(profile) - 1, index + 2)]
            m0 = (r1 - before[1]) / (y1 - before[0]) * (y1 - y0)
            m1 = (after[1] - r0) / (after[0] - y0) * (y1 - y0)
            t2, t3 = t * t, t * t * t
            return (
                (2 * t3 - 3 * t2 + 1) * r0 + (t3 - 2 * t2 + t) * m0 + (3 * t2 - 2 * t3) * r1 + (t3 - t2) * m1
            )
    return profile[-1][1]


def tube(
    picture: Image.Image,
    points: Sequence[tuple[float, float]],
    width: float,
    color: str,
    end: float | None = None,
) -> None:
    """A bent round bar through `points`: handles, spouts, straps. `end`: the width it narrows to."""
    curve = _smooth(points)
    last = width if end is None else end
    for tone, dx, share in ((-0.45, 5, 1.0), (-0.12, 0, 0.86), (0.28, -0.14 * width, 0.34)):
        draw = ImageDraw.Draw(picture)
        for index, (x, y) in enumerate(curve):
            r = (width + (last - width) * index / len(curve)) / 2 * share
            draw.ellipse((x + dx - r, y - r, x + dx + r, y + r), fill=shade(rgb(color), tone))


def _smooth(points: Sequence[tuple[float, float]], steps: int = 60) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    found = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:]):
        for step in range(steps):
            t = step / steps
            x, y = (_spline(t, *places) for places in zip(p0, p1, p2, p3))
            found.append((x, y))
    return found


def _spline(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def sheet(
    picture: Image.Image, outline: Sequence[tuple[float, float]], color: str,
    *, folds: int = 0, weave: bool = True, lean: float = 0.0, cast: tuple[int, int, int] | None = None,
) -> None:  # fmt: skip
    """Cloth, leather or paper inside a smooth outline: lit from the left, with folds and a fine weave."""
    if cast:
        shadow(picture, *cast)
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).polygon(_smooth([*outline, outline[0]], 40), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(1.2))
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    row = Image.new("RGB", (WIDTH, 1))
    for x in range(WIDTH):
        u = (x - left) / max(1, right - left)
        wave = 0.0
        if folds:
            wave = 0.10 * math.sin(u * math.pi * folds * 2 + 0.7) + 0.05 * math.sin(u * math.pi * folds * 4.6)
        row.putpixel((x, 0), shade(rgb(color), 0.16 - 0.42 * u + wave))
    cloth = row.resize(picture.size)
    if lean:
        cloth = cloth.transform(cloth.size, Image.Transform.AFFINE, (1, lean, -lean * top, 0, 1, 0))
    if weave:
        cloth = ImageChops.subtract(cloth, _weave())
    fall = Image.new("L", (1, HEIGHT), 0)
    for y in range(HEIGHT):
        fall.putpixel((0, y), round(70 * min(1, max(0, (y - top) / max(1, bottom - top))) ** 2))
    cloth.paste(shade(rgb(color), -0.7), (0, 0), fall.resize(picture.size))
    picture.paste(cloth, (0, 0), mask)


_woven: list[Image.Image] = []


def _weave() -> Image.Image:
    """Fine threads over the whole picture; made once."""
    if not _woven:
        tile = Image.new("RGB", (6, 6), (0, 0, 0))
        for x, y in ((0, 0), (1, 1), (3, 3), (4, 4), (3, 0), (0, 3)):
            tile.putpixel((x, y), (9, 9, 9))
        whole = Image.new("RGB", (WIDTH, HEIGHT))
        whole.paste(tile)
        for side in (0, 1):
            done = 6
            while done < whole.size[side]:
                box = (0, 0, done, HEIGHT) if side == 0 else (0, 0, WIDTH, done)
                whole.paste(whole.crop(box), (done, 0) if side == 0 else (0, done))
                done *= 2
        _woven.append(whole)
    return _woven[0]


def develop(picture: Image.Image) -> tuple[bytes, bytes]:
    """Two finished JPEGs: the whole, and a step closer to the middle."""
    near = picture.crop((240, 450, 960, 1350)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return _jpeg(picture), _jpeg(near)


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, format="JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue()


Draw = Callable[[Image.Image, str, str], None]
