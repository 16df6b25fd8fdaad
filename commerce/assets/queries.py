"""Pictures for pages, from renditions made earlier. Nothing here ever opens or encodes a picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.files.storage import FileSystemStorage, storages
from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from commerce.core.compiled import Compiled

from . import specs
from .made import identity
from .models import ShopImage
from .types import Picture

MIME_TYPES = {"avif": "image/avif", "jpeg": "image/jpeg", "webp": "image/webp", "png": "image/png"}


@lru_cache
def _read_made(spec_names: tuple[str, ...]) -> Compiled:
    """By image ids, for rows of: id, public id, description, width, height, `identity` and per spec the text
    of what is made."""
    made = [Cast(KeyTransform(name, "made"), TextField()) for name in spec_names]
    return Compiled(
        lambda image_ids: ShopImage.objects.filter(pk__in=image_ids).values_list(
            "id", "public_id", "description", "width", "height",
            "file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height", *made,
        )
    )  # fmt: skip


def pictures(
    image_ids: Iterable[int], spec_name: str, alts: Mapping[int, str] | None = None
) -> dict[int, Picture]:
    """The images at a declared spec, by id; unknown ids are left out. One query.

    An image whose renditions are not made yet, or an undeclared spec, is answered with the original file.
    `alts` are the texts for those who cannot see it; without, the image's own description.
    """
    return picture_sets(image_ids, {spec_name: alts})[spec_name]


def picture_sets(
    image_ids: Iterable[int], wanted: Mapping[str, Mapping[int, str] | None]
) -> dict[str, dict[int, Picture]]:
    """The same images at several specs, each with its `alts`: by spec, as `pictures` says. One query."""
    ids = list(dict.fromkeys(image_ids))
    names = tuple(wanted)
    rows = {row[0]: row[1:] for row in _read_made(names)(ids)}
    return {
        name: {
            image_id: _picture(rows[image_id], place, name, (wanted[name] or {}).get(image_id))
            for image_id in ids
            if image_id in rows
        }
        for place, name in enumerate(names)
    }


def picture(image_id: int, spec_name: str, alt: str | None = None) -> Picture | None:
    """One image at a declared spec, or None. One query."""
    return pictures([image_id], spec_name, None if alt is None else {image_id: alt}).get(image_id)


def image_id_of(public_id: str) -> int | None:
    return ShopImage.objects.filter(public_id=public_id).values_list("id", flat=True).first()


def unmade_ids() -> list[int]:
    """Images of which some declared rendition may be missing, oldest first: new ones, and all after a theme
    declared other sizes."""
    missing = Q()
    for is_product in (True, False):
        mark = specs.fingerprint(specs.wanted(is_product_picture=is_product))
        missing |= Q(is_product_picture=is_product) & ~Q(made_for=mark)
    return list(ShopImage.objects.filter(missing).order_by("pk").values_list("pk", flat=True))


def _picture(row: tuple[Any, ...], place: int, spec_name: str, alt: str | None) -> Picture:
    public_id, description, width, height, file, *point = row[:9]
    made = _made(row[9 + place])
    common = {
        "id": public_id,
        "alt": description if alt is None else alt,
        "focal": _focal(width, height, *point),
        "spec": spec_name,
    }
    if made is None or made.of != identity(file, *point):
        return Picture(src=url(file), width=width, height=height, **common)
    return Picture(src=made.src, width=made.width, height=made.height, sources=made.sources, **common)


def _focal(width: int, height: int, *point: int | None) -> str:
    """Where the subject is, as a CSS position."""
    x, y = point[0], point[1]
    if x is None or y is None or not width or not height:
        return "50% 50%"
    return f"{min(100, round(100 * x / width))}% {min(100, round(100 * y / height))}%"


class _Made(NamedTuple):
    of: list[Any]
    src: str
    width: int
    height: int
    sources: tuple[tuple[str, str], ...]


def _made(text: str | None) -> _Made | None:
    """What is made at one spec, with public addresses; None if nothing is."""
    if not text:
        return None
    return _local_made(text) if _is_local() else _parsed(text)


def _parsed(text: str) -> _Made:
    found = json.loads(text)
    file, width, height = found["src"]
    sources = tuple(
        (MIME_TYPES[form], ", ".join(f"{url(name)} {wide}w" for name, wide in files))
        for form, files in found["sources"]
    )
    return _Made(found["of"], url(file), width, height, sources)


def url(name: str) -> str:
    """The public address of a stored file."""
    return _local_url(name) if _is_local() else storages["default"].url(name)


def _is_local() -> bool:
    return isinstance(storages["default"], FileSystemStorage)


# Addresses of local files never expire, and asking the storage costs more than a page can afford.
_local_made = lru_cache(maxsize=8192)(_parsed)


@lru_cache(maxsize=8192)
def _local_url(name: str) -> str:
    return storages["default"].url(name)
