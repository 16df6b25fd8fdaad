"""`manage.py forget_second_factor EMAIL`: lets somebody in again who lost app and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.customers import second_factor
from commerce.customers.queries import find_user


class Command(BaseCommand):
    help = "Switches somebody's two-step sign-in off. Make sure first that it is they who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="e-mail address, or phone number as +8613800138000")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = find_user(login)
        if user is None:
            raise CommandError(f"Nobody signs in as {login}.")
        had_one = second_factor.forget(user_id=user.pk)
        self.stdout.write("Switched off." if had_one else "There was no second step.")
