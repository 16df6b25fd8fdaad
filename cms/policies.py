"""Content security policies by area. The storefront's stands in the settings and is strict; its paying pages
may lead to the providers as well. The admin and the API's docs are not ours to write and carry inline scripts
and styles, so theirs is relaxed below their own paths and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

from commerce.payments.providers import provider_origins

#: Pages whose form answers with the way to a provider: placing an order, and paying again.
PAYING_VIEWS = frozenset({"storefront:checkout", "storefront:result"})
RELAXED_PATHS = ("/admin/", "/api/docs/", "/api/redoc/")
RELAXED = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
}


class RelaxedAreasMiddleware:
    """Stands inside django-csp's middleware and replaces its directives for the relaxed paths."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(RELAXED_PATHS) and not hasattr(response, "_csp_replace"):
            response._csp_replace = dict(RELAXED)  # type: ignore[attr-defined]
        return response


class PayingPagesMiddleware:
    """Stands inside django-csp's middleware and lets the forms of paying pages lead to the providers that are
    switched on, at the addresses of their settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.view_name in PAYING_VIEWS:
            response._csp_update = {"form-action": provider_origins()}  # type: ignore[attr-defined]
        return response
