"""`CommerceContext`: everything a read may depend on besides its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A sales channel as reads need it. `countries` empty: ships anywhere its zones reach."""

    id: int
    code: str
    currency: str
    prices_include_tax: bool
    default_language: str
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    time_zone: str


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """The shopper as rules see them; `id` None is an anonymous visitor."""

    id: int | None = None
    group_ids: frozenset[int] = frozenset()
    tier: str = ""

    @property
    def is_anonymous(self) -> bool:
        return self.id is None


ANONYMOUS = CustomerRef()


@dataclass(frozen=True, slots=True)
class ThemeRef:
    """The theme a page was computed for, pinned on order lines."""

    code: str = "base"
    version: str = ""


@dataclass(frozen=True, slots=True)
class CommerceContext:
    """Who looks, where, when, in which money and dress.

    Every query that answers "what does the shop show or charge" takes one and reads neither
    the clock nor the request. `stock` overrides available quantities by variant id in previews.
    """

    now: datetime
    channel: ChannelRef
    language: str
    currency: str
    customer: CustomerRef = ANONYMOUS
    theme: ThemeRef = ThemeRef()
    stock: Mapping[int, int] | None = None

    def at(self, now: datetime) -> CommerceContext:
        """The same context at another instant (UTC): the time machine's lever."""
        return replace(self, now=now)
