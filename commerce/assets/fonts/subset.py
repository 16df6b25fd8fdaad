"""Makes NotoSansSC-Regular.otf from the font of Debian's package fonts-noto-cjk.

    .venv/bin/python commerce/assets/fonts/subset.py

The characters: all of GB 2312, Latin with its extensions, punctuation, currency signs and a few symbols.
Rarer characters in names fall back to the machine's own fonts, if there are any.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
TARGET = Path(__file__).parent / "NotoSansSC-Regular.otf"
FAMILY = "Noto Sans SC"
SYMBOLS = "₿€£¥₩₽₹฿₫₺₴₦₱–—‘’“”•…™©®°×÷≤≥≈≠←↑→↓✓✗○●□■△▽☆★№"


def characters() -> set[int]:
    """The code points that the font keeps."""
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {ord(sign) for sign in SYMBOLS}
    found |= set(range(0x3000, 0x3020)) | set(range(0xFF01, 0xFF5F)) | set(range(0xFFE0, 0xFFE7))
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found |= {ord(sign) for sign in bytes([row, cell]).decode("gb2312", "ignore")}
    return found


def main() -> None:
    fonts = TTCollection(SOURCE).fonts
    font = next(each for each in fonts if each["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options(notdef_outline=True, hinting=False, name_IDs=["*"])
    options.layout_features = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "halt", "palt", "tnum"]
    options.drop_tables += ["VORG", "vhea", "vmtx"]  # nothing of ours is set vertically
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            font["name"].setName(FAMILY, record.nameID, record.platformID, record.platEncID, record.langID)
    font["head"].modified = font["head"].created  # the same input gives the same file
    font.recalcTimestamp = False
    font.save(TARGET)


if __name__ == "__main__":
    main()
