"""Promotions as the pricing chain takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
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
from .types import PromotionFacts

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


def line_rules(ctx: CommerceContext, category_ids: Iterable[int]) -> tuple[LineRule, ...]:
    """The promotions whose window is open at the context's instant in its channel, by id.

    Only those that touch one of `category_ids` (with all ancestors of the goods), so that sleeping and
    unrelated promotions cost an index and nothing else. Of one lane and category the best few: what is
    behind them touches the same goods for less and can never win. One query.
    """
    rows = _read_best_of(ctx.now, ctx.channel.id, sorted(set(category_ids)))
    return tuple(_rule(ctx.language, *row) for row in rows)


def assumed_rules(
    promotion_ids: Iterable[int], ctx: CommerceContext, starts_at: datetime, ends_at: datetime
) -> tuple[LineRule, ...]:
    """These promotions as if they were in force from `starts_at` until `ends_at`, those of the context's
    channel, by id: to price what is only planned. One query."""
    rows = Promotion.objects.filter(
        Q(channel=None) | Q(channel_id=ctx.channel.id), pk__in=list(promotion_ids)
    ).order_by("id")
    return tuple(
        replace(_rule(ctx.language, *row), starts_at=starts_at, ends_at=ends_at)
        for row in rows.values_list(*_COLUMNS)
    )


def categories_on_promotion(ctx: CommerceContext) -> tuple[int, ...]:
    """Ids of the categories below which some promotion in force lowers prices. One query."""
    rows = _awake(ctx.now, ctx.channel.id).filter(percent_ppm__gt=0)
    return tuple(rows.order_by("category_id").values_list("category_id", flat=True).distinct())


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
        benefit=PercentOff(source, label, percent_ppm, ends_at=ends_at),
        lane=lane,
        priority=priority,
        category_ids=frozenset([category_id]),
        starts_at=starts_at,
        ends_at=ends_at,
    )


def promotion_facts(promotion_ids: Iterable[int], language: str) -> tuple[PromotionFacts, ...]:
    """The promotions with these ids, by id; those that are not there are left out. One query."""
    return tuple(
        _facts(row, language) for row in Promotion.objects.filter(pk__in=promotion_ids).order_by("pk")
    )


def latest_promotions(limit: int, language: str) -> tuple[PromotionFacts, ...]:
    """The last ones made, the newest first. One query."""
    return tuple(_facts(row, language) for row in Promotion.objects.order_by("-pk")[:limit])


def promotions_between(starts_at: datetime, ends_at: datetime, language: str) -> tuple[PromotionFacts, ...]:
    """Those in force at any instant from `starts_at` up to `ends_at` (UTC), by id. One query."""
    found = Promotion.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=starts_at), is_active=True, starts_at__lt=ends_at
    )
    return tuple(_facts(row, language) for row in found.order_by("pk"))


def _facts(row: Promotion, language: str) -> PromotionFacts:
    return PromotionFacts(
        id=row.pk,
        name=pick(row.name, language) or row.public_id,
        category_id=row.category_id,
        channel_id=row.channel_id,
        percent_ppm=row.percent_ppm,
        lane=row.lane,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_active=row.is_active,
    )
