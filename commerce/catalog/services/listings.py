"""Where and when a product is on the shelf, and saying that it changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import UnknownProduct
from commerce.catalog.events import ProductChanged
from commerce.catalog.models import Product, ProductListing
from commerce.core.errors import InvalidInput
from commerce.core.events import publish


@transaction.atomic
def set_status(*, product_id: int, status: str) -> bool:
    """Draft, active or archived. True if that changed it. Raises UnknownProduct, InvalidInput."""
    if status not in Product.Status.values:
        raise InvalidInput(fields={"status": _("There is no such status.")})
    product = lock_product(product_id)
    if product.status == status:
        return False
    Product.objects.filter(pk=product_id).update(status=status)
    touch(product_id=product_id, reason="catalog")
    return True


@transaction.atomic
def set_listing(
    *,
    product_id: int,
    channel_id: int,
    is_listed: bool = True,
    available_from: datetime | None = None,
    available_until: datetime | None = None,
) -> bool:
    """Put a product on a channel's shelf, or take it off, within an optional window (UTC instants).

    True if that changed it. Raises UnknownProduct, and InvalidInput for a window that closes before it opens.
    """
    if available_from and available_until and available_until <= available_from:
        raise InvalidInput(fields={"available_until": _("The end must come after the start.")})
    lock_product(product_id)
    wanted = {
        "is_listed": is_listed,
        "available_from": available_from,
        "available_until": available_until,
    }
    found = ProductListing.objects.filter(product_id=product_id, channel_id=channel_id)
    before = found.values(*wanted).first()
    if before == wanted:
        return False
    if before is None:
        ProductListing.objects.create(product_id=product_id, channel_id=channel_id, **wanted)
    else:
        found.update(**wanted)
    touch(product_id=product_id, reason="catalog")
    return True


@transaction.atomic
def touch(*, product_id: int, reason: str) -> None:
    """Raise the product's content version, so that kept pages stop matching, and announce the change."""
    touch_all(product_ids=[product_id], reason=reason)


@transaction.atomic
def touch_all(*, product_ids: Iterable[int], reason: str) -> None:
    """`touch` for many products with one statement."""
    ids = sorted(set(product_ids))
    Product.objects.filter(pk__in=ids).update(content_version=F("content_version") + 1)
    for product_id in ids:
        publish(ProductChanged(product_id, reason))


def lock_product(product_id: int) -> Product:
    """The product's row, locked until the transaction ends. Raises UnknownProduct."""
    found = Product.objects.lock([product_id])
    if not found:
        raise UnknownProduct(data={"product": product_id})
    return found[0]
