"""Promotions as the pricing chain takes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.pricing.engine.types import LineRule

from .models import Promotion
from .rules import PercentOff


def line_rules(ctx: CommerceContext, category_ids: Iterable[int] | None) -> tuple[LineRule, ...]:
    """The promotions whose window is open at the context's instant in its channel, by id.

    Only those that touch one of `category_ids` (with all ancestors of the goods), so that sleeping and
    unrelated promotions cost an index and nothing else; None: all of them. One query.
    """
    rows = Promotion.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=ctx.now),
        Q(channel=None) | Q(channel_id=ctx.channel.id),
        is_active=True,
        starts_at__lte=ctx.now,
    )
    if category_ids is not None:
        rows = rows.filter(category_id__in=sorted(set(category_ids)))
    return tuple(_rule(row, ctx.language) for row in rows.order_by("id"))


def _rule(promotion: Promotion, language: str) -> LineRule:
    source = f"promotion:{promotion.public_id}@{promotion.revision}"
    label = pick(promotion.name, language)
    return LineRule(
        source=source,
        label=label,
        benefit=PercentOff(source, label, promotion.percent_ppm),
        lane=promotion.lane,
        priority=promotion.priority,
        category_ids=frozenset([promotion.category_id]),
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
    )
