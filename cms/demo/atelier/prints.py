"""Pictures from plates: every color of every product, a second view, and all colors at a glance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

import numpy as np
from PIL import Image, ImageFilter

from ..assortment.catalog import Assortment, Color, Ware
from .darkroom import completed, develop, written
from .finishes import FINISHES
from .models import MODELS
from .plan import Exposure, exposure, paper

PRINT_PX = (720, 900)
QUALITY = 74


def develop_all(assortment: Assortment, only: set[str], until: float, say: Callable[[str], None]) -> int:
    """Write the pictures of products whose plates are there and newer (those of `only` anyway); say which
    lack plates."""
    drawer = Drawer()
    for ware in assortment.wares:
        front, second = (exposure(assortment, ware.shot, number) for number in (0, 1))
        if not front.path.exists():
            say(f"no plate yet: {ware.handle} ({ware.shot})")
            continue
        if ware.handle not in only and (
            only or _is_done(ware, front.path, second.path) or monotonic() > until
        ):
            continue
        ware.overview.parent.mkdir(parents=True, exist_ok=True)
        fronts = [drawer.printed(front, ware, color) for color in ware.colors]
        for color, picture in zip(ware.colors, fronts):
            ware.pictures(color)[0].write_bytes(written(picture, QUALITY))
        if second.path.exists():
            picture = drawer.printed(second, ware, ware.colors[0])
            ware.pictures(ware.colors[0])[1].write_bytes(written(picture, QUALITY))
        ware.overview.write_bytes(written(together(fronts), QUALITY))
    return 0


def _is_done(ware: Ware, *plates: Path) -> bool:
    made = ware.overview.stat().st_mtime if ware.overview.exists() else 0.0
    return all(not plate.exists() or plate.stat().st_mtime < made for plate in plates)


class Drawer:
    """Plates that were read once, for the several products that use them."""

    def __init__(self) -> None:
        self.plates: dict[Path, tuple[dict[str, np.ndarray], set[str]]] = {}

    def printed(self, shot: Exposure, ware: Ware, color: Color) -> Image.Image:
        if shot.path not in self.plates:
            self.plates[shot.path] = completed(dict(np.load(shot.path))), shining(shot)
        plate, bright = self.plates[shot.path]
        wanted = {**color.slots, "backdrop": paper(ware, color)}
        return _enlarged(develop(plate, shot.taken, wanted, bright))


def shining(shot: Exposure) -> set[str]:
    """Slots that only metal or light use in this model: their color shows in what shines."""
    parts = MODELS[shot.model](**{**shot.params, **shot.view.params})
    dull = {p.slot for p in parts if not FINISHES[p.finish].tints_light}
    return {p.slot for p in parts} - dull


def _enlarged(picture: Image.Image) -> Image.Image:
    large = picture.resize(PRINT_PX, Image.Resampling.LANCZOS)
    return large.filter(ImageFilter.UnsharpMask(radius=1.6, percent=70, threshold=2))


def together(pictures: Sequence[Image.Image]) -> Image.Image:
    """Two to four colors in one frame."""
    width, height = PRINT_PX
    sheet = Image.new("RGB", PRINT_PX, "white")
    few = list(pictures[:4])
    if len(few) == 1:
        return few[0]
    if len(few) == 2:
        cells = [(0, 0, width, height // 2), (0, height // 2, width, height)]
    elif len(few) == 3:
        cells = [
            (0, 0, width // 2, height // 2),
            (width // 2, 0, width, height // 2),
            (0, height // 2, width, height),
        ]
    else:
        cells = [(x, y, x + width // 2, y + height // 2) for y in (0, height // 2) for x in (0, width // 2)]
    for picture, (left, top, right, bottom) in zip(few, cells):
        sheet.paste(_cropped(picture, right - left, bottom - top), (left, top))
    return sheet


def _cropped(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The middle of a picture in another proportion, the thing in it whole: paper is added at the sides."""
    if width * picture.height <= height * picture.width:
        return picture.resize((width, height), Image.Resampling.LANCZOS)
    tall = round(height * 1.1)  # a little closer: there is paper above and below
    cut = picture.resize((tall * picture.width // picture.height, tall), Image.Resampling.LANCZOS)
    cut = cut.crop((0, (tall - height) // 2, cut.width, (tall - height) // 2 + height))
    sheet = cut.resize((width, height), Image.Resampling.BOX)
    left = (width - cut.width) // 2
    sheet.paste(cut.crop((0, 0, 1, height)).resize((left, height)), (0, 0))
    sheet.paste(
        cut.crop((cut.width - 1, 0, cut.width, height)).resize((width - left - cut.width, height)),
        (left + cut.width, 0),
    )
    sheet.paste(cut, (left, 0))
    return sheet
