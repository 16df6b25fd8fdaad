"""Checking that a message is the provider's: HMAC-SHA256 over "timestamp.body", and not too old.

Written apart from the emulator's signing on purpose: two hands, one rule.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from commerce.payments.errors import ForgedNotification

TIMESTAMP = "x-test-pay-timestamp"
SIGNATURE = "x-test-pay-signature"


def check(
    body: bytes, headers: Mapping[str, str], *, secret: str, now: float, tolerance_seconds: float
) -> None:
    """Raises ForgedNotification unless `body` was signed with `secret` within the tolerance of `now`.

    `headers` with names in lower case, `now` in seconds since 1970. No secret: everything is forged.
    """
    if not secret:
        raise ForgedNotification("no_secret")
    timestamp = headers.get(TIMESTAMP, "")
    scheme, _, offered = headers.get(SIGNATURE, "").partition("=")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12) or scheme != "v1":
        raise ForgedNotification("bad_signature")
    message = timestamp.encode() + b"." + body
    expected = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    # Bytes: compare_digest refuses text outside ASCII, and a header may hold anything.
    if not hmac.compare_digest(expected.encode(), offered.encode("utf-8", "surrogateescape")):
        raise ForgedNotification("bad_signature")
    if abs(now - int(timestamp)) > tolerance_seconds:
        raise ForgedNotification("too_old")
