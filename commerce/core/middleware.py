"""Middleware every request passes: correlation id, health, refusal of hostile bytes."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .logging import bind_correlation, new_correlation_id

Next = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Correlation-ID"


class CorrelationMiddleware:
    """Works each request under an id: the caller's `X-Correlation-ID` if sane, else a new one; echoes it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with bind_correlation(new_correlation_id(request.headers.get(HEADER, ""))) as value:
            response = self.get_response(request)
            response.headers[HEADER] = value
            return response


class HealthMiddleware:
    """`/healthz`: the process answers. `/readyz`: what it needs answers too, by name.

    Before everything else, so that neither host checks nor TLS redirects stand in a probe's way.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> HttpResponse:
        parts = {"database": self._database()}
        if settings.REDIS_URL:
            parts["cache"] = self._cache()
        ok = all(state == "ok" for state in parts.values())
        return JsonResponse({"status": "ok" if ok else "failing", **parts}, status=200 if ok else 503)

    @staticmethod
    def _database() -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError as exc:
            connection.close()
            return type(exc).__name__
        return "ok"

    @staticmethod
    def _cache() -> str:
        from django.core.cache import cache
        from redis.exceptions import RedisError

        try:
            cache.get("readyz")
        except RedisError as exc:
            return type(exc).__name__
        return "ok"


class LanguageMiddleware(LocaleMiddleware):
    """Django's, without its habit of sending a missing `/api/…` on to `/zh-hans/api/…`."""

    UNPREFIXED = ("/api/", "/admin/", "/media/", "/static/", "/documents/")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(self.UNPREFIXED):
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)


class WellFormedMiddleware:
    """Refuses NUL bytes and invalid UTF-8 in address, query and form with a clear 400.

    PostgreSQL cannot store NUL in text and psycopg raises deep inside; saying so at the door keeps
    every view behind it free of the question.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_well_formed(request):
            return self._refuse(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Forms are parsed lazily; look at them only where a view is about to."""
        if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            try:
                pairs = [(key, value) for key, values in request.POST.lists() for value in values]
            except (BadRequest, ValueError):
                return self._refuse(request)
            if any(_is_hostile(text) for pair in pairs for text in pair):
                return self._refuse(request)
        return None

    @staticmethod
    def _is_well_formed(request: HttpRequest) -> bool:
        if _is_hostile(request.path):
            return False
        return not any(_is_hostile(text) for key, values in request.GET.lists() for text in (key, *values))

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        text = _("The request contains characters that cannot be read.")
        if request.path.startswith("/api/"):
            body = {"type": "about:blank", "title": text, "status": 400, "code": "malformed_text"}
            return HttpResponse(json.dumps(body), status=400, content_type="application/problem+json")
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def _is_hostile(text: str) -> bool:
    """NUL, lone surrogates, and what Django decodes invalid UTF-8 to."""
    return "\x00" in text or "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text)
