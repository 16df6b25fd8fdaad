"""Pictures of products."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import InvalidProduct
from commerce.catalog.models import ProductMedia, Variant
from commerce.catalog.types import MediaDraft

from .listings import lock_product, touch
from .texts import translated
from .variants import signature_of

Role = ProductMedia.Role


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
    rows = [_row(product_id, position, draft, variants) for position, draft in enumerate(media)]
    before = list(ProductMedia.objects.filter(product_id=product_id))
    if list(map(_fact, before)) == list(map(_fact, rows)):
        return False
    ProductMedia.objects.filter(product_id=product_id).delete()
    ProductMedia.objects.bulk_create(rows)
    return True


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
