"""`manage.py check_invariants`: whether stock, orders and money still add up."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.backoffice import invariants


class Command(BaseCommand):
    help = (
        "Prove from the tables that stock, orders, payments and the provider agree. Exit code 1: they do not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = invariants.check()
        except OSError as exc:
            raise CommandError(f"The payment provider cannot be asked: {exc}", returncode=2) from exc
        if options["json"]:
            self.stdout.write(json.dumps({"ok": report.is_clean, **asdict(report)}, default=str, indent=2))
        else:
            self._tell(report)
        if not report.is_clean:
            sys.exit(1)

    def _tell(self, report: invariants.Report) -> None:
        for each in report.violations:
            self.stdout.write(f"{each.group} {each.rule}: it does not hold that {each.says}")
            for offender in each.offenders:
                self.stdout.write("    " + ", ".join(f"{name}={value}" for name, value in offender.items()))
        for reason in report.left_out:
            self.stdout.write(f"Left out: {reason}")
        self.stdout.write(f"{len(report.checked)} rules checked, {len(report.violations)} broken.")
