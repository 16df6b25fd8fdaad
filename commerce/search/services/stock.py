"""Whether shelves have something to sell, kept by stock events."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from commerce.catalog.queries import product_ids_of_variants
from commerce.catalog.queries.documents import documents
from commerce.core.locking import named_lock
from commerce.search.models import Offer

from .offers import products_in_stock


@transaction.atomic
def refresh_stock(*, variant_ids: Iterable[int]) -> None:
    """Set the in-stock flag of the variants' products anew, in every channel. Takes "search.index"."""
    with named_lock("search.index"):
        found = documents(product_ids_of_variants(variant_ids).values())
        ids = [document.id for document in found]
        for channel_id, in_stock in products_in_stock(found).items():
            offers = Offer.objects.filter(channel_id=channel_id, product_id__in=ids)
            offers.filter(product_id__in=in_stock, is_in_stock=False).update(is_in_stock=True)
            offers.exclude(product_id__in=in_stock).filter(is_in_stock=True).update(is_in_stock=False)
