"""Links that prove who reads a mailbox; each is good for one purpose."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

CONFIRM, LEAVE = "newsletter.confirm", "newsletter.leave"


def seal(email: str, purpose: str) -> str:
    return signing.dumps({"email": email}, salt=purpose)


def open_seal(token: str, purpose: str) -> str | None:
    """The address a link was sent to, or None when it is wrong or too old. A way out never grows old."""
    max_age = settings.PASSWORD_RESET_TIMEOUT if purpose == CONFIRM else None
    try:
        data = signing.loads(token, salt=purpose, max_age=max_age)
    except signing.BadSignature:
        return None
    email = data.get("email") if isinstance(data, dict) else None
    return email if isinstance(email, str) else None
