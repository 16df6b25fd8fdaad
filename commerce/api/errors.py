"""The one place that turns errors into HTTP: RFC 9457 problem+json."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from commerce.core import errors
from commerce.core.logging import correlation_id

CONTENT_TYPE = "application/problem+json"

# Nearest class wins; a context's own error inherits the status of the class it derives from.
STATUSES: dict[type[errors.CommerceError], int] = {
    errors.NotFound: status.HTTP_404_NOT_FOUND,
    errors.Forbidden: status.HTTP_403_FORBIDDEN,
    errors.InvalidInput: status.HTTP_422_UNPROCESSABLE_ENTITY,
    errors.IdempotencyConflict: status.HTTP_422_UNPROCESSABLE_ENTITY,
    errors.Conflict: status.HTTP_409_CONFLICT,
    errors.Unavailable: status.HTTP_503_SERVICE_UNAVAILABLE,
    errors.CommerceError: status.HTTP_400_BAD_REQUEST,
}

# Where HTTP knows better than the class does.
BY_CODE = {
    "wrong_credentials": status.HTTP_401_UNAUTHORIZED,
    "too_many_attempts": status.HTTP_429_TOO_MANY_REQUESTS,
}


def status_of(error: errors.CommerceError) -> int:
    """The HTTP status of `error`."""
    if error.code in BY_CODE:
        return BY_CODE[error.code]
    return next(STATUSES[cls] for cls in type(error).__mro__ if cls in STATUSES)


def problem(code: str, title: str, http_status: int, **more: Any) -> dict[str, Any]:
    """A problem document. `code` is stable for programs, `title` translated for people."""
    return {
        "type": f"urn:qilou:problem:{code}",
        "title": title,
        "status": http_status,
        "code": code,
        "correlation_id": correlation_id(),
        **{key: value for key, value in more.items() if value},
    }


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal becomes a problem document; None lets a bug be a bug."""
    set_rollback()
    if isinstance(error, errors.CommerceError):
        fields = {name: [str(text)] for name, text in error.fields.items()}
        http_status = status_of(error)
        body = problem(error.code, str(error.message), http_status, errors=fields, data=error.data)
        wait = error.data.get("retry_after")
        return _respond(body, http_status, {"Retry-After": str(wait)} if wait else None)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    return _from_framework(error)


def _from_framework(error: exceptions.APIException) -> Response:
    headers: dict[str, str] = {}
    if getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    http_status: int = error.status_code
    if isinstance(error, exceptions.ValidationError):
        code, http_status = "invalid_input", status.HTTP_422_UNPROCESSABLE_ENTITY
        body = problem(code, str(errors.InvalidInput.message), http_status, errors=_flatten(error.detail))
    else:
        code = str(getattr(error.detail, "code", error.default_code))
        body = problem(code, str(error.detail), http_status)
    return _respond(body, http_status, headers)


def _flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """`{"address": {"city": ["…"]}}` as `{"address.city": ["…"]}`."""
    if isinstance(detail, dict):
        flat: dict[str, list[str]] = {}
        for key, value in detail.items():
            flat |= _flatten(value, f"{path}.{key}" if path else str(key))
        return flat
    if isinstance(detail, list) and any(isinstance(each, dict | list) for each in detail):
        flat = {}
        for index, value in enumerate(detail):
            flat |= _flatten(value, f"{path}.{index}" if path else str(index))
        return flat
    texts = detail if isinstance(detail, list) else [detail]
    return {path or "non_field_errors": [str(text) for text in texts]} if texts else {}


def _respond(body: dict[str, Any], http_status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status=http_status, headers=headers, content_type=CONTENT_TYPE)
