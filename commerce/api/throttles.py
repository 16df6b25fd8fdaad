"""Throttles: generous for reading, tighter for writing, tight for passwords and placing orders.

Counted per user or address in the default cache: Redis where there is one, else this process.
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class _PerCaller(SimpleRateThrottle):
    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        user: Any = request.user
        ident = user.pk if user and user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class ReadThrottle(_PerCaller):
    scope = "read"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method not in ("GET", "HEAD", "OPTIONS") or super().allow_request(request, view)


class WriteThrottle(_PerCaller):
    scope = "write"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method in ("GET", "HEAD", "OPTIONS") or super().allow_request(request, view)


class LoginThrottle(_PerCaller):
    """Counts by address whoever is logged in: guessing passwords is what it slows."""

    scope = "login"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class PlaceThrottle(_PerCaller):
    scope = "place"
