"""Order numbers as bars that a scanner reads back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.documents.barcode import _PATTERNS, QUIET, svg, values

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


def scanned(drawing: str) -> str:
    """What a scanner reads from the bars, which knows nothing of how they were made."""
    bars = [(int(x), int(width)) for x, width in re.findall(r'<rect x="(\d+)" width="(\d+)"', drawing)]
    widths = []
    for (at, width), following in zip(bars, [*bars[1:], (0, 0)]):
        widths += [width, following[0] - at - width]
    widths = widths[:-1]
    symbols = ["".join(map(str, widths[at : at + 6])) for at in range(0, len(widths) - 7, 6)]
    read = [_PATTERNS.index(symbol) for symbol in [*symbols, "".join(map(str, widths[-7:]))]]
    start, *data, check, stop = read
    assert stop == 106
    assert check == (start + sum(place * value for place, value in enumerate(data, 1))) % 103
    text, in_c = "", start == 105
    for value in data:
        if value == 99 and not in_c:
            in_c = True
        else:
            text += f"{value:02d}" if in_c else chr(value + 32)
    return text


@given(PRINTABLE)
def test_what_is_drawn_is_read_again(text: str) -> None:
    assert scanned(svg(text)) == text


def test_an_order_number_is_drawn_with_two_digits_a_symbol() -> None:
    assert scanned(svg("2611234829133")) == "2611234829133"
    # Start, the odd digit, the change of set, six pairs, check, stop.
    assert len(values("2611234829133")) == 11


def test_the_check_symbol_is_that_of_the_standard() -> None:
    """The example of the literature: PJJ123C has the check value 55 in code set B."""
    assert values("PJJ123C")[-2] == 55


def test_the_patterns_are_those_of_the_standard() -> None:
    assert len(set(_PATTERNS)) == 107
    assert all(sum(map(int, pattern)) == 11 for pattern in _PATTERNS[:-1])


def test_bars_keep_their_distance_from_the_edge_and_have_a_name() -> None:
    drawing = svg("A1")
    assert f'<rect x="{QUIET}"' in drawing
    assert 'aria-label="A1"' in drawing


def test_markup_in_a_number_stays_text() -> None:
    assert "<b>" not in svg("<b>")


@pytest.mark.parametrize("text", ["", "订单", "a\nb"])
def test_what_scanners_cannot_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        values(text)
