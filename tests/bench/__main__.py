"""`manage.py bench`: the figures of the shop, its limits and its peer, measured in one run.

python3 manage.py bench                          every row, 10,000 products
python3 manage.py bench "place order" product    only these rows
python3 manage.py bench --peer oscar             with django-oscar beside it, from PyPI
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cms.boot.places import BootError, say, warn
from tests.provision import bring_programs

from . import cluster, report
from .embedded import embedded_default, price_a_cart
from .measure import Bench
from .rows import Result, Rows
from .shop import Shop

SIZES = {"1k": 1_000, "10k": 10_000}
ROWS = (
    "listing", "product", "search", "api list", "cart", "price a cart", "place order", "full journey", "hot SKU",
    "embedded default",
)  # fmt: skip
ALONE = {"embedded default": embedded_default, "price a cart": price_a_cart}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="manage.py bench", description=__doc__.split("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of: {', '.join(ROWS)} (all)")
    parser.add_argument("--size", choices=SIZES, default="10k", help="how many products (10k)")
    parser.add_argument("--peer", choices=["oscar"], help="measure another shop beside ours")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each contender (5)")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    options = parser.parse_args(arguments)
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bring_programs(browser=False)
    wanted = [row for row in ROWS if row in options.rows or not options.rows]
    folder = Path(tempfile.mkdtemp(prefix="qilou-bench-"))
    try:
        results = run(wanted, SIZES[options.size], options.peer, folder, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        figures = report.as_json(results, SIZES[options.size])
        Path(options.json).write_text(json.dumps(figures, indent=1, ensure_ascii=False, default=str) + "\n")
    missed = [
        f"{each.row}: {goal['figure']}"
        for each in results
        for goal in each.goals
        if goal["verdict"] != "good"
    ]
    say(f"\n{sum(len(each.goals) for each in results)} goals, {len(missed)} missed")
    for each in missed:
        say(f"  {each}")
    return 0


def run(wanted: list[str], size: int, peer: str | None, folder: Path, rounds: int) -> list[Result]:
    """The rows in order, each shown as soon as it is known."""
    results = []
    with ExitStack() as running:
        served = [row for row in wanted if row not in ALONE]
        rows = serve(running, size, peer, folder, rounds) if served else None
        for row in wanted:
            say(f"\nMeasuring {row} …")
            result = ALONE[row](folder) if row in ALONE else rows.known[row]()  # type: ignore[union-attr]
            report.show(result)
            results.append(result)
    return results


def serve(running: ExitStack, size: int, peer: str | None, folder: Path, rounds: int) -> Rows:
    """The database cluster, the shop on it and perhaps its peer."""
    server = running.enter_context(cluster.cluster())
    shop = Shop(server.url("shop"), folder / "shop")
    cluster.fill(server, shop.stack, "shop", size)
    running.enter_context(shop.stack)
    shop.start()
    other: Any = None
    if peer:
        from .peer import Oscar

        other = running.enter_context(Oscar(server, folder / "oscar", size))
    return Rows(Bench(server, cluster.counter(server.url())), shop, other, rounds)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BootError as error:
        warn(f"\n{error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
