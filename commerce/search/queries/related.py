"""What stands beside a product."""

from __future__ import annotations

from django.db.models import Q

from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext
from commerce.search.models import Offer, Placement

FEW = 4  # a row of cards

_read = Compiled(
    lambda channel_id, currency, now, category_id, product_id: (
        Offer.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=now),
            channel_id=channel_id,
            currency=currency,
            is_in_stock=True,
            starts_at__lte=now,
            product_id__in=Placement.objects.filter(category_id=category_id).values("product_id"),
        )
        .exclude(product_id=product_id)
        .order_by("-listed_at", "-product_id")
        .values_list("product_id")[:FEW]
    )
)


def beside(product_id: int, category_id: int, ctx: CommerceContext) -> tuple[int, ...]:
    """The newest few that can be bought in the category or below, but the product itself. One statement."""
    rows = _read(ctx.channel.id, ctx.currency, ctx.now, category_id, product_id)
    return tuple(id_ for (id_,) in rows)
