"""What variants cost and how many of them there are, read once for everything a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commerce.catalog.types import VariantFacts
from commerce.core.context import CommerceContext
from commerce.inventory.queries import availability
from commerce.inventory.types import Availability
from commerce.pricing.engine.types import Rules
from commerce.quotes.queries import pricing_inputs


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of the price chain for some variants, and their free units by variant id."""

    rules: Rules
    free: Mapping[int, Availability]

    @classmethod
    def of(cls, variants: Mapping[int, VariantFacts], ctx: CommerceContext) -> Terms:
        """A fixed handful of queries, however many variants."""
        return cls(pricing_inputs(ctx, variants), availability(variants, ctx))
