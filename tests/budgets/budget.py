"""Query budgets: what each page costs is a reviewed number, changed on purpose.

`tests/budgets/<book>.json` holds {entry: {"queries": n, "note": why}}. A count above fails: something got
slower. A count below fails too: write the better number down, so that nobody can lose it again. To do so:

    UPDATE_BUDGETS=1 python -m pytest tests/budgets
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

HERE = Path(__file__).parent
NOT_QUERIES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")


@contextmanager
def budget(book: str, entry: str) -> Iterator[None]:
    """Counts what the block asks of the database and compares it with the book."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [one["sql"] for one in captured.captured_queries if not one["sql"].startswith(NOT_QUERIES)]
    check(book, entry, asked)


def check(book: str, entry: str, asked: list[str]) -> None:
    file = HERE / f"{book}.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    allowed = known.get(entry, {}).get("queries")
    if os.environ.get("UPDATE_BUDGETS") and allowed != len(asked):
        known[entry] = {**known.get(entry, {}), "queries": len(asked)}
        file.write_text(json.dumps(dict(sorted(known.items())), indent=2, ensure_ascii=False) + "\n")
        return
    listing = "\n".join(f"{at:3} {sql[:240]}" for at, sql in enumerate(asked, 1))
    assert allowed is not None, f"{entry} has no budget in {file.name} yet; it asked {len(asked)}:\n{listing}"
    assert len(asked) <= allowed, f"{entry} may ask {allowed} queries and asked {len(asked)}:\n{listing}"
    assert len(asked) == allowed, (
        f"{entry} asks {len(asked)} queries, better than the {allowed} of {file.name}: write that down "
        "with UPDATE_BUDGETS=1"
    )
