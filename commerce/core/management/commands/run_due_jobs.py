"""`manage.py run_due_jobs`: one pass of all periodic jobs, now."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.core import schedule


class Command(BaseCommand):
    help = "Run every periodic job once, now, and print each outcome."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="Print outcomes as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = schedule.run_due(everything=True)
        if options["json"]:
            self.stdout.write(json.dumps(outcomes, indent=2))
        else:
            for name, outcome in outcomes.items():
                self.stdout.write(f"{name}: {outcome}")
        failed = [name for name, outcome in outcomes.items() if outcome.startswith("failed")]
        if failed:
            raise CommandError("failed: " + ", ".join(failed))
