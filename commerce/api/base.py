"""The base of every API view."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from commerce.core import idempotency
from commerce.core.errors import InvalidInput

from .authentication import SessionAuthentication, TokenAuthentication
from .errors import handle
from .parsers import StrictJSONParser
from .throttles import ReadThrottle, WriteThrottle

_KEY_HINT = _("Send a header of 8 to 120 printable characters, new for each intended order or payment.")


class Policy(StrEnum):
    """Who may call a view. There is no default: a view without a policy does not start."""

    ANYONE = "anyone"
    CUSTOMER = "customer"
    PROVIDER = "provider"  # signed by a payment provider; the service verifies


class PolicyPermission(BasePermission):
    """Holds a view to its declared policy."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if view.policy is Policy.CUSTOMER:  # type: ignore[attr-defined]
            return bool(request.user and request.user.is_authenticated)
        return True


class ApiView(APIView):
    """Parse, call one service or query, answer. Subclasses name their `policy`."""

    policy: Policy
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (PolicyPermission,)
    parser_classes = (StrictJSONParser,)
    throttle_classes: tuple[type[BaseThrottle], ...] = (ReadThrottle, WriteThrottle)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not isinstance(getattr(cls, "policy", None), Policy):
            raise TypeError(f"{cls.__module__}.{cls.__qualname__} must name its policy")

    def get_exception_handler(self) -> Any:
        return handle

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # Carts, orders and accounts belong to one person; a shared cache must not keep any of it.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def idempotent(request: Request, *, scope: str, work: Any) -> Response:
    """Run `work` once per `Idempotency-Key`; a repeat gets the first answer. The key is required.

    `work` returns (status, JSON body). The scope should name route and actor.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 8 <= len(key) <= 120 or not key.isprintable():
        raise InvalidInput(fields={"Idempotency-Key": _KEY_HINT})
    http_status, body = idempotency.once(scope=scope[:120], key=key, body=raw_body(request), work=work)
    return Response(body, status=http_status)


def raw_body(request: Request) -> bytes:
    """A canonical form of what was sent, for comparing a repeat with the first."""
    return json.dumps(request.data, sort_keys=True, ensure_ascii=False).encode()
