"""`manage.py payment_emulator --port N`: the test payment provider, in a process of its own."""

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from plugins.test_pay.emulator import __main__ as program


class Command(BaseCommand):
    help = "Run the emulator of the test payment provider. Key and secret come from the settings."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        program.add_arguments(parser)
        parser.set_defaults(state_file=str(settings.VAR_DIR / "payments.sqlite3"))

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR_DIR.mkdir(exist_ok=True)
        options["key"] = options["key"] or settings.TEST_PROVIDER_KEY
        options["secret"] = options["secret"] or settings.TEST_PROVIDER_SECRET
        sys.exit(program.run(argparse.Namespace(**options)))
