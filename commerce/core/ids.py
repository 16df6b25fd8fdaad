"""Identifiers that strangers may see: random, opaque, safe to read aloud."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's base 32 in lower case: no i, l, o, u, so nothing is misread or rude by accident.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """Twelve random characters (60 bits): names a thing, grants nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def new_token() -> str:
    """A 160-bit random token that grants access; keep only `digest(token)`."""
    return secrets.token_urlsafe(20)


def digest(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
