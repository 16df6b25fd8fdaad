"""What allauth asks of us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .models import User
from .queries import find_user


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are known by e-mail or phone; there is no user name."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by `customers.services.register` alone."""
        return False

    def get_user_by_phone(self, phone: str) -> Any:
        return find_user(phone) if "@" not in phone else None

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        User.objects.filter(pk=user.pk).update(phone=phone, phone_verified=verified)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        User.objects.filter(pk=user.pk, phone=phone).update(phone_verified=True)
