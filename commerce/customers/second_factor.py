"""The second step of signing in: codes of an authenticator app, and ten recovery codes on paper.

Kept by allauth; here is what the shop does with it. Secrets are encrypted like those of plugins.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.conf import settings
from django.db import transaction

from commerce.core.events import publish
from commerce.core.fields import decrypt, encrypt

from .errors import WrongCode, WrongCredentials
from .events import SecondStepSwitched
from .models import User

new_secret = generate_totp_secret


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks of us."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)


def is_on(user_id: uuid.UUID) -> bool:
    """Whether the user has a second step. One query."""
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()


def picture_of(user: User, secret: str) -> str:
    """The secret as an SVG that authenticator apps read."""
    adapter = get_adapter()
    return str(adapter.build_totp_svg(adapter.build_totp_url(user, secret)))


def switch_on(*, user_id: uuid.UUID, password: str, secret: str, code: str) -> Sequence[str]:
    """Ask for a code of `secret` from now on; the recovery codes, which are shown this once.

    Opens a transaction and locks the user. Raises WrongCredentials (the password), WrongCode.
    """
    with transaction.atomic():
        user = _lock(user_id, password)
        if not validate_totp_code(secret, code):
            raise WrongCode
        Authenticator.objects.filter(user=user).delete()
        TOTP.activate(user, secret)
        publish(SecondStepSwitched(user_id=str(user.pk), is_on=True))
        return list(RecoveryCodes.activate(user).get_unused_codes())


def renew_recovery_codes(*, user_id: uuid.UUID, password: str) -> Sequence[str]:
    """Ten new codes; the old ones open nothing any more. Locks the user. Raises WrongCredentials."""
    with transaction.atomic():
        user = _lock(user_id, password)
        if not is_on(user.pk):
            raise WrongCode
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        return list(RecoveryCodes.activate(user).get_unused_codes())


def switch_off(*, user_id: uuid.UUID, password: str) -> None:
    """A password is enough again. Locks the user. Raises WrongCredentials."""
    with transaction.atomic():
        Authenticator.objects.filter(user=_lock(user_id, password)).delete()
        publish(SecondStepSwitched(user_id=str(user_id), is_on=False))


def forget(*, user_id: uuid.UUID) -> bool:
    """For whoever lost app and codes, after an owner made sure who asks; whether there was a step."""
    deleted, _rows = Authenticator.objects.filter(user_id=user_id).delete()
    return bool(deleted)


def _lock(user_id: uuid.UUID, password: str) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.check_password(password):
        raise WrongCredentials
    return user
