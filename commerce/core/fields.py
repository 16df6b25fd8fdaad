"""Model fields that several contexts share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet as _Fernet
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ids import PUBLIC_ID_LENGTH, new_public_id


class PublicIdField(models.CharField):
    """A random opaque id (60 bits): what addresses, APIs and mails show instead of the key."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "max_length": PUBLIC_ID_LENGTH,
            "unique": True,
            "default": new_public_id,
            **kwargs,
            "editable": False,
        }
        super().__init__(**options)


class AmountField(models.BigIntegerField):
    """Integer minor units of the currency named beside it (`currency` of the row or its document)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("In minor units of the currency, e.g. cents."))
        super().__init__(*args, **kwargs)


class TranslatedField(models.JSONField):
    """A short text per language: `{"en": "Tea", "zh-hans": "茶"}`. Read it with `core.i18n.pick`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = {code for code, _name in settings.LANGUAGES}
        ok = isinstance(value, dict) and all(
            key in known and isinstance(text, str) for key, text in value.items()
        )
        if not ok:
            raise ValidationError(_("Give one text per language."), code="invalid_translations")


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty: set at least one Fernet key")
    return MultiFernet([_Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """`text` sealed with the first of ENCRYPTION_KEYS (a ring apart from SECRET_KEY)."""
    return _ring(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """What `encrypt` sealed with any key of the ring. Raises ValueError when none fits."""
    try:
        return _ring(tuple(settings.ENCRYPTION_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as exc:
        raise ValueError("no key of ENCRYPTION_KEYS opens this value") from exc


class EncryptedTextField(models.TextField):
    """Text at rest encrypted with ENCRYPTION_KEYS (rotatable: the first key writes, all read)."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value
