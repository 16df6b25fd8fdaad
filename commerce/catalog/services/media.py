"""Pictures of products."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.assets.services import hold_images
from commerce.catalog.errors import InvalidProduct
from commerce.catalog.models import ProductMedia, Variant
from commerce.catalog.types import MediaDraft
from commerce.core.errors import InvalidInput

from .listings import lock_product, touch
from .texts import translated
from .variants import signature_of

Role = ProductMedia.Role
GONE = _("This picture does not exist any more. Choose another one.")


@transaction.atomic
def set_media(*, product_id: int, media: Sequence[MediaDraft]) -> bool:
    """Show exactly these pictures, in this order. True if that changed anything.

    The first becomes the main picture unless a role says otherwise. Raises UnknownProduct, InvalidProduct.
    """
    lock_product(product_id)
    changed = write_media(product_id, media)
    if changed:
        touch(product_id=product_id, reason="content")
    return changed


def write_media(product_id: int, media: Sequence[MediaDraft]) -> bool:
    """`set_media` without lock and announcement. Must run inside a transaction."""
    variants: dict[str, int] = {}
    if any(draft.values is not None for draft in media):
        variants = dict(Variant.objects.filter(product_id=product_id).values_list("signature", "id"))
    _hold_images(media)
    rows = [_row(product_id, position, draft, variants) for position, draft in enumerate(media)]
    before = list(ProductMedia.objects.filter(product_id=product_id))
    if list(map(_fact, before)) == list(map(_fact, rows)):
        return False
    ProductMedia.objects.filter(product_id=product_id).delete()
    ProductMedia.objects.bulk_create(rows)
    return True


def hold_picture(image_id: int | None, field: str) -> None:
    """Nobody deletes this picture before the surrounding transaction ends. Raises InvalidInput if somebody
    has."""
    if image_id is not None and not hold_images([image_id]):
        raise InvalidInput(fields={field: GONE})


def _hold_images(media: Sequence[MediaDraft]) -> None:
    """Nobody deletes from now on what is taken here. Raises InvalidProduct for pictures that are gone."""
    wanted = {draft.image_id for draft in media if draft.image_id is not None}
    gone = wanted - hold_images(wanted) if wanted else set()
    if gone:
        raise InvalidProduct(
            fields={
                f"media.{position}.image": GONE
                for position, draft in enumerate(media)
                if draft.image_id in gone
            }
        )


def _row(product_id: int, position: int, draft: MediaDraft, variants: dict[str, int]) -> ProductMedia:
    role = draft.role or (Role.MAIN if position == 0 else Role.ANGLE)
    if role not in Role.values:
        raise InvalidProduct(fields={f"media.{position}.role": _("There is no such role.")})
    variant_id = None
    if draft.values is not None:
        variant_id = variants.get(signature_of(draft.values))
        if variant_id is None:
            raise InvalidProduct(fields={f"media.{position}.values": _("There is no such variant.")})
    return ProductMedia(
        product_id=product_id,
        variant_id=variant_id,
        image_id=draft.image_id,
        alt=translated(draft.alt),
        role=role,
        position=position,
        source_url=draft.source_url[:1000],
    )


def _fact(row: ProductMedia) -> tuple[object, ...]:
    return row.variant_id, row.image_id, sorted(row.alt.items()), row.role, row.position, row.source_url
