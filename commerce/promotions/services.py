"""Writes of promotions. Each opens a transaction; every change raises the revision that traces pin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import UnknownCategory
from commerce.catalog.services import hold_categories
from commerce.core.errors import Text
from commerce.core.events import publish
from commerce.core.html import clean_text

from .errors import InvalidPromotion, UnknownPromotion
from .events import PromotionChanged
from .models import Promotion

MAX_PPM = 1_000_000
_CHANGEABLE = frozenset(
    {
        "name",
        "channel_id",
        "category_id",
        "percent_ppm",
        "lane",
        "priority",
        "starts_at",
        "ends_at",
        "is_active",
    }
)


@transaction.atomic
def create_promotion(
    *,
    name: Mapping[str, str],
    category_id: int,
    percent_ppm: int,
    starts_at: datetime,
    ends_at: datetime | None = None,
    channel_id: int | None = None,
    lane: str = "sale",
    priority: int = 0,
    is_active: bool = True,
) -> int:
    """The id of a promotion: `percent_ppm` parts per million off `category_id` and everything below it, from
    `starts_at` up to, not including, `ends_at` (UTC). Raises InvalidPromotion."""
    promotion = Promotion(
        name=_names(name),
        category_id=category_id,
        percent_ppm=percent_ppm,
        starts_at=starts_at,
        ends_at=ends_at,
        channel_id=channel_id,
        lane=lane,
        priority=priority,
        is_active=is_active,
    )
    _check(promotion)
    promotion.save()
    publish(PromotionChanged(promotion.pk, promotion.revision))
    return promotion.pk


@transaction.atomic
def update_promotion(*, promotion_id: int, **changes: Any) -> bool:
    """Change fields of `create_promotion`. True if that changed anything. Locks the promotion.

    Raises UnknownPromotion, InvalidPromotion.
    """
    unknown = changes.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"a promotion has no {', '.join(sorted(unknown))} to change")
    if "name" in changes:
        changes["name"] = _names(changes["name"])
    promotion = _lock(promotion_id)
    differing = {name: value for name, value in changes.items() if getattr(promotion, name) != value}
    if not differing:
        return False
    for name, value in differing.items():
        setattr(promotion, name, value)
    _check(promotion)
    promotion.revision += 1
    promotion.save()
    publish(PromotionChanged(promotion.pk, promotion.revision))
    return True


def end_promotion(*, promotion_id: int) -> bool:
    """Close the window now; one that has not begun is switched off. True if that changed anything."""
    with transaction.atomic():
        promotion, now = _lock(promotion_id), timezone.now()
        if promotion.ends_at is not None and promotion.ends_at <= now:
            return False
        if promotion.starts_at >= now:
            return update_promotion(promotion_id=promotion_id, is_active=False)
        return update_promotion(promotion_id=promotion_id, ends_at=now)


@transaction.atomic
def open_windows(*, promotion_ids: Iterable[int], starts_at: datetime, ends_at: datetime) -> None:
    """Let these promotions run from `starts_at` up to, not including, `ends_at` (UTC). Locks them by id.

    Raises UnknownPromotion, InvalidPromotion.
    """
    for promotion_id in sorted(set(promotion_ids)):
        update_promotion(promotion_id=promotion_id, starts_at=starts_at, ends_at=ends_at, is_active=True)


def _lock(promotion_id: int) -> Promotion:
    found = Promotion.objects.lock([promotion_id])
    if not found:
        raise UnknownPromotion(data={"promotion": promotion_id})
    return found[0]


def _names(name: Mapping[str, str]) -> dict[str, str]:
    return {language: clean_text(text).strip() for language, text in name.items() if text}


def _check(promotion: Promotion) -> None:
    problems: dict[str, Text] = {}
    if not promotion.name:
        problems["name"] = _("Please fill this in.")
    if not 0 < promotion.percent_ppm <= MAX_PPM:
        problems["percent_ppm"] = _("A percentage lies above 0 and is at most 100 %.")
    if promotion.ends_at is not None and promotion.ends_at <= promotion.starts_at:
        problems["ends_at"] = _("The end must come after the start.")
    if not hold_categories([promotion.category_id]):
        problems["category_id"] = UnknownCategory.message
    if problems:
        raise InvalidPromotion(fields=problems)
