"""Finding rows by what people call them."""

from __future__ import annotations

from django.db.models import Q

from .forms import LANGUAGES


def named_like(text: str, address: str = "slug") -> Q:
    """Rows whose translated `name` in any language, or whose column `address`, contains `text`."""
    wanted = text.strip()
    if not wanted:
        return Q()
    found = Q(**{f"{address}__icontains": wanted})
    for language in LANGUAGES:
        found |= Q(**{f"name__{language}__icontains": wanted})
    return found
