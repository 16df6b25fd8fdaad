"""From an API request to what services take."""

from __future__ import annotations

from django.utils import translation
from rest_framework.request import Request

from commerce.core.context import CommerceContext
from commerce.core.errors import NotFound
from commerce.customers.requests import commerce_context

CART_HEADER = "X-Cart-Token"


def context_of(request: Request) -> CommerceContext:
    """Channel by host, language by `?language=` or Accept-Language, the shopper by session or token."""
    request._request.user = request.user
    wanted = request.query_params.get("language", "")
    language = wanted if translation.check_for_language(wanted) else translation.get_language()
    return commerce_context(request._request, language)


def cart_token(request: Request) -> str:
    """The anonymous cart's token, or an empty string."""
    return request.headers.get(CART_HEADER, "")


def customer_id(context: CommerceContext) -> int:
    """The buyer's id. Raises NotFound for staff without a buyer profile."""
    if context.customer.id is None:
        raise NotFound
    return context.customer.id
