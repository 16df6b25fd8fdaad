"""What imports ask about products they may have made before."""

from __future__ import annotations

from commerce.catalog.models import ProductMedia, Variant


def variant_ids_by_signature(product_id: int) -> dict[str, int]:
    """Variant ids by their option values, as `services.signature_of` writes them. One query."""
    return dict(Variant.objects.filter(product_id=product_id).values_list("signature", "id"))


def fetched_pictures(product_id: int) -> dict[str, int]:
    """Image ids by the address they were fetched from. One query."""
    rows = ProductMedia.objects.filter(product_id=product_id, image__isnull=False).exclude(source_url="")
    return {url: image_id for url, image_id in rows.values_list("source_url", "image_id") if image_id}
