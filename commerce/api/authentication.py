"""Who calls the API: a browser's session (with CSRF) or a bearer of a session token."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """A browser on this site; writes need the CSRF token."""


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`, the token that logging in over the API answered.

    The token is the key of a server-side session: logging out or changing the password ends it,
    exactly as in a browser.
    """

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[Any, str] | None:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != self.keyword.lower() or not token:
            return None
        user = user_of(token)
        if user is None:
            raise exceptions.AuthenticationFailed(_("Please log in again."), code="token_invalid")
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


def open_session(token: str | None = None) -> Any:
    """The session behind `token`, or a new one."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return store(session_key=token)


def user_of(token: str) -> Any | None:
    """The active user of a session token, or None. Honors session expiry and password changes."""
    session = open_session(token)
    if SESSION_KEY not in session:
        return None
    carrier = HttpRequest()
    carrier.session = session
    user = get_user(carrier)
    return user if user.is_authenticated and user.is_active else None
