"""Puts each request's theme in force."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from themes.engine import active, windows


class ThemeMiddleware:
    """The theme is resolved when the first template asks, by site and instant."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = active.activate(lambda: windows.resolve_for(request))
        try:
            return self.get_response(request)
        finally:
            active.deactivate(token)
