"""`manage.py import_products --format shopify FILE…`: products, prices, stock and pictures from files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.channels.queries import default_channel, get_channel
from commerce.core.errors import CommerceError
from commerce.exchange.formats import product_formats
from commerce.exchange.services import import_products
from commerce.exchange.types import ImportOptions, Report

EVERY = 100


class Command(BaseCommand):
    help = "Import products. Resumable; a second run of the same file changes nothing."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--format", required=True, choices=sorted(code for code, _ in product_formats))
        parser.add_argument(
            "--channel", default="", help="Code of the channel to list in; default: the default one."
        )
        parser.add_argument(
            "--currency", default="", help="Of the prices in the file; default: the channel's."
        )
        parser.add_argument(
            "--language", default="", help="Of the texts in the file; default: the channel's."
        )
        parser.add_argument(
            "--images", default="", metavar="DIR", help="Folder with the pictures, by file name."
        )
        parser.add_argument("--no-fetch", action="store_true", help="Fetch no pictures from the web.")
        parser.add_argument("--dry-run", action="store_true", help="Report what would happen; keep nothing.")
        parser.add_argument("--report", type=Path, metavar="CSV", help="Write the report of every row here.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            channel = get_channel(options["channel"]) if options["channel"] else default_channel()
        except CommerceError as refused:
            raise CommandError(str(refused.message)) from refused
        wanted = ImportOptions(
            channel=channel.code,
            currency=(options["currency"] or channel.currency).upper(),
            language=options["language"] or channel.default_language,
            images_dir=options["images"],
            fetch_images=not options["no_fetch"],
            dry_run=options["dry_run"],
        )
        reports = [self._import(path, options["format"], wanted) for path in options["files"]]
        if options["report"]:
            self._write(options["report"], reports)
        if any(report is None or report.has_failed for report in reports):
            raise CommandError("some rows could not be imported; see above")

    def _import(self, path: Path, format: str, options: ImportOptions) -> Report | None:
        try:
            report = import_products(path=path, format=format, options=options, progress=self._progress)
        except CommerceError as refused:
            self.stderr.write(self.style.ERROR(f"{path.name}: {refused.message}"))
            return None
        for row in report.rows:
            if row.code and row.code != "product_failed":
                style = self.style.ERROR if row.outcome == "failed" else self.style.WARNING
                self.stdout.write(
                    style(f"{path.name}:{row.line} {row.handle} {row.outcome} ({row.code}) {row.message}")
                )
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(report.products.items()))
        kind = "dry run, nothing kept: " if options.dry_run else ""
        self.stdout.write(f"{path.name} ({report.encoding}): {kind}{counts or 'no products'}")
        return report

    def _progress(self, done: int) -> None:
        if done % EVERY == 0:
            self.stdout.write(f"{done} products …")

    @staticmethod
    def _write(path: Path, reports: list[Report | None]) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["file", "line", "handle", "outcome", "code", "message"])
            for report in filter(None, reports):
                writer.writerows(
                    [report.file_name, row.line, row.handle, row.outcome, row.code, row.message]
                    for row in report.rows
                )
