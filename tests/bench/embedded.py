"""The embedded default: one process, SQLite, eight shoppers ordering at once; and the pure chain by itself."""

from __future__ import annotations

import json
from pathlib import Path

from .measure import Contender, drive, percentile
from .rows import Goal, Result
from .shop import Shop
from .visitor import Visitor

CLIENTS, ORDERS, PRODUCTS, ROUNDS = 8, 200, 200, 3


def embedded_default(folder: Path) -> Result:
    """`up` as it comes: one web process with four threads on SQLite, three lines an order, placed over the API."""
    path = folder / "shop.sqlite3"
    shop = Shop(f"sqlite:///{path}", folder / "embedded")
    shop.stack.manage("migrate", "--noinput", "-v", "0")
    shop.stack.manage("--products", str(PRODUCTS), module="tests.bench.fill")
    baskets: list[tuple[dict[str, str], int]] = []

    def place(visitor: Visitor, number: int) -> None:
        visitor.renew()
        shop.place(visitor, *baskets.pop())

    with shop.stack:
        contender = Contender("embedded default", shop.start(workers=1), place, CLIENTS, ORDERS)
        for number in range(ROUNDS + 1):
            shop.ready_baskets(baskets, ORDERS)
            done = drive(shop.web, place, ORDERS, CLIENTS)
            if number:
                contender.rounds.append(done)
        log = shop.web.log.read_text(errors="replace")
    result = Result("embedded default", [contender.summary()])
    latencies = sorted(late for each in contender.rounds for late in each.latencies)
    placed = shop.rows("SELECT count(*), sum(quantity) FROM orders_orderline")[0]
    reserved = shop.rows("SELECT sum(reserved) FROM inventory_stockitem")[0][0]
    locked = log.count("database is locked") + sum("locked" in e for r in contender.rounds for e in r.errors)
    result.facts = {"lines": placed[0], "ordered": placed[1], "reserved": reserved}
    result.judge(Goal("by 8 clients", least=60, unit="orders/s"), result.contenders[0]["per_second"])
    result.judge(Goal("p99", most=500, unit="ms"), percentile(latencies, 0.99) * 1000)
    result.judge(Goal("database is locked", most=0, unit="times"), locked)
    result.judge(Goal("ordered and not reserved", most=0, unit="units"), placed[1] - reserved)
    result.judge(Goal("errors", most=0, unit="answers"), result.contenders[0]["errors"])
    return result


def price_a_cart(folder: Path) -> Result:
    """The pure chain, 3 and 50 lines, in a process of its own; CPU milliseconds per cart."""
    shop = Shop(f"sqlite:///{folder / 'none.sqlite3'}", folder / "chain")
    figures = json.loads(shop.stack.manage(module="tests.bench.chain"))
    result = Result("price a cart", facts=figures)
    for lines, most in (("3", 0.4), ("50", 4.0)):
        result.judge(Goal(f"{lines} lines", most=most), figures[lines])
    return result
