"""Pictures of products in the sizes the theme declared; nothing is ever encoded here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commerce.assets.queries import picture_sets
from commerce.assets.types import Picture
from themes import engine
from themes.engine.contracts import ImageData, ImageSource
from themes.engine.images import spec_name


def images(
    image_ids: Iterable[int | None], spec: str, alts: Mapping[int, str] | None = None
) -> dict[int, ImageData]:
    """Pictures by image id. One query; none for no ids. An image that is gone is left out."""
    return image_sets(image_ids, {spec: alts})[spec]


def image_sets(
    image_ids: Iterable[int | None], wanted: Mapping[str, Mapping[int, str] | None]
) -> dict[str, dict[int, ImageData]]:
    """The same pictures at several specs, each with its `alts`: by spec and image id. One query.

    In the proportions of the theme that is worn.
    """
    ids = list(dict.fromkeys(image_id for image_id in image_ids if image_id is not None))
    theme = engine.get_look().theme
    names = {spec: spec_name(spec, theme) for spec in wanted}
    found = picture_sets(ids, {names[spec]: alts or {} for spec, alts in wanted.items()})
    return {
        spec: {image_id: image_data(picture, spec) for image_id, picture in found[name].items()}
        for spec, name in names.items()
    }


def image(image_id: int | None, spec: str, alt: str = "") -> ImageData | None:
    """One picture, or None."""
    return images([image_id], spec, {image_id: alt}).get(image_id) if image_id is not None else None


def image_data(picture: Picture, spec: str) -> ImageData:
    return ImageData(
        id=picture.id,
        alt=picture.alt,
        width=picture.width,
        height=picture.height,
        src=picture.src,
        sources=tuple(ImageSource(mime, srcset) for mime, srcset in picture.sources),
        spec=spec,
        focal=picture.focal,
    )
