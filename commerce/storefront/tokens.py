"""Links that prove who reads a mailbox: sealed, short-lived, good for one purpose."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

REGISTER_SALT = "storefront.register"


def registration_token(email: str) -> str:
    """Opens an account for this address, once: afterwards the address is taken."""
    return signing.dumps({"email": email}, salt=REGISTER_SALT)


def email_of_registration(token: str) -> str | None:
    """The address a registration link was sent to, or None when it is wrong or too old."""
    try:
        data = signing.loads(token, salt=REGISTER_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return None
    email = data.get("email") if isinstance(data, dict) else None
    return email if isinstance(email, str) else None


def reset_parts(user: Any) -> tuple[str, str]:
    """Who and token of a password reset link; void once the password or the last login changed."""
    return urlsafe_base64_encode(str(user.pk).encode()), default_token_generator.make_token(user)


def user_of_reset(uid: str, token: str) -> Any | None:
    """The user a reset link belongs to, or None when it is wrong, used or too old."""
    try:
        pk = uuid.UUID(force_str(urlsafe_base64_decode(uid)))
    except ValueError:
        return None
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None
