"""What is on the shelf at an instant: data evaluated against the context, never a flag to flip."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from commerce.catalog.models import Product, ProductListing
from commerce.core.context import CommerceContext


def open_at(ctx: CommerceContext, prefix: str = "") -> Q:
    """Listed in the context's channel and inside the window: from `available_from` up to, not including,
    `available_until`."""
    now = ctx.now
    return (
        Q(**{f"{prefix}channel_id": ctx.channel.id, f"{prefix}is_listed": True})
        & (Q(**{f"{prefix}available_from": None}) | Q(**{f"{prefix}available_from__lte": now}))
        & (Q(**{f"{prefix}available_until": None}) | Q(**{f"{prefix}available_until__gt": now}))
    )


def live_listings(ctx: CommerceContext) -> QuerySet[ProductListing]:
    """Listings of active products that a shopper in this context may buy."""
    return ProductListing.objects.filter(open_at(ctx), product__status=Product.Status.ACTIVE)
