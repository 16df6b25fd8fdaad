"""`manage.py dump_routes`: every address, its methods and who may call it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from commerce.backoffice.routes import routes


class Command(BaseCommand):
    help = (
        "List every address with its methods and policy: anonymous, customer, staff, permission or provider."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print the list as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = routes()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(route) for route in found], indent=2))
            return
        for route in found:
            methods = ",".join(route.methods)
            self.stdout.write(f"{route.policy or '(none)':11} {methods:24} {route.path}")
