"""Kill -9 of web, worker, scheduler and database while orders are placed and paid.

Afterwards every order that a shopper was told about is there with the sum that was agreed; all money that
the provider took has exactly one paid order, or goes back; and the books balance.
"""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.bench.shop import ENCRYPTION_KEY
from tests.provision import PostgresServer, postgres_programs
from tests.races.crash.buyers import Buyer, Promises
from tests.stack import Process, Stack, Web

pytestmark = pytest.mark.postgres

IMPATIENT = dict.fromkeys(("OUTBOX_SWEEP_SECONDS", "OUTBOX_GRACE_SECONDS", "OUTBOX_RETRY_SECONDS", "IDEMPOTENCY_STALE_SECONDS", "PAYMENT_QUERY_SECONDS", "PAYMENT_SWEEP_SECONDS", "REFUND_SWEEP_SECONDS", "MESSAGE_SWEEP_SECONDS"), "1")  # fmt: skip
SETTLE_WITHIN_SECONDS = 60


@dataclass
class Running:
    """A shop one can kill piece by piece."""

    server: PostgresServer
    stack: Stack
    web: Web
    worker: Process
    scheduler: Process
    provider: Process

    def kill_database(self) -> None:
        self.server.kill()
        self.server.start()

    def kill_web(self) -> None:
        self.web.kill()
        self.web.start()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_scheduler(self) -> None:
        self.scheduler.kill()
        self.scheduler.start()

    def kill_all(self) -> None:
        """As a power cut: nobody gets to finish anything."""
        for process in (self.web, self.worker, self.scheduler):
            process.kill()
        self.server.kill()
        self.server.start()
        for process in (self.web, self.worker, self.scheduler):
            process.start()

    def revive(self) -> None:
        """What ended by itself (a worker without a database) is started again, as a supervisor does."""
        for process in (self.web, self.worker, self.scheduler):
            if not process.is_running():
                process.start()
        self.web.wait()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server.url("shop"), autocommit=True) as connection:
            return list(connection.execute(statement))  # type: ignore[arg-type]

    def charges(self) -> list[dict[str, Any]]:
        """What the provider knows."""
        environment = self.stack.environment
        request = urllib.request.Request(
            f"{environment['TEST_PROVIDER_URL']}/v1/charges",
            headers={"Authorization": f"Bearer {environment['TEST_PROVIDER_KEY']}"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            charges: list[dict[str, Any]] = json.load(response)["charges"]
            return charges


@pytest.fixture
def running(database_copy: Callable[[], str], tmp_path: Path) -> Iterator[Running]:
    """A shop of its own cluster with fsync on, copied from the migrated database of the tests."""
    copied = tmp_path / "migrated.dump"
    _tool("pg_dump", "-Fc", "-Z0", "-f", str(copied), database_copy())
    with PostgresServer(durable=True) as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE shop ENCODING 'UTF8' TEMPLATE template0")
        _tool("pg_restore", "-d", server.url("shop"), "--no-owner", str(copied))
        with Stack(server.url("shop"), tmp_path, ENCRYPTION_KEYS=ENCRYPTION_KEY, **IMPATIENT) as stack:
            stack.manage("--products", "10", module="tests.bench.fill")
            provider = stack.emulator()
            worker = stack.helper("worker", "db_worker", "--queue-name", "*")
            scheduler = stack.helper("scheduler", "scheduler")
            yield Running(server, stack, stack.web(), worker, scheduler, provider)


def test_a_short_storm(running: Running) -> None:
    """Each process once, then all together."""
    blows = [running.kill_database, running.kill_web, running.kill_worker, running.kill_all]
    promises = storm(running, blows, buyers=4, calm_seconds=2.0)
    assert_nothing_is_lost(running, promises)


@pytest.mark.long
def test_a_long_storm(running: Running) -> None:
    """Thirty blows in random order at random moments."""
    dice = random.Random(11)
    kinds = (
        running.kill_database,
        running.kill_web,
        running.kill_worker,
        running.kill_scheduler,
        running.kill_all,
    )
    promises = storm(running, [dice.choice(kinds) for _ in range(30)], buyers=8, calm_seconds=3.0)
    assert_nothing_is_lost(running, promises)


def storm(running: Running, blows: list[Callable[[], None]], *, buyers: int, calm_seconds: float) -> Promises:
    """People buy, blows fall; after each the shop comes back and sells again before the next one."""
    promises, stop = Promises(), threading.Event()
    variants = [row[0] for row in running.rows("SELECT public_id FROM catalog_variant ORDER BY id")]
    shoppers = [Buyer(running.web.url, variants[n:], promises, stop) for n in range(buyers)]
    for shopper in shoppers:
        shopper.start()
    dice = random.Random(5)
    for blow in blows:
        sold = len(promises.orders)
        wait_until(lambda sold=sold: len(promises.orders) >= sold + 2, "nobody could buy any more")  # type: ignore[misc]
        time.sleep(calm_seconds * dice.random())
        blow()
        time.sleep(0.5)
        running.revive()
    sold = len(promises.orders)
    wait_until(lambda: len(promises.orders) >= sold + 2, "nobody could buy after the last blow")
    stop.set()
    for shopper in shoppers:
        shopper.join(60)
        assert not shopper.is_alive()
    return promises


def assert_nothing_is_lost(running: Running, promises: Promises) -> None:
    assert promises.unexpected == []
    assert promises.paid, "nobody paid anything"
    wait_until(lambda: unsettled(running) == [], "money without an order", each=lambda: due(running))
    kept = dict(running.rows("SELECT token, total_amount FROM orders_order"))
    lost = {token: total for token, total in promises.orders.items() if kept.get(token) != total}
    assert lost == {}
    captured = [charge for charge in running.charges() if charge["state"] == "captured"]
    assert len(captured) >= len(promises.paid)
    assert unsettled(running) == []
    twice = running.rows("SELECT source_key FROM orders_order GROUP BY source_key HAVING count(*) > 1")
    assert twice == []
    broken = json.loads(running.stack.manage("check_invariants", "--json", check=False))
    assert broken["violations"] == []


def unsettled(running: Running) -> list[str]:
    """Captured charges without exactly one order that is paid with just this money, or got it back."""
    orders: dict[str, list[tuple[Any, ...]]] = {}
    for reference, *facts in running.rows(
        "SELECT a.merchant_ref, o.status, o.captured_amount, o.refunded_amount, o.currency"
        " FROM payments_paymentattempt a JOIN payments_payment p ON p.id = a.payment_id"
        " JOIN orders_order o ON o.id = p.order_id"
    ):
        orders.setdefault(reference, []).append(tuple(facts))
    found = []
    for charge in running.charges():
        if charge["state"] != "captured":
            continue
        rows = orders.get(charge["merchant_ref"], [])
        status, taken, given, currency = rows[0] if len(rows) == 1 else ("none", 0, 0, "")
        is_right = (taken, currency) == (charge["amount"], charge["currency"])
        is_settled = given == taken if status == "canceled" else status not in ("none", "pending_payment")
        if not (is_right and is_settled):
            found.append(f"{charge['merchant_ref']}: {charge['amount']} {rows}")
    return found


def due(running: Running) -> None:
    """The sweeps, as the scheduler would run them in a while; one that loses a race runs again."""
    running.stack.manage("run_due_jobs", check=False)


def wait_until(
    is_true: Callable[[], bool], complaint: str, each: Callable[[], None] = lambda: time.sleep(0.1)
) -> None:
    deadline = time.monotonic() + SETTLE_WITHIN_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, complaint
        each()


def _tool(program: str, *arguments: str) -> None:
    subprocess.run([postgres_programs() / program, *arguments], check=True, capture_output=True)
