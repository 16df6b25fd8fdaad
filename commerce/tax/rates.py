"""When a zone's table of rates makes sense."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Text

from .types import RateDraft

MAX_RATE_PPM = 1_000_000


def check_rates(rates: Sequence[RateDraft]) -> dict[str, Text]:
    """What is wrong with a table, by row (`rates.0` is the first): one category has one rate at a time.

    >>> list(check_rates([RateDraft(1, 130_000), RateDraft(2, 90_000)]))
    []
    >>> list(check_rates([RateDraft(1, 130_000), RateDraft(1, 90_000)]))
    ['rates.1']
    """
    problems: dict[str, Text] = {}
    for number, rate in enumerate(rates, start=1):
        earlier = ((other, row) for other, row in enumerate(rates[: number - 1], start=1))
        clash = next((other for other, row in earlier if _overlap(row, rate)), None)
        problem: Text
        if not 0 <= rate.rate_ppm <= MAX_RATE_PPM:
            problem = _("A rate lies between 0 and 100 %.")
        elif rate.valid_from and rate.valid_until and rate.valid_until <= rate.valid_from:
            problem = _("Row %(row)d ends before it begins.") % {"row": number}
        elif clash:
            problem = _(
                "Row %(row)d overlaps row %(above)d: a category has one rate at a time. End one before the "
                "other begins."
            ) % {"row": number, "above": clash}
        else:
            continue
        problems[f"rates.{number - 1}"] = problem
    return problems


def _overlap(one: RateDraft, other: RateDraft) -> bool:
    if one.category_id != other.category_id:
        return False
    ends_before = one.valid_until and other.valid_from and one.valid_until <= other.valid_from
    begins_after = other.valid_until and one.valid_from and other.valid_until <= one.valid_from
    return not (ends_before or begins_after)
