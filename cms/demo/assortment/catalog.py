"""Reads the assortment: products with their colors, texts and prices, and which file shows what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
WORLDS = ("shoes", "baby", "electronics", "home")
SLOTS = ("main", "second", "accent", "third", "fourth")
Both = Mapping[str, str]


@dataclass(frozen=True)
class Color:
    """A colorway: what the variant is called, the family to filter by, and the hex color of each slot."""

    code: str
    name: Both
    family: str
    slots: Mapping[str, str]


@dataclass(frozen=True)
class View:
    """From where a shot is taken; `params` change the model for this view only."""

    name: str
    camera: Mapping[str, Any]
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Shot:
    model: str
    params: Mapping[str, Any]
    views: tuple[View, ...]


@dataclass(frozen=True)
class Ware:
    """A product to be: `prices` in yuan, euros and yen, tax included; `sizes` the second option, if any."""

    handle: str
    world: str
    category: str
    brand: str
    shot: str
    colors: tuple[Color, ...]
    sizes: tuple[str, ...]
    prices: tuple[int, int, int]
    attributes: Mapping[str, Any]
    name: Both
    short: Both
    long: Both

    def pictures(self, color: Color) -> tuple[Path, Path]:
        """The files that show this color: as a whole, and (where it was made) from elsewhere."""
        folder = PICTURES / self.handle
        return folder / f"{color.code}-1.webp", folder / f"{color.code}-2.webp"

    @property
    def overview(self) -> Path:
        """All colors in one picture."""
        return PICTURES / self.handle / "colors.webp"

    @property
    def is_pictured(self) -> bool:
        """Whether the studio has photographed it in every color: then it may be put on sale."""
        return self.overview.exists() and all(self.pictures(color)[0].exists() for color in self.colors)

    @property
    def variant_count(self) -> int:
        return len(self.colors) * max(1, len(self.sizes))


@dataclass(frozen=True)
class Assortment:
    terms: Mapping[str, Any]
    shots: Mapping[str, Shot]
    wares: tuple[Ware, ...]

    @property
    def pictured(self) -> tuple[Ware, ...]:
        """What a shop can show today."""
        return tuple(ware for ware in self.wares if ware.is_pictured)


def both(pair: list[str]) -> Both:
    return {"en": pair[0], "zh-hans": pair[1]}


@cache
def read() -> Assortment:
    terms = _toml("terms.toml")
    return Assortment(terms, _shots(), tuple(_wares(terms)))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _shots() -> dict[str, Shot]:
    found = _toml("shots.toml")
    views = {
        name: View(name, {k: v for k, v in facts.items() if k != "params"}, facts.get("params", {}))
        for name, facts in found["views"].items()
    }
    return {
        name: Shot(facts["model"], facts.get("params", {}), tuple(views[v] for v in facts["views"]))
        for name, facts in found["shots"].items()
    }


def _wares(terms: Mapping[str, Any]) -> Iterator[Ware]:
    for world in WORLDS:
        for facts in _toml(f"{world}.toml")["products"]:
            group = terms["colorways"][facts["group"]]
            yield Ware(
                handle=facts["handle"],
                world=world,
                category=facts["category"],
                brand=facts["brand"],
                shot=facts["shot"],
                colors=tuple(_color(code, group[code]) for code in facts["colors"]),
                sizes=tuple(terms["sizes"][facts["sizes"]]["values"]) if "sizes" in facts else (),
                prices=tuple(facts["price"]),
                attributes=facts["attributes"],
                name=both(facts["name"]),
                short=both(facts["short"]),
                long=both(facts["long"]),
            )


def _color(code: str, facts: list[str]) -> Color:
    return Color(code, both(facts[:2]), facts[2], dict(zip(SLOTS, facts[3:])))
