"""The forms of the sample goods, one drawing each: (picture, main color, second color)."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from .studio import FLOOR, Draw, develop, rgb, shade, shadow, sheet, stage, tube, turned

BOWL = [(0, 1), (0.35, 0.93), (0.7, 0.66), (0.9, 0.36), (0.93, 0.34), (1, 0.36)]
CUP = [(0, 0.92), (0.25, 0.9), (0.7, 0.78), (0.92, 0.52), (0.94, 0.46), (1, 0.48)]
ROUND = [(0, 0.34), (0.1, 0.52), (0.45, 1), (0.75, 0.92), (0.95, 0.6), (1, 0.56)]
LID = [(0, 0.16), (0.5, 0.75), (1, 1)]
KNOB = [(0, 0.2), (0.45, 1), (0.8, 0.6), (1, 0.5)]
VASE = [(0, 0.42), (0.06, 0.4), (0.22, 0.36), (0.5, 0.95), (0.7, 1), (0.95, 0.62), (1, 0.6)]
DRUM = [(0, 0.96), (0.03, 1), (0.97, 1), (1, 0.97)]
PLATE = [(0, 1), (0.5, 0.82), (0.8, 0.42), (1, 0.42)]


def teapot(picture: Image.Image, color: str, accent: str) -> None:
    shadow(picture, 600, FLOOR, 760)
    tube(picture, [(790, 800), (960, 790), (985, 930), (820, 1020)], 40, accent)
    tube(picture, [(420, 980), (310, 930), (270, 830), (215, 775)], 92, color, end=38)
    turned(picture, ROUND, (370, 770, 830, FLOOR), color, rim=False)
    turned(picture, LID, (500, 725, 700, 785), color, rim=False, shadow_width=0)
    turned(picture, KNOB, (570, 675, 630, 735), accent, rim=False, shadow_width=0)


def cup(picture: Image.Image, color: str, accent: str) -> None:
    turned(picture, CUP, (560, 840, 900, FLOOR), color, inside=accent)
    turned(picture, CUP, (270, 900, 580, FLOOR + 70), color, inside=accent)


def mug(picture: Image.Image, color: str, accent: str) -> None:
    shadow(picture, 620, FLOOR, 560)
    tube(picture, [(760, 800), (935, 800), (930, 985), (750, 1020)], 46, color)
    turned(picture, DRUM, (400, 740, 800, FLOOR), color, inside=accent, gloss=0.35)


def gaiwan(picture: Image.Image, color: str, accent: str) -> None:
    turned(picture, PLATE, (330, FLOOR - 40, 870, FLOOR + 20), color, rim=True)
    turned(picture, BOWL, (400, 830, 800, FLOOR - 10), color, inside=accent, shadow_width=0)
    turned(picture, LID, (425, 735, 775, 830), color, rim=False, shadow_width=0)
    turned(picture, KNOB, (565, 690, 635, 745), color, rim=False, shadow_width=0)


def bowl(picture: Image.Image, color: str, accent: str) -> None:
    turned(picture, BOWL, (290, 800, 910, FLOOR), color, inside=accent)


def bowls(picture: Image.Image, color: str, accent: str) -> None:
    for top in (860, 760, 660):
        turned(
            picture,
            BOWL,
            (320, top, 880, top + 270),
            color,
            inside=accent,
            shadow_width=1 if top == 860 else 0,
        )


def plate(picture: Image.Image, color: str, accent: str) -> None:
    turned(picture, PLATE, (220, 1030, 980, FLOOR + 10), color)
    draw = ImageDraw.Draw(picture)
    for spread, tone in ((380, 0.22), (356, -0.02), (270, -0.12), (256, 0.12)):
        draw.ellipse(
            (600 - spread, 1030 - spread * 0.34, 600 + spread, 1030 + spread * 0.34),
            fill=shade(rgb(color), tone),
        )
    draw.arc((600 - 366, 1030 - 126, 600 + 366, 1030 + 126), 0, 360, fill=rgb(accent), width=5)


def vase(picture: Image.Image, color: str, accent: str) -> None:
    for x, y, lean in ((560, 240, -90), (640, 200, 60), (600, 310, 130)):
        tube(picture, [(600, 700), (600 + lean / 2, 480), (x + lean, y)], 9, "#6b5a45", end=4)
        for step in range(7):
            t = step / 7
            px, py = 600 + (x + lean - 600) * (0.35 + 0.65 * t), 640 - (640 - y) * (0.3 + 0.7 * t)
            side = 1 if step % 2 else -1
            ImageDraw.Draw(picture).ellipse(
                (px + side * 22 - 26, py - 20, px + side * 22 + 26, py + 12),
                fill=shade(rgb(accent), 0.1 * side),
            )
    turned(picture, VASE, (410, 640, 790, FLOOR), color, gloss=0.3)


def tin(picture: Image.Image, color: str, accent: str) -> None:
    turned(picture, DRUM, (420, 690, 780, FLOOR), color, rim=False, gloss=0.4)
    turned(picture, DRUM, (412, 620, 788, 735), accent, rim=True, inside=accent, gloss=0.5, shadow_width=0)
    label = Image.new("RGB", (210, 250), shade(rgb("#f4efe4"), -0.04))
    draw = ImageDraw.Draw(label)
    draw.rectangle((14, 14, 195, 235), outline=rgb(accent), width=3)
    draw.ellipse((75, 60, 135, 120), fill=rgb(accent))
    for y in (150, 170, 190):
        draw.line((55, y, 155, y), fill=shade(rgb(accent), 0.3), width=4)
    picture.paste(label, (470, 800))


def tray(picture: Image.Image, color: str, accent: str) -> None:
    shadow(picture, 600, FLOOR - 20, 860, 130)
    sheet(
        picture,
        [(190, 1000), (600, 985), (1010, 1000), (1060, 1120), (600, 1140), (140, 1120)],
        color,
        folds=9,
        weave=False,
    )
    tube(picture, [(140, 1122), (600, 1146), (1060, 1122)], 26, color)
    turned(picture, CUP, (640, 870, 830, 1040), accent, inside="#8a5a2b")
    turned(picture, ROUND, (360, 850, 580, 1050), accent, rim=True)


def cloth(picture: Image.Image, color: str, accent: str) -> None:
    for index, top in enumerate((960, 850, 740)):
        edge = [(290, 0), (600, -22), (910, 0), (925, 75), (905, 150), (600, 172), (295, 150), (275, 75)]
        sheet(
            picture, [(x, top + y) for x, y in edge], accent if index == 1 else color,
            folds=2, cast=None if index else (600, FLOOR - 10, 720),
        )  # fmt: skip


def throw(picture: Image.Image, color: str, accent: str) -> None:
    sheet(
        picture,
        [(330, 380), (860, 350), (900, 700), (935, 1120), (640, 1165), (280, 1130), (300, 760)],
        color,
        folds=5,
        cast=(610, FLOOR + 20, 760),
    )
    for x in range(300, 930, 26):
        tube(picture, [(x, 1125), (x + 6, 1165), (x, 1205)], 7, accent, end=4)


def cushion(picture: Image.Image, color: str, accent: str) -> None:
    sheet(
        picture,
        [(300, 640), (600, 610), (900, 640), (935, 880), (905, 1120), (600, 1150), (295, 1120), (265, 880)],
        color,
        folds=1,
        cast=(600, FLOOR + 6, 700),
    )
    tube(picture, [(300, 642), (600, 612), (900, 642)], 9, accent)


def shirt(picture: Image.Image, color: str, accent: str) -> None:
    shadow(picture, 600, 1260, 620)
    sheet(picture, [(270, 520), (200, 800), (180, 960), (290, 990), (350, 760), (390, 560)], color, folds=2)
    sheet(picture, [(930, 520), (1000, 800), (1020, 960), (910, 990), (850, 760), (810, 560)], color, folds=2)
    sheet(
        picture,
        [
            (330, 440),
            (500, 395),
            (700, 395),
            (870, 440),
            (845, 760),
            (855, 1190),
            (600, 1215),
            (345, 1190),
            (355, 760),
        ],
        color,
        folds=4,
    )
    sheet(picture, [(490, 392), (600, 445), (710, 392), (690, 360), (600, 372), (510, 360)], accent)
    draw = ImageDraw.Draw(picture)
    draw.line((600, 445, 602, 1205), fill=shade(rgb(color), -0.25), width=3)
    for y in range(500, 1180, 110):
        draw.ellipse((607, y, 623, y + 16), fill=shade(rgb(accent), 0.3), outline=shade(rgb(color), -0.4))


def tee(picture: Image.Image, color: str, accent: str) -> None:
    shadow(picture, 600, 1230, 600)
    sheet(
        picture,
        [
            (340, 460),
            (480, 400),
            (600, 440),
            (720, 400),
            (860, 460),
            (1000, 650),
            (900, 740),
            (840, 680),
            (850, 1180),
            (600, 1200),
            (350, 1180),
            (360, 680),
            (300, 740),
            (200, 650),
        ],
        color,
        folds=3,
    )
    tube(picture, [(482, 402), (600, 462), (718, 402)], 16, accent)


def cardigan(picture: Image.Image, color: str, accent: str) -> None:
    shirt(picture, color, accent)
    sheet(picture, [(520, 392), (600, 640), (680, 392), (640, 380), (560, 380)], "#efe9df")


def scarf(picture: Image.Image, color: str, accent: str) -> None:
    sheet(
        picture,
        [(420, 330), (760, 330), (800, 520), (660, 640), (720, 1180), (470, 1190), (500, 650), (390, 520)],
        color,
        folds=6,
        weave=False,
        lean=0.12,
        cast=(600, 1210, 420),
    )
    sheet(
        picture,
        [(430, 480), (600, 540), (780, 480), (760, 600), (600, 660), (440, 600)],
        accent,
        folds=5,
        weave=False,
    )


def shoes(picture: Image.Image, color: str, accent: str) -> None:
    for dx, dy, dark in ((90, -110, -0.12), (0, 0, 0.0)):
        tone = "#" + bytes(shade(rgb(color), dark)).hex()
        shadow(picture, 590 + dx, 1130 + dy, 760)
        sheet(
            picture,
            [
                (200 + dx, 1060 + dy),
                (560 + dx, 1050 + dy),
                (930 + dx, 1040 + dy),
                (985 + dx, 1075 + dy),
                (960 + dx, 1125 + dy),
                (560 + dx, 1135 + dy),
                (215 + dx, 1130 + dy),
            ],
            "#f2efe9",
            weave=False,
        )
        sheet(
            picture,
            [
                (215 + dx, 1065 + dy),
                (205 + dx, 960 + dy),
                (245 + dx, 850 + dy),
                (400 + dx, 835 + dy),
                (520 + dx, 905 + dy),
                (760 + dx, 965 + dy),
                (930 + dx, 1010 + dy),
                (955 + dx, 1062 + dy),
                (560 + dx, 1075 + dy),
            ],
            tone,
            folds=1,
        )
        sheet(
            picture,
            [(220 + dx, 1060 + dy), (225 + dx, 930 + dy), (330 + dx, 990 + dy), (420 + dx, 1064 + dy)],
            accent,
            weave=False,
        )
        for step in range(5):
            x, y = 455 + dx + step * 52, 880 + dy + step * 21
            tube(picture, [(x - 24, y + 30), (x + 26, y - 4)], 11, "#f7f4ee")


def tote(picture: Image.Image, color: str, accent: str) -> None:
    tube(picture, [(450, 690), (470, 430), (600, 370), (730, 430), (750, 690)], 26, accent)
    sheet(
        picture,
        [(330, 660), (600, 650), (870, 660), (900, 1120), (600, 1140), (300, 1120)],
        color,
        folds=2,
        cast=(600, FLOOR, 680),
    )
    tube(picture, [(440, 720), (452, 660)], 26, accent)
    tube(picture, [(760, 720), (748, 660)], 26, accent)


def backpack(picture: Image.Image, color: str, accent: str) -> None:
    tube(picture, [(540, 480), (560, 420), (640, 420), (660, 480)], 20, accent)
    sheet(
        picture,
        [
            (370, 560),
            (470, 465),
            (600, 445),
            (730, 465),
            (830, 560),
            (870, 900),
            (850, 1120),
            (600, 1140),
            (350, 1120),
            (330, 900),
        ],
        color,
        folds=1,
        cast=(600, FLOOR, 640),
    )
    sheet(
        picture,
        [(410, 860), (600, 850), (790, 860), (800, 1080), (600, 1096), (400, 1080)],
        accent,
        weave=True,
    )
    tube(picture, [(380, 640), (600, 668), (820, 640)], 10, accent)


def wallet(picture: Image.Image, color: str, accent: str) -> None:
    shadow(picture, 600, FLOOR, 620)
    sheet(
        picture,
        [(350, 780), (600, 772), (850, 780), (858, 960), (850, 1120), (600, 1128), (350, 1120), (342, 960)],
        color,
        weave=False,
    )
    sheet(picture, [(380, 740), (780, 740), (786, 800), (600, 806), (378, 800)], "#f1ece2", weave=False)
    sheet(
        picture,
        [(350, 800), (600, 870), (850, 800), (856, 960), (850, 1120), (600, 1128), (350, 1120), (344, 960)],
        accent,
        weave=False,
    )


def lamp(picture: Image.Image, color: str, accent: str) -> None:
    turned(
        picture,
        [(0, 0.3), (0.1, 0.34), (0.9, 0.5), (1, 1)],
        (540, 760, 660, FLOOR),
        accent,
        rim=False,
        gloss=0.6,
    )
    turned(picture, [(0, 0.55), (1, 1)], (380, 420, 820, 790), color, rim=False, gloss=0.15, shadow_width=0)
    glow = Image.new("L", picture.size, 0)
    ImageDraw.Draw(glow).ellipse((440, 480, 760, 800), fill=110)
    picture.paste((255, 244, 214), (0, 0), glow.filter(ImageFilter.GaussianBlur(90)))


def incense(picture: Image.Image, color: str, accent: str) -> None:
    turned(picture, DRUM, (450, 960, 750, FLOOR), color, inside=accent, gloss=0.4)
    tube(picture, [(600, 970), (604, 560)], 8, "#7a4a2c")
    tube(picture, [(604, 555), (585, 450), (640, 340), (600, 220)], 10, "#d9d5cf", end=2)


FORMS: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        teapot, cup, mug, gaiwan, bowl, bowls, plate, vase, tin, tray, cloth, throw, cushion, shirt, tee,
        cardigan, scarf, shoes, tote, backpack, wallet, lamp, incense,
    )
}  # fmt: skip


def photograph(form: str, color: str, accent: str, backdrop: str) -> tuple[bytes, bytes]:
    """JPEGs of `form` (a key of FORMS) before `backdrop`, 1200 by 1500 pixels: whole, and from close by.

    Colors as #rrggbb.
    """
    picture = stage(backdrop)
    FORMS[form](picture, color, accent)
    return develop(picture)
