"""Printed matter in the pictures: labels and dials. Drawn with Pillow; needs the Noto CJK fonts."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
CREAM, INK, RED = "#efe6d2", "#2c2622", "#a4392b"


def draw_labels(folder: Path) -> None:
    """Write every label as a PNG into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in LABELS.items():
        draw().save(folder / f"{name}.png")


def _text(
    at: ImageDraw.ImageDraw,
    x: float,
    y: float,
    text: str,
    size: float,
    font: str = SERIF,
    fill: str = INK,
    spread: float = 0,
) -> None:
    face = ImageFont.truetype(font, round(size), index=2)
    if not spread:
        at.text((x, y), text, font=face, fill=fill, anchor="mm")
        return
    width = sum(face.getlength(c) for c in text) + spread * (len(text) - 1)
    x -= width / 2
    for c in text:
        at.text((x, y), c, font=face, fill=fill, anchor="lm")
        x += face.getlength(c) + spread


def _tea(big: str, latin: str, note: str, paper: str = CREAM, ink: str = INK) -> Callable[[], Image.Image]:
    def draw() -> Image.Image:
        picture = Image.new("RGB", (720, 560), paper)
        at = ImageDraw.Draw(picture)
        at.rectangle((26, 26, 694, 534), outline=ink, width=4)
        at.rectangle((38, 38, 682, 522), outline=ink, width=1)
        for i, c in enumerate(big):
            _text(at, 360 + (i - (len(big) - 1) / 2) * 150, 220, c, 140, fill=ink)
        _text(at, 360, 352, latin, 34, SANS, ink, 9)
        at.line((270, 396, 450, 396), fill=ink, width=2)
        _text(at, 360, 440, note, 26, SANS, ink, 5)
        at.rounded_rectangle((600, 60, 660, 120), 8, fill=RED)
        _text(at, 630, 89, "云", 38, fill=paper)
        return picture

    return draw


def _cake() -> Image.Image:
    picture = Image.new("RGB", (720, 720), CREAM)
    at = ImageDraw.Draw(picture)
    for r, w in ((340, 6), (322, 2), (190, 2)):
        at.ellipse((360 - r, 360 - r, 360 + r, 360 + r), outline=RED, width=w)
    _text(at, 360, 320, "享云", 120, fill=RED)
    _text(at, 360, 425, "普洱茶饼", 44, fill=INK, spread=6)
    around = "XIANGYUN TEA · YUNNAN LARGE LEAF · 357 G · "
    face = ImageFont.truetype(SANS, 34, index=2)
    for i, c in enumerate(around):
        a = 2 * math.pi * i / len(around) - math.pi / 2
        glyph = Image.new("L", (60, 60), 0)
        ImageDraw.Draw(glyph).text((30, 30), c, font=face, fill=255, anchor="mm")
        glyph = glyph.rotate(-math.degrees(a) - 90, resample=Image.Resampling.BICUBIC)
        picture.paste(
            Image.new("RGB", (60, 60), INK),
            (round(330 + 256 * math.cos(a)), round(330 + 256 * math.sin(a))),
            glyph,
        )
    return picture


def _plain(top: str, name: str, note: str, paper: str = "#f4efe6") -> Callable[[], Image.Image]:
    def draw() -> Image.Image:
        picture = Image.new("RGB", (720, 480), paper)
        at = ImageDraw.Draw(picture)
        at.rectangle((22, 22, 698, 458), outline=INK, width=2)
        _text(at, 360, 100, top, 30, SANS, INK, 12)
        _text(at, 360, 220, name, 92)
        at.line((330, 300, 390, 300), fill=INK, width=2)
        _text(at, 360, 360, note, 27, SANS, INK, 4)
        return picture

    return draw


