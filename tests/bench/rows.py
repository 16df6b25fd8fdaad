"""The rows of the table: what is done, by whom, against which goal."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cms.boot.places import say

from .measure import Bench, Contender, percentile
from .shop import Shop
from .visitor import Visitor

BUYERS, UNITS, BURSTS = 200, 100, 10


@dataclass
class Goal:
    """A figure to stay within (`most`) or to reach (`least`)."""

    figure: str
    most: float | None = None
    least: float | None = None
    unit: str = "ms CPU"

    def verdict(self, value: float | None) -> str:
        if value is None:
            return "?"
        good = value <= self.most if self.most is not None else value >= (self.least or 0)
        return "good" if good else "missed"


@dataclass
class Result:
    """One row, ready for the table."""

    row: str
    contenders: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    goals: list[dict[str, Any]] = field(default_factory=list)

    def judge(self, goal: Goal, value: float | None) -> None:
        limit = f"≤ {goal.most:g}" if goal.most is not None else f"≥ {goal.least:g}"
        self.goals.append(
            {
                "figure": goal.figure,
                "goal": f"{limit} {goal.unit}",
                "value": value,
                "verdict": goal.verdict(value),
            }
        )


class Rows:
    """Every row by name; `peer` is another shop that can do some of the same."""

    def __init__(self, bench: Bench, shop: Shop, peer: Any = None, rounds: int = 5) -> None:
        self.bench, self.shop, self.peer, self.rounds = bench, shop, peer, rounds
        self.known: dict[str, Callable[[], Result]] = {
            "listing": self.listing,
            "product": self.product,
            "search": self.search,
            "api list": self.api_list,
            "cart": self.cart,
            "place order": self.place_order,
            "full journey": self.full_journey,
            "hot SKU": self.hot_sku,
        }

    # --- reading -----------------------------------------------------------------------------------------------

    def listing(self) -> Result:
        ours = [
            self._ours("listing", self.shop.listing, 100),
            self._ours("all products", self.shop.all_products, 60),
        ]
        result = self._read("listing", ours, "listing", 10)
        result.judge(Goal("listing", most=16), ours[0].summary()["cpu_ms"])
        result.judge(Goal("statements", most=8, unit="queries"), ours[0].summary()["statements"])
        self._ratio(result, "listing", 40)
        return result

    def product(self) -> Result:
        ours = [self._ours("product", self.shop.product, 150)]
        result = self._read("product", ours, "product", 40)
        result.judge(Goal("product", most=8), ours[0].summary()["cpu_ms"])
        result.judge(Goal("statements", most=10, unit="queries"), ours[0].summary()["statements"])
        self._ratio(result, "product", 5)
        return result

    def search(self) -> Result:
        ours = [self._ours("search", self.shop.search, 100)]
        result = self._read("search", ours, "search", 10)
        result.judge(Goal("search", most=14), ours[0].summary()["cpu_ms"])
        self._ratio(result, "search", 25)
        return result

    def api_list(self) -> Result:
        ours = [self._ours("api list", self.shop.api_list, 100)]
        result = self._read("api list", ours, "", 0)
        result.judge(Goal("api list", most=10), ours[0].summary()["cpu_ms"])
        return result

    def cart(self) -> Result:
        """The cart page with three lines."""
        visitor = Visitor(self.shop.web.url)
        headers, _ = self.shop.basket(visitor, self.shop.some_variants(1))

        def look(each: Visitor, number: int) -> None:
            each.cookies = {"cart": headers["X-Cart-Token"]}
            each.expect_page("/en/cart/")

        ours = [self._ours("cart", look, 100)]
        result = self._read("cart", ours, "", 0)
        result.judge(Goal("cart page, 3 lines", most=8), ours[0].summary()["cpu_ms"])
        return result

    # --- ordering ----------------------------------------------------------------------------------------------

    def place_order(self) -> Result:
        """Three lines, spread over the catalog, paid later by transfer; the baskets are made beforehand."""
        baskets: list[tuple[dict[str, str], int]] = []

        def place(visitor: Visitor, number: int) -> None:
            visitor.renew()
            self.shop.place(visitor, *baskets.pop())

        ours = self._ours("place order", place, 80, clients=8)
        ours.before = lambda units: self.shop.ready_baskets(baskets, units)
        floor = self._ours("bare order through the ORM", self.shop.orm_order, 200, clients=8)
        limit = self._ours("one SQL function", self.shop.sql_order, 400, clients=8)
        self.bench.compare([ours, floor, limit], self.rounds)
        result = Result("place order", [each.summary() for each in (ours, floor, limit)])
        mine, bare, best = result.contenders
        result.judge(Goal("place order", most=12), mine["cpu_ms"])
        result.judge(Goal("statements", most=20, unit="statements"), mine["statements"])
        result.judge(Goal("over HTTP", least=150, unit="orders/s"), mine["per_second"])
        result.judge(
            Goal("of the ORM floor, by CPU", least=50, unit="%"), 100 * bare["cpu_ms"] / mine["cpu_ms"]
        )
        result.judge(
            Goal("of the one function, by CPU", least=8, unit="%"), 100 * best["cpu_ms"] / mine["cpu_ms"]
        )
        return result

    def full_journey(self) -> Result:
        """Browse, add, checkout, pay, confirmation: all requests of one guest's order."""
        ours = self._ours("full journey", self.shop.journey, 16, clients=2)
        contenders = [ours]
        if self.peer:
            contenders.append(Contender("oscar: full journey", self.peer.web, self.peer.journey, 2, 5))
        self.bench.compare(contenders, self.rounds)
        result = Result("full journey", [each.summary() for each in contenders])
        result.judge(Goal("full journey", most=45), result.contenders[0]["cpu_ms"])
        result.judge(Goal("statements", most=90, unit="queries"), result.contenders[0]["statements"])
        result.judge(Goal("by 2 clients", least=35, unit="orders/s"), result.contenders[0]["per_second"])
        self._ratio(result, "full journey", 12)
        return result

    def hot_sku(self) -> Result:
        """Everybody wants the same thing at once; exactly as many orders as there are units."""
        rates, winners_late, loser_cpu, sold, problems = [], [], [], [], []
        for number in range(BURSTS):
            done = burst(self.shop, number)
            sold.append(done["sold"])
            rates.append(done["sold"] / done["seconds"])
            winners_late += done["latencies"]
            problems += done["problems"]
            loser_cpu.append(losers(self.bench, self.shop, done["baskets"]))
        result = Result(
            "hot SKU",
            facts={
                "bursts": BURSTS, "buyers": BUYERS, "units": UNITS, "sold": sold,
                "orders_per_second": [round(rate, 1) for rate in rates],
                "p99_ms": percentile(sorted(winners_late), 0.99) * 1000,
                "problems": problems[:5],
            },
        )  # fmt: skip
        exact = sum(each == UNITS for each in sold)
        result.judge(Goal("bursts sold exactly", least=BURSTS, unit=f"of {BURSTS}"), exact)
        result.judge(Goal("other answers than 201 and 409", most=0, unit="answers"), len(problems))
        result.judge(Goal("sold", least=100, unit="orders/s"), statistics.median(rates))
        result.judge(Goal("a loser's answer", most=5), statistics.median(loser_cpu))
        return result

    # --- together ----------------------------------------------------------------------------------------------

    def _ours(self, name: str, work: Any, units: int, clients: int = 2) -> Contender:
        return Contender(name, self.shop.web, work, clients, units)

    def _read(self, row: str, ours: list[Contender], theirs: str, units: int) -> Result:
        contenders = [*ours, self._ours("constant view", self.shop.constant, 800)]
        if self.peer and theirs:
            contenders.append(
                Contender(f"oscar: {theirs}", self.peer.web, getattr(self.peer, theirs), 2, units)
            )
        self.bench.compare(contenders, self.rounds)
        return Result(row, [each.summary() for each in contenders])

    def _ratio(self, result: Result, mine: str, least: float) -> None:
        cpu = {each["name"]: each["cpu_ms"] for each in result.contenders}
        theirs = cpu.get(f"oscar: {mine}")
        if theirs:
            result.judge(Goal("Oscar's CPU by ours", least=least, unit="×"), theirs / cpu[mine])


