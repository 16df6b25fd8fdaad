"""Contenders side by side: the same machine, the same minute, A B A B, CPU time and statements of each."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.provision import PostgresServer

from .cpu import used_seconds
from .visitor import Visitor

#: What one unit of work is; gets a visitor and a number that is new each time.
Work = Callable[[Visitor, int], Any]


class Served(Protocol):
    """A running web server: where it answers and which process to watch."""

    url: str

    @property
    def pid(self) -> int: ...


@dataclass
class Round:
    """One contender's turn. Times in seconds."""

    units: int
    wall: float
    web: float
    database: float
    statements: int | None
    latencies: list[float]
    errors: list[str]

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of application and database per unit."""
        return (self.web + self.database) * 1000 / max(1, self.units)


@dataclass
class Contender:
    """Something that does the work of a row."""

    name: str
    server: Served
    work: Work
    clients: int = 2
    units: int = 200
    before: Callable[[int], None] = lambda units: None
    rounds: list[Round] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """Median and spread over the rounds."""
        cpu = [each.cpu_ms for each in self.rounds]
        latencies = sorted(late for each in self.rounds for late in each.latencies)
        statements = [each.statements / each.units for each in self.rounds if each.statements is not None]
        return {
            "name": self.name,
            "cpu_ms": statistics.median(cpu),
            "cpu_ms_low": min(cpu),
            "cpu_ms_high": max(cpu),
            "web_ms": statistics.median(each.web * 1000 / each.units for each in self.rounds),
            "database_ms": statistics.median(each.database * 1000 / each.units for each in self.rounds),
            "per_second": statistics.median(each.units / each.wall for each in self.rounds),
            "p50_ms": percentile(latencies, 0.50) * 1000,
            "p99_ms": percentile(latencies, 0.99) * 1000,
            "statements": statistics.median(statements) if statements else None,
            "clients": self.clients,
            "units": sum(each.units for each in self.rounds),
            "errors": sum(len(each.errors) for each in self.rounds),
            "first_error": next((each.errors[0] for each in self.rounds if each.errors), ""),
        }


def percentile(ordered: list[float], share: float) -> float:
    """Nearest rank; 0 of nothing."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def drive(server: Served, work: Work, units: int, clients: int, first: int = 0) -> Round:
    """`units` units of work by `clients` visitors at once; statements and CPU of the database are left out."""
    numbers = iter(range(first, first + units))
    guard = threading.Lock()
    latencies: list[float] = []
    errors: list[str] = []

    def visit() -> None:
        visitor = Visitor(server.url)
        while True:
            with guard:
                number = next(numbers, None)
            if number is None:
                break
            began = time.perf_counter()
            try:
                work(visitor, number)
            except Exception as error:  # noqa: BLE001 - what goes wrong is counted and shown
                errors.append(f"{type(error).__name__}: {error}")
            latencies.append(time.perf_counter() - began)
        visitor.close()

    threads = [threading.Thread(target=visit) for _ in range(clients)]
    before, began = used_seconds(server.pid), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    return Round(units, wall, used_seconds(server.pid) - before, 0.0, None, latencies, errors)


class Bench:
    """Rounds of contenders against one database cluster."""

    def __init__(self, database: PostgresServer, statements: Callable[[], int | None]) -> None:
        self.database = database
        self.statements = statements
        self.number = 0

    def run(self, contender: Contender, *, is_warm_up: bool = False, units: int | None = None) -> Round:
        """One turn. A warm-up is not kept."""
        units = units or contender.units
        contender.before(units)
        assert self.database.process
        cluster = self.database.process.pid
        counted, used = self.statements(), used_seconds(cluster)
        done = drive(contender.server, contender.work, units, contender.clients, self.number)
        self.number += units
        done.database = used_seconds(cluster) - used
        after = self.statements()
        done.statements = after - counted if after is not None and counted is not None else None
        if not is_warm_up:
            contender.rounds.append(done)
        return done

    def compare(self, contenders: Iterable[Contender], rounds: int = 5) -> None:
        """Warm all up, then take turns."""
        contenders = list(contenders)
        for contender in contenders:
            self.run(contender, is_warm_up=True, units=max(20, contender.units // 4))
        for _ in range(rounds):
            for contender in contenders:
                self.run(contender)
