"""manage.py theme list | check [slug …] | contract [--write]"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from themes.engine import discovery
from themes.engine.check import WARNING, check_theme
from themes.engine.contract_table import contract_table, with_table
from themes.engine.errors import ThemeNotFound


class Command(BaseCommand):
    help = "Lists installed themes, or checks them: `theme check aurora`. Fails if a check found an error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["list", "check", "contract"])
        parser.add_argument("slugs", nargs="*", help="themes to check; all without one")
        parser.add_argument("--json", action="store_true", help="print findings as JSON")
        parser.add_argument("--no-smoke", action="store_true", help="leave out drawing every page")
        parser.add_argument("--write", action="store_true", help="put the contract into themes/README.md")

    def handle(self, *args: Any, action: str, slugs: list[str], **options: Any) -> None:
        if action == "list":
            self.list_themes()
        elif action == "contract":
            self.print_contract(write=options["write"])
        else:
            self.check_themes(slugs or sorted({*discovery.installed(), *discovery.problems()}), **options)

    def list_themes(self) -> None:
        for theme in discovery.installed().values():
            name = theme.manifest.name.get("en") or next(iter(theme.manifest.name.values()))
            self.stdout.write(f"{theme.slug:16} {theme.version:10} {' > '.join(theme.chain):28} {name}")
        for slug, problems in discovery.problems().items():
            self.stdout.write(f"{slug:16} cannot be used: {'; '.join(problems)}")

    def print_contract(self, *, write: bool) -> None:
        if not write:
            self.stdout.write(contract_table())
            return
        readme = Path(settings.BASE_DIR) / "themes" / "README.md"
        readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")

    def check_themes(self, slugs: list[str], *, json: bool, no_smoke: bool, **options: Any) -> None:
        found = {}
        for slug in slugs:
            try:
                found[slug] = check_theme(slug, smoke=not no_smoke)
            except ThemeNotFound as error:
                raise CommandError(str(error)) from error
        if json:
            self.print_json(found)
        else:
            for slug, problems in found.items():
                for problem in problems:
                    self.stdout.write(str(problem))
                worst = [problem for problem in problems if problem.level != WARNING]
                self.stdout.write(f"{slug}: {len(worst)} errors, {len(problems) - len(worst)} warnings")
        failed = [slug for slug, problems in found.items() if any(one.level != WARNING for one in problems)]
        if failed:
            raise CommandError(f"Not fit to be worn: {', '.join(failed)}.")

    def print_json(self, found: dict[str, Any]) -> None:
        plain = {slug: [asdict(problem) for problem in problems] for slug, problems in found.items()}
        self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1))
