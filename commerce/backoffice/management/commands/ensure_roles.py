"""`manage.py ensure_roles`: the roles of a shop that was not seeded."""

from typing import Any

from django.core.management.base import BaseCommand

from commerce.backoffice.services import ensure_roles


class Command(BaseCommand):
    help = "Make the groups Owner, Editor and Staff where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_roles()
        self.stdout.write(", ".join(made) or "nothing to do")
