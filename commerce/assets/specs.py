"""Picture sizes, declared once by themes and made ahead of requests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_specs: dict[str, ImageSpec] = {}


@dataclass(frozen=True, slots=True)
class ImageSpec:
    """One declared picture: `widths` in pixels, `ratio` (width, height) or None for the original's.

    `name` says what it is for, "card"; before a slash it may name the one theme it is made for, "mall/card".
    `formats` in order of preference; `sizes` is the HTML attribute that the theme's grid implies.
    """

    name: str
    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None
    formats: tuple[str, ...] = ("avif", "jpeg")
    sizes: str = "100vw"

    @property
    def purpose(self) -> str:
        return self.name.rpartition("/")[2]

    def filter_specs(self) -> tuple[str, ...]:
        """Wagtail filter strings of every rendition: `fill-360x360|format-avif`."""
        return tuple(self.filter_spec(width, form) for form in self.formats for width in self.widths)

    def filter_spec(self, width: int, form: str) -> str:
        if self.ratio is None:
            return f"width-{width}|format-{form}"
        return f"fill-{width}x{self.height(width, *self.ratio)}|format-{form}"

    def box(self, width: int, original_width: int, original_height: int) -> tuple[int, int]:
        """Width and height in pixels of this size of an original."""
        return width, self.height(width, *(self.ratio or (original_width, original_height)))

    @staticmethod
    def height(width: int, across: int, down: int) -> int:
        return round(width * down / across)


def register(spec: ImageSpec) -> None:
    """Enter `spec`; two themes may declare the same name, sizes are then made for both."""
    known = _specs.get(spec.name)
    if known is not None and known.ratio == spec.ratio:
        widths = tuple(sorted({*known.widths, *spec.widths}))
        spec = ImageSpec(spec.name, widths, spec.ratio, spec.formats, spec.sizes)
    _specs[spec.name] = spec


#: What pages show of products; heroes and tiles are for pictures that editors place.
PRODUCT_SPECS = frozenset({"card", "gallery", "thumb", "line"})


def specs() -> tuple[ImageSpec, ...]:
    return tuple(_specs.values())


def spec(name: str) -> ImageSpec | None:
    return _specs.get(name)


def wanted(*, is_product_picture: bool) -> tuple[ImageSpec, ...]:
    """The specs a picture is made in ahead of requests."""
    return tuple(each for each in specs() if not is_product_picture or each.purpose in PRODUCT_SPECS)


def fingerprint(wanted: tuple[ImageSpec, ...]) -> str:
    """Changes whenever a theme declares other sizes, so that pictures made for older ones are found."""
    filters = sorted(spec for each in wanted for spec in each.filter_specs())
    return hashlib.sha256("\n".join(filters).encode()).hexdigest()[:16]
