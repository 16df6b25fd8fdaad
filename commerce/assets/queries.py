"""Pictures for pages, from renditions made earlier. Nothing here ever opens or encodes a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.core.files.storage import FileSystemStorage, storages
from django.db.models import F, FilteredRelation, Q
from wagtail.images.models import Filter

from commerce.core.compiled import Compiled

from . import specs
from .models import ShopImage
from .types import Picture

MIME_TYPES = {"avif": "image/avif", "jpeg": "image/jpeg", "webp": "image/webp", "png": "image/png"}
# A fallback for browsers that read no srcset: wide enough for a phone.
FALLBACK_WIDTH = 720
_COLUMNS = (
    "id", "public_id", "description", "file", "width", "height",
    "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    "made__filter_spec", "made__focal_point_key", "made__file", "made__width", "made__height",
)  # fmt: skip


class _Made(NamedTuple):
    spec: str
    key: str
    file: str
    width: int
    height: int


# Naming the images again keeps the database at its index, however many renditions there are.
_read_made = Compiled(
    lambda image_ids, wanted: (
        ShopImage.objects.filter(pk__in=image_ids)
        .annotate(
            made=FilteredRelation(
                "renditions",
                condition=Q(renditions__image__in=image_ids, renditions__filter_spec__in=wanted),
            )
        )
        .order_by("pk", F("made__width"))
        .values_list(*_COLUMNS)
    )
)


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
    declared = {name: specs.spec(name) for name in wanted}
    filters = {name: frozenset(spec.filter_specs() if spec else ()) for name, spec in declared.items()}
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in _read_made(ids, sorted(frozenset[str]().union(*filters.values())) or [""]):
        grouped[row[0]].append(row)
    return {
        name: {
            image_id: _picture(
                grouped[image_id], spec, filters[name], name, (wanted[name] or {}).get(image_id)
            )
            for image_id in ids
            if image_id in grouped
        }
        for name, spec in declared.items()
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


def _picture(
    rows: list[Any], spec: specs.ImageSpec | None, filters: frozenset[str], spec_name: str, alt: str | None
) -> Picture:
    _image_id, public_id, description, file, width, height, *point = rows[0][:10]
    focal = tuple(point)
    found = [_Made(*row[10:]) for row in rows if row[10] in filters]
    found = [made for made in found if made.key == _focal_key(made.spec, focal)]
    by_format: dict[str, list[_Made]] = defaultdict(list)
    for made in found:
        by_format[made.spec.rsplit("format-", 1)[-1]].append(made)
    common = {
        "id": public_id,
        "alt": description if alt is None else alt,
        "focal": _focal(width, height, *focal),
        "spec": spec_name,
    }
    if spec is None or not by_format:
        return Picture(src=url(file), width=width, height=height, **common)
    sources = tuple(
        (MIME_TYPES[form], ", ".join(f"{url(made.file)} {made.width}w" for made in by_format[form]))
        for form in spec.formats
        if by_format[form]
    )
    readable = by_format["jpeg"] or by_format[next(iter(by_format))]
    plain = next((made for made in readable if made.width >= FALLBACK_WIDTH), readable[-1])
    return Picture(src=url(plain.file), width=plain.width, height=plain.height, sources=sources, **common)


def _focal(width: int, height: int, *point: int | None) -> str:
    """Where the subject is, as a CSS position."""
    x, y = point[0], point[1]
    if x is None or y is None or not width or not height:
        return "50% 50%"
    return f"{min(100, round(100 * x / width))}% {min(100, round(100 * y / height))}%"


@lru_cache(maxsize=4096)
def _focal_key(filter_spec: str, focal: tuple[int | None, ...]) -> str:
    """What Wagtail adds to a rendition's identity, since a crop depends on the focal point."""
    names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    return Filter(filter_spec).get_cache_key(SimpleNamespace(**dict(zip(names, focal, strict=True))))


def url(name: str) -> str:
    """The public address of a stored file."""
    storage = storages["default"]
    return _local_url(name) if isinstance(storage, FileSystemStorage) else storage.url(name)


@lru_cache(maxsize=65536)
def _local_url(name: str) -> str:
    """Addresses of local files never expire; asking the storage costs more than a page can afford."""
    return storages["default"].url(name)
