"""Writes of pictures: importing them, and making their renditions away from requests."""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images.models import Filter

from commerce.core.locking import hold

from . import specs
from .errors import UnknownImage, UnusableImage
from .made import summary
from .models import Rendition, ShopImage

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
WORTH_SHRINKING = 0.6
MAX_PIXELS = 50_000_000  # 150 MB while it is decoded; a larger one could stop a small machine
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
_ORIENTATION = 0x0112  # the EXIF tag
# Others are for print (CMYK) or measuring (16 bits and more), and not every encoder takes them.
_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})


def import_image(
    source: Path | str | bytes, title: str, *, description: str = "", is_product_picture: bool = False
) -> int:
    """The id of the picture in `source` (a path or the file's bytes); the same file again is the same one.

    Turned upright where the camera was not. Renditions follow in the background: all declared ones, or only
    those that pages of products need. Opens a transaction. Raises UnusableImage for what is no picture, of a
    kind that browsers do not show, or larger than 20 MB or 50 megapixels.
    """
    content = _read(source)
    digest = hashlib.sha256(content).hexdigest()
    known = ShopImage.objects.filter(source_hash=digest).first()
    if known is None:
        upright, extension = _upright(content)
        name = f"{slugify(title)[:60] or 'picture'}-{digest[:8]}.{extension}"
        image = ShopImage(
            title=title[:255],
            description=description[:255],
            source_hash=digest,
            is_product_picture=is_product_picture,
            file=ContentFile(upright, name=name),
        )
        try:
            with transaction.atomic():
                image._set_image_file_metadata()
                image.save()
            return image.pk
        except IntegrityError:
            # The same file came in a moment ago through another door.
            known = ShopImage.objects.filter(source_hash=digest).first()
            if known is None:
                raise
    if not is_product_picture:
        use_anywhere([known.pk])
    return known.pk


def use_anywhere(image_ids: Iterable[int]) -> None:
    """These pictures are no longer shown by pages of products only: all declared renditions follow."""
    for image in ShopImage.objects.filter(pk__in=list(image_ids), is_product_picture=True):
        image.is_product_picture = False
        image.save(update_fields=["is_product_picture"])


def hold_images(ids: Iterable[int]) -> set[int]:
    """Those of `ids` that exist, not to be deleted before the surrounding transaction ends."""
    return hold(ShopImage, ids)


def make_renditions(image_id: int) -> int:
    """Make what is missing of the image's declared renditions; answers how many were made.

    Widths beyond the original are not made, apart from the one that shows it whole. Safe to run twice at
    once: each rendition exists once. Raises UnknownImage.
    """
    image = ShopImage.objects.filter(pk=image_id).first()
    if image is None:
        raise UnknownImage(data={"image": image_id})
    wanted = specs.wanted(is_product_picture=image.is_product_picture)
    known = set(Rendition.objects.filter(image=image).values_list("filter_spec", "focal_point_key"))
    missing = [
        each for each in _filters(image, wanted) if (each.spec, each.get_cache_key(image)) not in known
    ]
    if missing:
        content = _large_enough(image, wanted)
        for each in missing:
            _make(image, each, content)
    made = summary(image, wanted, Rendition.objects.filter(image=image))
    ShopImage.objects.filter(pk=image_id).update(made_for=specs.fingerprint(wanted), made=made)
    return len(missing)


def _make(image: ShopImage, wanted: Filter, content: bytes) -> None:
    with closing(image.generate_rendition_file(wanted, source=BytesIO(content))) as made:
        rendition = Rendition(
            image=image, filter_spec=wanted.spec, focal_point_key=wanted.get_cache_key(image), file=made
        )
        try:
            with transaction.atomic():
                rendition.save()
        except IntegrityError:
            # Another worker made the same one meanwhile; keep theirs.
            rendition.file.delete(save=False)
            logger.info("rendition was made twice", extra={"image": image.pk, "spec": wanted.spec})


def _large_enough(image: ShopImage, wanted: tuple[specs.ImageSpec, ...]) -> bytes:
    """The original; of a photograph far larger than any size wanted, a copy that is just large enough.

    Every rendition is decoded and scaled from it, and fifty times twenty megapixels take a minute. Not where
    there is a focal point, since that is kept in pixels of the original.
    """
    with image.open_file() as file:
        content = file.read()
    boxes = [spec.box(width, image.width, image.height) for spec in wanted for width in spec.widths]
    scale = max(max(width / image.width, height / image.height) for width, height in boxes)
    if scale > WORTH_SHRINKING or image.has_focal_point():
        return content
    with Image.open(BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture)
        size = (math.ceil(upright.width * scale), math.ceil(upright.height * scale))
        mode = "RGBA" if "A" in upright.mode or "transparency" in upright.info else "RGB"
        smaller = upright.convert(mode).resize(size, Image.Resampling.LANCZOS)
    out = BytesIO()
    smaller.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _filters(image: ShopImage, wanted: tuple[specs.ImageSpec, ...]) -> list[Filter]:
    """Every filter worth making, small pictures first, so that lists are dressed before heroes."""
    pairs: dict[str, int] = {}
    for spec in wanted:
        for width in _useful_widths(image, spec):
            for form in spec.formats:
                pairs[spec.filter_spec(width, form)] = width
    return [Filter(spec) for spec in sorted(pairs, key=lambda each: (pairs[each], each))]


def _useful_widths(image: ShopImage, spec: specs.ImageSpec) -> list[int]:
    """Declared widths up to the first that the original cannot fill."""
    possible = image.width
    if spec.ratio is not None:
        possible = min(image.width, image.height * spec.ratio[0] // spec.ratio[1])
    widths = sorted(spec.widths)
    enough = next((index for index, width in enumerate(widths) if width >= possible), len(widths))
    return widths[: enough + 1]


def _read(source: Path | str | bytes) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        path = Path(source)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise UnusableImage
            content = path.read_bytes()
        except OSError as exc:
            raise UnusableImage(data={"path": path.name}) from exc
    if len(content) > MAX_BYTES:
        raise UnusableImage
    return content


def _upright(content: bytes) -> tuple[bytes, str]:
    """The file as it should be kept, and its extension. Raises UnusableImage."""
    try:
        with Image.open(BytesIO(content), formats=list(_EXTENSIONS)) as picture:
            form = picture.format or ""
            if picture.width * picture.height > MAX_PIXELS:
                raise UnusableImage(data={"pixels": picture.width * picture.height})
            picture.load()  # the whole of it, since a file may be cut off
            if picture.mode in _MODES and picture.getexif().get(_ORIENTATION, 1) == 1:
                return content, _EXTENSIONS[form]
            turned = ImageOps.exif_transpose(picture)
            shown = turned if turned.mode in _MODES else turned.convert("RGB")
            out = BytesIO()
            shown.save(out, format=form, quality=92)
            return out.getvalue(), _EXTENSIONS[form]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as exc:
        raise UnusableImage from exc