def burst(shop: Shop, number: int) -> dict[str, Any]:
    """`BUYERS` orders of one variant with `UNITS` in stock, sent at the same moment."""
    pk, variant = shop.targets.variant_ids[-1 - number], shop.targets.variants[-1 - number]
    visitor = Visitor(shop.web.url)
    _, total = shop.basket(visitor, [variant])
    baskets = [(headers, total) for headers in shop.same_baskets(pk, BUYERS)]
    shop.set_stock(pk, UNITS)
    gate = threading.Barrier(BUYERS + 1)
    latencies: list[float] = []
    statuses: list[str] = []

    def buy(basket: tuple[dict[str, str], int]) -> None:
        buyer = Visitor(shop.web.url)
        gate.wait()
        began = time.perf_counter()
        try:
            statuses.append(str(shop.place(buyer, *basket, 201, 409)))
        except Exception as error:  # noqa: BLE001 - every answer but those two is reported
            statuses.append(f"{type(error).__name__}: {error}")
        latencies.append(time.perf_counter() - began)
        buyer.close()

    threads = [threading.Thread(target=buy, args=(basket,)) for basket in baskets]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    sold = shop.rows(
        "SELECT count(*), (SELECT reserved FROM inventory_stockitem WHERE variant_id = %s) FROM orders_orderline"
        " WHERE variant_id = %s", pk, pk,
    )[0]  # fmt: skip
    problems = [status for status in statuses if status not in ("201", "409")]
    if statuses.count("201") != sold[0] or sold[0] != sold[1]:
        problems.append(f"{statuses.count('201')} answered, {sold[0]} ordered, {sold[1]} reserved")
    say(f"  burst {number + 1}: {sold[0]} sold in {seconds:.2f} s")
    return {
        "sold": sold[0], "seconds": seconds, "latencies": latencies, "problems": problems, "baskets": baskets,
    }  # fmt: skip


def losers(bench: Bench, shop: Shop, baskets: list[tuple[dict[str, str], int]]) -> float:
    """CPU of one answer to somebody who comes when all is gone, in milliseconds."""
    again = iter(baskets * 2)

    def lose(visitor: Visitor, number: int) -> None:
        visitor.renew()
        shop.place(visitor, *next(again), 201, 409, 404)

    contender = Contender("losers", shop.web, lose, 8, BUYERS)
    return bench.run(contender).cpu_ms
