"""Reasons for movements of stock that the shop gives itself: kept in English, read in one's own language."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Text

OPENING, PRODUCT_SCREEN = "Opening stock", "changed on the product's screen"
WORDS: Mapping[str, Text] = {
    OPENING: _("Opening stock"),
    PRODUCT_SCREEN: _("changed on the product's screen"),
}


def in_words(reason: str) -> str:
    """`reason` as the reader puts it; what people typed stays as it is."""
    return str(WORDS.get(reason, reason))


def reason_like(wanted: str) -> Q:
    """Movements whose reason contains `wanted`, as it is kept or as it is read."""
    read = [reason for reason, words in WORDS.items() if wanted.casefold() in str(words).casefold()]
    return Q(reason__icontains=wanted) | Q(reason__in=read)
