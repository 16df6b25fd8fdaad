"""Answering with a page or one of its fragments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from commerce.core.context import CommerceContext
from commerce.core.errors import CommerceError, Forbidden, InvalidInput, NotFound, Unavailable
from commerce.customers.errors import TooManyAttempts
from themes.engine.contracts import FRAGMENT_HEADER, Notice
from themes.engine.rendering import render

PRIVATE = "private, no-store"
STATUSES: tuple[tuple[type[CommerceError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (TooManyAttempts, 429),
    (InvalidInput, 422),
    (Unavailable, 503),
)


def wanted_fragment(request: HttpRequest) -> str:
    """The fragment a script asks for instead of the whole page, or an empty string."""
    return request.headers.get(FRAGMENT_HEADER, "")


def page(
    request: HttpRequest,
    name: str,
    context: Any,
    *,
    status: int = 200,
    fragments: tuple[str, ...] = (),
    is_private: bool = False,
) -> HttpResponse:
    """The page, or the one of `fragments` that was asked for, with the same status."""
    wanted = wanted_fragment(request)
    if wanted and wanted in fragments:
        name = f"fragments/{wanted}.html"
    with timezone.override(zone_of(request)):
        response = render(request, name, context, status=status)
    if fragments:
        patch_vary_headers(response, [FRAGMENT_HEADER])
    return private(response) if is_private else response


def zone_of(request: HttpRequest) -> str | None:
    """The time zone of the channel: what a shopper there calls ten o'clock. None: the shop's own."""
    context: CommerceContext | None = getattr(request, "_commerce_context", None)
    return context.channel.time_zone if context else None


def fragment(request: HttpRequest, name: str, context: Any, *, status: int = 200) -> HttpResponse:
    """A fragment that has no page of its own; never kept by anybody."""
    response = render(request, f"fragments/{name}.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """For one reader only, and not for later."""
    response.headers["Cache-Control"] = PRIVATE
    return response


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """To the same thing under its present name, question included."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def safe_next(request: HttpRequest, target: str, default: str) -> str:
    """`target` if it leads to a place of this shop, else `default`."""
    allowed = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else default


def status_of(error: CommerceError) -> int:
    """The HTTP status of a refusal."""
    for kind, status in STATUSES:
        if isinstance(error, kind):
            return status
    return 409


def notice_of(error: CommerceError) -> Notice:
    """A refusal as the shopper reads it: what is wrong with single fields says more than the whole."""
    text = " ".join(dict.fromkeys(str(message) for message in error.fields.values())) or str(error.message)
    return Notice(error.code, text, "error")
