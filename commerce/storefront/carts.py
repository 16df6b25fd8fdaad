"""Which cart is meant: the customer's own, else the one whose token the browser carries."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from commerce.cart import queries, services
from commerce.cart.types import CartHandle
from commerce.core.context import CommerceContext

COOKIE = "cart"
MAX_TOKEN_LENGTH = 64


def token_of(request: HttpRequest) -> str | None:
    """The token the browser sent, if it could be one."""
    token = request.COOKIES.get(COOKIE, "")
    return token if 0 < len(token) <= MAX_TOKEN_LENGTH and token.isascii() else None


def find(request: HttpRequest, ctx: CommerceContext) -> CartHandle | None:
    """The open cart of this visitor, or None. No query for a visitor who has none."""
    known: CartHandle | None | bool = getattr(request, "_cart_handle", False)
    if not isinstance(known, bool):
        return known
    customer_id, token = ctx.customer.id, token_of(request)
    handle = None
    if customer_id is not None:
        handle = queries.find_cart(customer_id=customer_id, ctx=ctx)
    elif token:
        handle = queries.find_cart(token=token, ctx=ctx)
    request._cart_handle = handle  # type: ignore[attr-defined]
    return handle


def open_cart(request: HttpRequest, ctx: CommerceContext) -> CartHandle:
    """The visitor's cart, made now if need be; pass the response to `keep` afterwards."""
    handle = find(request, ctx)
    if handle is None:
        token = None if ctx.customer.id is not None else token_of(request)
        handle = services.open_cart(token=token, customer_id=ctx.customer.id, ctx=ctx)
        request._cart_handle = handle  # type: ignore[attr-defined]
    return handle


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the browser the token of a cart made in this request."""
    handle: CartHandle | None = getattr(request, "_cart_handle", None)
    if handle is not None and handle.token and request.COOKIES.get(COOKIE) != handle.token:
        response.set_cookie(
            COOKIE,
            handle.token,
            max_age=settings.CART_KEEP_SECONDS,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Take the token from the browser: its cart became the customer's."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def count(request: HttpRequest, ctx: CommerceContext) -> int:
    """Units in the visitor's cart; one query, none for a visitor without a cart."""
    if hasattr(request, "_cart_handle"):
        return queries.count(find(request, ctx))
    return queries.count_for(
        token=None if ctx.customer.id is not None else token_of(request), customer_id=ctx.customer.id, ctx=ctx
    )
