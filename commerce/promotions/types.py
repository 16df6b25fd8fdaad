"""Promotions as others know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PromotionFacts:
    """A promotion; `name` in the language that was asked for, no `channel_id`: in all of them."""

    id: int
    name: str
    category_id: int
    channel_id: int | None
    percent_ppm: int
    lane: str
    starts_at: datetime
    ends_at: datetime | None
    is_active: bool

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def is_running(self, now: datetime) -> bool:
        return self.is_active and self.starts_at <= now and not self.is_over(now)

    def meets(self, other: PromotionFacts) -> bool:
        """Whether both may be in force in one channel."""
        return self.channel_id is None or other.channel_id is None or self.channel_id == other.channel_id
