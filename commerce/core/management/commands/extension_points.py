"""`manage.py extension_points`: every protocol a plugin may implement, and what does so far."""

import inspect
from typing import Any

from django.core.management.base import BaseCommand

from commerce.core import registry, slots


class Command(BaseCommand):
    help = "Print every extension point, its documentation and its implementations."

    def handle(self, *args: Any, **options: Any) -> None:
        for each in registry.registries():
            self.stdout.write(self.style.MIGRATE_HEADING(f"{each.name} ({each.protocol.__name__})"))
            self.stdout.write(inspect.getdoc(each.protocol) or "")
            for code, entry in each:
                kind = entry if isinstance(entry, type) else type(entry)
                self.stdout.write(f"  {code}: {kind.__module__}.{kind.__qualname__}")
            self.stdout.write("")
        self.stdout.write(self.style.MIGRATE_HEADING("slots"))
        for name, plugins in slots.filled().items():
            self.stdout.write(f"  {name}: {', '.join(plugins)}")
