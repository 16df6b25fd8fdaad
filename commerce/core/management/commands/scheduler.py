"""`manage.py scheduler`: run periodic jobs as they fall due, until stopped."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from commerce.core import schedule


class Command(BaseCommand):
    help = "Run periodic jobs as they fall due. Several schedulers may run; a job runs once a period."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--tick", type=float, default=5.0, help="Seconds between looks at the calendar.")

    def handle(self, *args: Any, tick: float, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            for name, outcome in schedule.run_due().items():
                if outcome.startswith("failed"):
                    self.stderr.write(f"{name}: {outcome}")
            stop.wait(tick)
