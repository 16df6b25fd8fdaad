"""The last word on a refusal that no page answered itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commerce.core.errors import CommerceError

from .views import errors

Next = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """What a page did not expect (its cart is gone by now, the shop has no channel yet) becomes a page that
    says so, with the status of the refusal instead of a 500. The API words its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CommerceError) and not request.path.startswith(errors.API):
            return errors.refused(request, exception)
        return None