def _watch() -> Image.Image:
    picture = Image.new("RGB", (720, 880), "#08090b")
    at = ImageDraw.Draw(picture)
    _text(at, 360, 230, "10:09", 250, SANS, "#f4f1ea")
    _text(at, 360, 400, "11 月 11 日  周三", 54, SANS, "#9a9892")
    for i, (color, share) in enumerate((("#ff7a59", 300), ("#7fd1ae", 240), ("#f2c14e", 190))):
        r = 170 - 42 * i
        at.arc((360 - r, 640 - r, 360 + r, 640 + r), -90, -90 + 360, fill="#1f2124", width=28)
        at.arc((360 - r, 640 - r, 360 + r, 640 + r), -90, -90 + share, fill=color, width=28)
    return picture


def _dial() -> Image.Image:
    picture = Image.new("RGB", (720, 720), "#0d1015")
    at = ImageDraw.Draw(picture)
    for i in range(60):
        a = 2 * math.pi * i / 60
        r0 = 300 if i % 5 else 270
        at.line(
            [
                360 + r0 * math.sin(a),
                360 - r0 * math.cos(a),
                360 + 325 * math.sin(a),
                360 - 325 * math.cos(a),
            ],
            fill="#e9e4d8" if i % 5 == 0 else "#6a6a68",
            width=9 if i % 5 == 0 else 4,
        )
    for angle, length, width in ((304, 165, 20), (54, 240, 14)):
        a = math.radians(angle)
        at.line(
            [
                360 - 30 * math.sin(a),
                360 + 30 * math.cos(a),
                360 + length * math.sin(a),
                360 - length * math.cos(a),
            ],
            fill="#f4f1ea",
            width=width,
        )
    at.line([360, 400, 360, 130], fill="#e2603a", width=5)
    at.ellipse((342, 342, 378, 378), fill="#e2603a")
    _text(at, 360, 500, "KEDU", 40, SANS, "#b9b5aa", 10)
    return picture


def _charge() -> Image.Image:
    picture = Image.new("RGB", (720, 400), "#0a0b0d")
    _text(ImageDraw.Draw(picture), 360, 190, "86%", 230, SANS, "#f4f1ea")
    return picture


def _radio() -> Image.Image:
    picture = Image.new("RGB", (720, 410), "#f1e7cf")
    at = ImageDraw.Draw(picture)
    for i in range(41):
        x = 50 + 620 * i / 40
        at.line((x, 190, x, 230 if i % 5 else 255), fill=INK, width=3)
    for i, n in enumerate(("88", "92", "96", "100", "104", "108")):
        _text(at, 60 + 120 * i, 130, n, 54, SANS)
    at.line((402, 90, 402, 300), fill=RED, width=9)
    _text(at, 360, 345, "SHENGYU  FM / BT", 36, SANS, INK, 6)
    return picture


LABELS: dict[str, Callable[[], Image.Image]] = {
    "tin": _tea("龙井", "LONGJING GREEN", "明前 · 西湖 · 100 克"),
    "tin-oolong": _tea("岩茶", "WUYI ROCK OOLONG", "炭焙 · 武夷山 · 80 克"),
    "tin-jasmine": _tea("茉莉", "JASMINE PEARLS", "九窨 · 福州 · 90 克"),
    "tin-white": _tea("白茶", "SILVER NEEDLE", "头采 · 福鼎 · 60 克"),
    "tin-daily": _tea("口粮", "GARDEN TEA", "日常 · 茶园直采 · 100 克"),
    "cake": _cake,
    "candle": _plain("WENYU", "雨后竹林", "BAMBOO AFTER RAIN · 180 G"),
    "candle-fig": _plain("WENYU", "无花果树", "FIG TREE · 180 G", "#e9e1d3"),
    "reed": _plain("WENYU", "白茶与雪松", "WHITE TEA & CEDAR · 120 ML"),
    "soap": _plain("SUMIAN", "柚子", "YUZU HAND WASH · 300 ML"),
    "care": _plain("YAYA TREE", "润肤霜", "OAT & CALENDULA · 120 ML"),
    "watch": _watch,
    "dial": _dial,
    "charge": _charge,
    "radio": _radio,
}
