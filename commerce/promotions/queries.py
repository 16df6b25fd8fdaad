"""Promotions as the pricing chain takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.pricing.engine.types import LineRule

from .models import Promotion
from .rules import PercentOff

# The winner, and the next ones so that the trace can say what it won against.
CONSIDERED = 3


_COLUMNS = (
    "public_id", "revision", "name", "percent_ppm", "lane", "priority", "category_id", "starts_at", "ends_at",
)  # fmt: skip


def _awake(now: datetime, channel_id: int) -> QuerySet[Promotion]:
    return Promotion.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        Q(channel=None) | Q(channel_id=channel_id),
        is_active=True,
        starts_at__lte=now,
    )


def _best(rows: QuerySet[Promotion]) -> QuerySet[Promotion, tuple[Any, ...]]:
    """The columns of the best few in each lane and category, by id."""
    place = Window(
        RowNumber(),
        partition_by=[F("lane"), F("category_id")],
        order_by=[F("priority").desc(), F("percent_ppm").desc(), F("id").asc()],
    )
    return rows.annotate(place=place).filter(place__lte=CONSIDERED).order_by("id").values_list(*_COLUMNS)


_read_best_of = Compiled(
    lambda now, channel_id, categories: _best(_awake(now, channel_id).filter(category_id__in=categories))
)


def line_rules(ctx: CommerceContext, category_ids: Iterable[int] | None) -> tuple[LineRule, ...]:
    """The promotions whose window is open at the context's instant in its channel, by id.

    Only those that touch one of `category_ids` (with all ancestors of the goods), so that sleeping and
    unrelated promotions cost an index and nothing else; None: all of them. Of one lane and category the best
    few: what is behind them touches the same goods for less and can never win. One query.
    """
    if category_ids is None:
        rows: Iterable[tuple[Any, ...]] = _best(_awake(ctx.now, ctx.channel.id))
    else:
        rows = _read_best_of(ctx.now, ctx.channel.id, sorted(set(category_ids)))
    return tuple(_rule(ctx.language, *row) for row in rows)


def _rule(
    language: str,
    public_id: str,
    revision: int,
    name: Mapping[str, str],
    percent_ppm: int,
    lane: str,
    priority: int,
    category_id: int,
    starts_at: datetime,
    ends_at: datetime | None,
) -> LineRule:
    source = f"promotion:{public_id}@{revision}"
    label = pick(name, language)
    return LineRule(
        source=source,
        label=label,
        benefit=PercentOff(source, label, percent_ppm),
        lane=lane,
        priority=priority,
        category_ids=frozenset([category_id]),
        starts_at=starts_at,
        ends_at=ends_at,
    )
