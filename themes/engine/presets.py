"""Presets: the same theme in other colors, `presets/<name>.toml`.

    [preset]
    name.zh-Hans = "大促红"
    name.en = "Campaign red"

    [tokens]
    accent = "#c8102e"

A preset gives values to tokens: custom properties that the theme, or one of its parents, declares in
`[tokens]` of theme.toml with type and default. The platform prints them in the head of every page.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themes.engine.errors import ManifestError
from themes.engine.manifest import COLOR, LENGTH, Tokens

PRESET_NAME = re.compile(r"^[a-z][a-z0-9_]{0,19}$")
LEAST_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class Preset:
    """One named set of token values."""

    slug: str
    name: dict[str, str]
    values: dict[str, str]

    @property
    def css(self) -> str:
        """The rule that puts the preset on; it stands in no layer, so it wins over the theme's own."""
        return "html:root{" + ";".join(f"--{name}:{value}" for name, value in self.values.items()) + "}"


def read_presets(folder: Path, tokens: Tokens) -> tuple[dict[str, Preset], dict[str, list[str]]]:
    """The presets of a theme folder by slug, and why a file was left out, by file name."""
    presets: dict[str, Preset] = {}
    refused: dict[str, list[str]] = {}
    for file in sorted((folder / "presets").glob("*.toml")):
        try:
            presets[file.stem] = read_preset(file, tokens)
        except ManifestError as error:
            refused[file.name] = error.problems
    return presets, refused


def read_preset(file: Path, tokens: Tokens) -> Preset:
    """One preset; raises `ManifestError` naming everything wrong with it."""
    problems: list[str] = []
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ManifestError(file.stem, [f"cannot be read: {error}"]) from None
    if not PRESET_NAME.match(file.stem):
        problems.append("a preset's file name takes small letters, digits and _ and begins with a letter")
    problems += [
        f"[{name}] is not a table of a preset" for name in sorted(data.keys() - {"preset", "tokens"})
    ]
    preset, values = _table(data, "preset", problems), _table(data, "tokens", problems)
    problems += [f"preset.{key} is not known" for key in sorted(preset.keys() - {"name"})]
    names = _table(preset, "name", problems)
    names = {code: name for code, name in names.items() if isinstance(name, str) and name.strip()}
    problems += [f"preset.name has no {code}" for code in ("zh-Hans", "en") if code not in names]
    if not values:
        problems.append("[tokens] is empty")
    for name, value in values.items():
        problems += _value_problems(name, value, tokens)
    if problems:
        raise ManifestError(file.stem, problems)
    return Preset(file.stem, names, values)


def merged(lineage: Iterable[Tokens]) -> Tokens:
    """What a theme's presets may set: its own tokens over those of its parents, nearest first."""
    colors: dict[str, str] = {}
    lengths: dict[str, str] = {}
    readable: dict[tuple[str, str], None] = {}
    for tokens in reversed(list(lineage)):
        colors |= tokens.colors
        lengths |= tokens.lengths
        readable |= dict.fromkeys(tokens.readable)
    return Tokens(colors, lengths, tuple(readable))


def unreadable(tokens: Tokens, values: dict[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of text and ground whose contrast is below 4.5 when `values` are worn, with the figure."""
    colors = tokens.colors | values
    found = [(text, ground, contrast(colors[text], colors[ground])) for text, ground in tokens.readable]
    return [(text, ground, ratio) for text, ground, ratio in found if ratio < LEAST_CONTRAST]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colors as WCAG 2 computes it.

    >>> contrast("#ffffff", "#000000"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _value_problems(name: str, value: Any, tokens: Tokens) -> list[str]:
    if name in tokens.colors:
        fits = isinstance(value, str) and COLOR.match(value)
        return [] if fits else [f'tokens.{name} {value!r} is not a color such as "#c8102e"']
    if name in tokens.lengths:
        fits = isinstance(value, str) and LENGTH.match(value)
        return [] if fits else [f'tokens.{name} {value!r} is not a length such as "4px" or "0.5rem"']
    return [f"tokens.{name} is not declared in [tokens] of the theme"]


def _table(data: dict[str, Any], name: str, problems: list[str]) -> dict[str, Any]:
    value = data.get(name, {})
    if isinstance(value, dict):
        return value
    problems.append(f"{name} is not a table")
    return {}
