"""Codes of six digits that prove who reads a phone: good once, for one purpose, for five minutes.

Kept as a keyed digest, so that the table tells nobody a code. A new one replaces the one before.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from commerce.core.ids import digest

from .errors import WrongCode
from .models import OneTimeCode

SECONDS = 300
MAX_TRIES = 5
SIGN_IN = "sign-in"


def issue_code(*, purpose: str, recipient: str) -> str:
    """A new code for `recipient` (E.164 or an e-mail address); the caller delivers it."""
    code, now = f"{secrets.randbelow(1_000_000):06}", timezone.now()
    OneTimeCode.objects.update_or_create(
        purpose=purpose,
        recipient=digest(recipient),
        defaults={
            "code": _keyed(purpose, recipient, code),
            "tries": 0,
            "expires_at": now + timedelta(seconds=SECONDS),
        },
    )
    return code


def redeem_code(*, purpose: str, recipient: str, code: str) -> None:
    """Use up the code. Raises WrongCode: not this one, too old, used, or the fifth wrong try was before.

    Each try counts before it is looked at, and of two with the right code one wins. Must not run inside a
    transaction, which would forget the try.
    """
    own = OneTimeCode.objects.filter(purpose=purpose, recipient=digest(recipient))
    if not own.filter(tries__lt=MAX_TRIES, expires_at__gt=timezone.now()).update(tries=F("tries") + 1):
        raise WrongCode
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    used, _rows = own.filter(tries__lte=MAX_TRIES, code=_keyed(purpose, recipient, typed)).delete()
    if not used:
        raise WrongCode


def forget_old_codes() -> int:
    """Delete what can no longer be used. Returns how many."""
    return OneTimeCode.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _keyed(purpose: str, recipient: str, code: str) -> str:
    return salted_hmac("customers.codes", f"{purpose}\n{recipient}\n{code}", algorithm="sha256").hexdigest()
