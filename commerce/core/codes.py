"""Codes of rows that staff names: short, stable, made of the name where nobody gave one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .errors import InvalidInput

LONGEST = 32


def make_code(wanted: str, *, used: Collection[str], name: Mapping[str, str], otherwise: str) -> str:
    """`wanted`, or a free code made of the English name, or of `otherwise`. Raises InvalidInput for one in
    use.

    >>> make_code("", used={"far-west"}, name={"en": "Far west"}, otherwise="zone")
    'far-west-2'
    """
    if wanted:
        if wanted in used:
            raise InvalidInput(fields={"code": _("This code is in use.")})
        return wanted
    base = slugify(name.get("en", ""))[:LONGEST].strip("-") or otherwise
    numbered = (f"{base}-{number}" for number in range(2, len(used) + 3))
    return base if base not in used else next(code for code in numbered if code not in used)
