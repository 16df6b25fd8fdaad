"""How often strangers may try doors, counted in the database as well as by allauth's cache."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

from commerce.customers.services import count_attempt, forget_attempts

# scope: (tries by one source, tries with one e-mail or phone, within seconds)
LIMITS: dict[str, tuple[int, int, int]] = {
    "login": (60, 10, 300),
    "register": (30, 5, 3600),
    "newsletter": (30, 5, 3600),
    "reset": (30, 5, 3600),
    "password": (20, 10, 300),
    "code wait": (30, 1, 60),
    "code": (60, 10, 86_400),
    "code try": (60, 20, 300),
}


def count(request: HttpRequest, scope: str, subject: str) -> None:
    """Count a try; raises TooManyAttempts when this source or this subject tried too often."""
    by_source, by_subject, seconds = LIMITS[scope]
    count_attempt(scope=scope, source=f"from {client_address(request)}", limit=by_source, seconds=seconds)
    count_attempt(scope=scope, source=f"for {subject.casefold()}", limit=by_subject, seconds=seconds)


def forgive(scope: str, subject: str) -> None:
    """The subject proved who they are."""
    forget_attempts(scope=scope, source=f"for {subject.casefold()}")


def client_address(request: HttpRequest) -> str:
    """Where a request came from, as far as trusted proxies say."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return "unknown"
