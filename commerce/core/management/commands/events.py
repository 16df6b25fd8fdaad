"""`manage.py events`: every event and who listens, inside the transaction or after it."""

from typing import Any

from django.core.management.base import BaseCommand

from commerce.core import events


class Command(BaseCommand):
    help = "List events and their listeners."

    def handle(self, *args: Any, **options: Any) -> None:
        for event, when, handler in events.listeners():
            self.stdout.write(f"{event:40} {when:7} {handler}")
