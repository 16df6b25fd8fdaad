"""Somebody behind the counter: `staff.ask("ship", number, "sf", "SF1234567890123")` does a job of the backroom."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cms.boot.places import ROOT
from tests.stack import Stack


class Staff:
    """A process of the shop that waits for jobs; starting it once is what makes them cheap."""

    def __init__(self, shop: Stack) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.backroom"],
            cwd=ROOT,
            env=shop.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, job: str, *arguments: object) -> Any:
        """The answer of the job, when it is done."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([job, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the staff could not {job} {arguments}"
        return json.loads(answer)

    @contextmanager
    def leaving(self, variant: str, free: int) -> Iterator[None]:
        """Only `free` units to be had meanwhile."""
        before = self.ask("leave", variant, free)
        try:
            yield
        finally:
            self.ask("leave", variant, before)

    def go_home(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
