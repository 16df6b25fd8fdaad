"""Addresses that editors type."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ADDRESS = re.compile(r"(https?://[^\s/]|/(?!/)|#|mailto:|tel:)\S*", re.ASCII | re.IGNORECASE)


def check_address(text: str) -> None:
    """Raises ValidationError unless `text` is empty, an address of this shop, or a whole one elsewhere.

    >>> check_address("/en/c/")
    >>> check_address("https://example.com/tea")
    """
    if text and not _ADDRESS.fullmatch(text):
        raise ValidationError(_("Start with / for a page of this shop, or with https:// for another one."))
