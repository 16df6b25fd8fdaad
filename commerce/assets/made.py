"""What is made of a picture, as one value beside it: a page of 48 cards would read 800 rows otherwise.

Written when the renditions are, and believed for the file and the focal point it was written for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.images.models import Filter

from .models import Rendition, ShopImage
from .specs import ImageSpec

# A fallback for browsers that read no srcset: wide enough for a phone.
FALLBACK_WIDTH = 720


def summary(image: ShopImage, wanted: Iterable[ImageSpec], renditions: Iterable[Rendition]) -> dict[str, Any]:
    """By spec name: `of`, which picture (`identity`); `src`, file, width and height for every browser;
    `sources`, per format in the spec's order its files with their widths, narrow ones first.

    Specs and formats of which nothing is made are left out.
    """
    by_filter: dict[str, list[Rendition]] = defaultdict(list)
    for each in sorted(renditions, key=lambda each: each.width):
        # A crop depends on the focal point; one made for another point is no longer shown.
        if each.focal_point_key == Filter(each.filter_spec).get_cache_key(image):
            by_filter[each.filter_spec].append(each)
    return {spec.name: made for spec in wanted if (made := _of_spec(image, spec, by_filter))}


def identity(
    file: str, focal_x: int | None, focal_y: int | None, focal_width: int | None, focal_height: int | None
) -> list[Any]:
    """Changes with what renditions are cut from."""
    return [file, focal_x, focal_y, focal_width, focal_height]


def _of_spec(image: ShopImage, spec: ImageSpec, by_filter: dict[str, list[Rendition]]) -> dict[str, Any]:
    found: dict[str, list[Rendition]] = {}
    for form in spec.formats:
        made = [each for width in sorted(spec.widths) for each in by_filter[spec.filter_spec(width, form)]]
        if made:
            found[form] = made
    if not found:
        return {}
    readable = found.get("jpeg") or next(iter(found.values()))
    plain = next((each for each in readable if each.width >= FALLBACK_WIDTH), readable[-1])
    return {
        "of": identity(
            image.file.name,
            image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height,
        ),
        "src": [plain.file.name, plain.width, plain.height],
        "sources": [[form, [[each.file.name, each.width] for each in made]] for form, made in found.items()],
    }  # fmt: skip
