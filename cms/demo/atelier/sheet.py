"""Contact sheets: every picture of the assortment, small, in tiles large enough to judge."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from ..assortment.catalog import Assortment

TILE = (240, 300)
ACROSS, DOWN = 8, 4


def contact_sheets(assortment: Assortment, folder: Path) -> list[Path]:
    """Files `sheet-01.jpg` and on, in the order of the catalog."""
    pictures: list[tuple[str, Path]] = []
    for ware in assortment.wares:
        found = [path for color in ware.colors for path in ware.pictures(color)] + [ware.overview]
        pictures += [(ware.handle, path) for path in found if path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    sheets = []
    for number in range(0, len(pictures), ACROSS * DOWN):
        sheet = Image.new("RGB", (ACROSS * TILE[0], DOWN * TILE[1]), "white")
        pen = ImageDraw.Draw(sheet)
        for place, (handle, path) in enumerate(pictures[number : number + ACROSS * DOWN]):
            at = (place % ACROSS * TILE[0], place // ACROSS * TILE[1])
            sheet.paste(Image.open(path).resize(TILE, Image.Resampling.LANCZOS), at)
            pen.text((at[0] + 6, at[1] + 4), f"{handle} {path.stem}", fill="#444444")
        sheets.append(folder / f"sheet-{number // (ACROSS * DOWN) + 1:02d}.jpg")
        sheet.save(sheets[-1], quality=88)
    return sheets
