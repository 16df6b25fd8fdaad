"""When a table of fees by weight makes sense."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Text

#: From grams, up to grams (None: however heavy), fee in minor units.
Rate = tuple[int, int | None, int]


def check_rates(rates: Sequence[Rate]) -> dict[str, Text]:
    """What is wrong with a table, by row (`rates.0` is the first). Rows follow each other by weight: each
    begins where the one above ends, or a gram later.

    >>> list(check_rates([(0, 1000, 800), (1001, None, 1200)]))
    []
    >>> list(check_rates([(0, 1000, 800), (1500, None, 1200)]))
    ['rates.1']
    """
    if not rates:
        return {"rates": _("Give at least one fee.")}
    problems: dict[str, Text] = {}
    end: int | None = None
    for number, (least, most, amount) in enumerate(rates, start=1):
        problem = _alone(number, least, most, amount)
        if not problem and number > 1:
            problem = _after(number, least, end)
        if problem:
            problems[f"rates.{number - 1}"] = problem
        end = most
    return problems


def _alone(number: int, least: int, most: int | None, amount: int) -> Text:
    if amount < 0:
        return _("Row %(row)d: a fee is zero or more.") % {"row": number}
    if least < 0 or (most is not None and most < least):
        return _("Row %(row)d ends before it begins.") % {"row": number}
    return ""


def _after(number: int, least: int, end: int | None) -> Text:
    """What is wrong with a row beginning at `least` below one that reaches up to `end`."""
    facts = {"row": number, "above": number - 1, "least": least, "end": end}
    if end is None:
        return _("Row %(row)d overlaps row %(above)d, which has no end.") % facts
    if least < end:
        return _("Row %(row)d begins at %(least)d g and overlaps row %(above)d, up to %(end)d g.") % facts
    if least > end + 1:
        said = _(
            "There is a gap: row %(above)d reaches up to %(end)d g and row %(row)d begins at %(least)d g. "
            "Nothing in between could be delivered."
        )
        return said % facts
    return ""
