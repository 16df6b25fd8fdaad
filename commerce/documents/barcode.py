"""Code 128 as an inline drawing, for scanners. Pure. ISO/IEC 15417; code set C for digits, B for the rest."""

from __future__ import annotations

from markupsafe import Markup

# Widths of bar, space, bar, space, bar, space for the values 0 to 105, then the stop pattern.
_WIDTHS = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
    122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
    322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
    112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
    331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
    112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
    411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_PATTERNS = _WIDTHS.split()
_START_B, _START_C, _TO_C, _STOP = 104, 105, 99, 106
QUIET = 10  # modules of white on either side


def values(text: str) -> list[int]:
    """The symbol values of `text` with start, check and stop. Raises ValueError unless it is printable ASCII.

    >>> values("2611234829133")[:3]
    [104, 18, 99]
    """
    if not text or not all(" " <= character <= "~" for character in text):
        raise ValueError(f"no Code 128 for {text!r}")
    found = _digits(text) if text.isdigit() and len(text) > 3 else [_START_B, *_in_b(text)]
    check = (found[0] + sum(place * value for place, value in enumerate(found))) % 103
    return [*found, check, _STOP]


def svg(text: str, height: int = 40) -> Markup:
    """`text` as bars `height` units high, which styles may scale; named for screen readers."""
    bars, at = [], QUIET
    for value in values(text):
        for place, width in enumerate(_PATTERNS[value]):
            if place % 2 == 0:
                bars.append(Markup('<rect x="{}" width="{}" height="{}"/>').format(at, int(width), height))
            at += int(width)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="barcode" role="img" aria-label="{}" '
        'viewBox="0 0 {} {}" preserveAspectRatio="none"><title>{}</title>{}</svg>'
    ).format(text, at + QUIET, height, text, Markup("").join(bars))


def _digits(text: str) -> list[int]:
    """Two digits a symbol; an odd first one in code set B."""
    odd = len(text) % 2
    start = [_START_B, *_in_b(text[0]), _TO_C] if odd else [_START_C]
    return [*start, *(int(text[at : at + 2]) for at in range(odd, len(text), 2))]


def _in_b(text: str) -> list[int]:
    return [ord(character) - 32 for character in text]
