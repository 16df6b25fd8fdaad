"""The figures as a table for people and as JSON for machines."""

from __future__ import annotations

import os
import platform
from typing import Any

from cms.boot.places import say

from .rows import Result

COLUMNS = ("", "CPU ms (spread)", "web + db", "stmts", "per s", "p50 / p99 ms", "errors")


def show(result: Result) -> None:
    """One row as soon as it is measured."""
    say(f"\n== {result.row}")
    lines = [list(COLUMNS)]
    for each in result.contenders:
        lines.append(
            [
                each["name"],
                f"{each['cpu_ms']:.2f} ({each['cpu_ms_low']:.2f}–{each['cpu_ms_high']:.2f})",
                f"{each['web_ms']:.2f} + {each['database_ms']:.2f}",
                "–" if each["statements"] is None else f"{each['statements']:.1f}",
                f"{each['per_second']:.1f}",
                f"{each['p50_ms']:.1f} / {each['p99_ms']:.1f}",
                str(each["errors"]),
            ]
        )
    if len(lines) > 1:
        widths = [max(len(line[n]) for line in lines) for n in range(len(COLUMNS))]
        for line in lines:
            say("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    for each in result.contenders:
        if each["first_error"]:
            say(f"  {each['name']}: {each['first_error'][:1000]}")
    for name, fact in result.facts.items():
        say(f"  {name}: {fact}")
    for goal in result.goals:
        value = "–" if goal["value"] is None else f"{goal['value']:.1f}"
        say(f"  {goal['verdict']:<7}{goal['figure']}: {value}, goal {goal['goal']}")


def as_json(results: list[Result], size: int) -> dict[str, Any]:
    """Everything, with what it was measured on."""
    return {
        "products": size,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()},
        "rows": [
            {"row": each.row, "contenders": each.contenders, "facts": each.facts, "goals": each.goals}
            for each in results
        ],
    }
