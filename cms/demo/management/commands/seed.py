"""`manage.py seed`: a shop to look at, or one to test against."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo import people, rehearsal, shop


class Command(BaseCommand):
    help = (
        "Fill the shop. `demo`: the sample shop, skipped where a shop exists. `test`: deterministic data for "
        "tests from outside; prints credentials and ids as JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--profile", choices=["demo", "test"], required=True)
        parser.add_argument(
            "--reset", action="store_true", help="Empty the database first. Everything is lost."
        )
        parser.add_argument(
            "--no-input", action="store_false", dest="interactive", help="Reset without asking."
        )
        parser.add_argument(
            "--with-pictures",
            action="store_true",
            help="Make all sizes of pictures now, not in the background.",
        )
        parser.add_argument("--size", default="40", help="How many products for `test`: 40, 1k, 10k …")
        parser.add_argument("--seed", type=int, default=1, help="The same number makes the same shop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            self._confirm(options["interactive"])
            shop.close_shop()
        if options["profile"] == "test":
            self._rehearse(options["size"], options["seed"])
            return
        if shop.is_open():
            self.stdout.write("There is a shop already; nothing was changed.")
        else:
            shop.open_shop(self.stdout.write)
        if options["with_pictures"]:
            shop.dress(self.stdout.write)
        self._logins()

    def _confirm(self, is_interactive: bool) -> None:
        """Nobody loses a shop by a slip of the hand."""
        if is_interactive and input("Everything in the database will be lost. Type 'reset': ") != "reset":
            raise CommandError("Nothing was changed.")

    def _rehearse(self, size: str, seed: int) -> None:
        if shop.is_open():
            raise CommandError("There is a shop already. Use a database of its own, or --reset.")
        try:
            count = rehearsal.size_of(size)
        except ValueError as exc:
            raise CommandError(f"{size} is no size; give a number, or 1k, 10k, 1m.") from exc
        made = rehearsal.fill(count, seed, self.stderr.write)
        self.stdout.write(json.dumps(made, ensure_ascii=False, indent=2))

    def _logins(self) -> None:
        """Say who may come in, if these are the sample accounts and their passwords still hold."""
        valid = people.still_valid(shop.LOGINS)
        if not valid:
            return
        path = people.write_down(valid)
        for login in map(asdict, valid):
            self.stdout.write("{role:8} {email:24} {password}".format(**login))
        self.stdout.write(f"Logins are in {path.name}.")
