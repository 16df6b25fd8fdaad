"""Promotions as the pricing chain takes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.pricing.engine.types import LineRule

from .models import Promotion
from .rules import PercentOff

# The winner, and the next ones so that the trace can say what it won against.
CONSIDERED = 3


def line_rules(ctx: CommerceContext, category_ids: Iterable[int] | None) -> tuple[LineRule, ...]:
    """The promotions whose window is open at the context's instant in its channel, by id.

    Only those that touch one of `category_ids` (with all ancestors of the goods), so that sleeping and
    unrelated promotions cost an index and nothing else; None: all of them. Of one lane and category the best
    few: what is behind them touches the same goods for less and can never win. One query.
    """
    rows = Promotion.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=ctx.now),
        Q(channel=None) | Q(channel_id=ctx.channel.id),
        is_active=True,
        starts_at__lte=ctx.now,
    )
    if category_ids is not None:
        rows = rows.filter(category_id__in=sorted(set(category_ids)))
    place = Window(
        RowNumber(),
        partition_by=[F("lane"), F("category_id")],
        order_by=[F("priority").desc(), F("percent_ppm").desc(), F("id").asc()],
    )
    best = rows.annotate(place=place).filter(place__lte=CONSIDERED).order_by("id")
    return tuple(_rule(row, ctx.language) for row in best)


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
