"""The `CommerceContext` of a page: language by address, the rest as for every channel."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation

from commerce.core.context import CommerceContext
from commerce.customers.requests import commerce_context


def request_context(request: HttpRequest) -> CommerceContext:
    """Who looks, where, when; the same value however often a request asks."""
    return commerce_context(request, translation.get_language() or None)
