"""CPU time of process trees, from /proc: the steady figure on a machine that others use too."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def used_seconds(*roots: int) -> float:
    """User and system time of these processes, of all below them, and of those that they have outlived."""
    facts, below = {}, defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in parentheses may hold anything; what follows the last one is plain.
            columns = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        number = int(path.parent.name)
        below[int(columns[1])].append(number)
        facts[number] = sum(map(int, columns[11:15]))
    ticks, waiting = 0, list(roots)
    while waiting:
        number = waiting.pop()
        ticks += facts.get(number, 0)
        waiting += below[number]
    return ticks / TICKS_PER_SECOND


def resident_megabytes(root: int) -> float:
    """The memory of one process."""
    for line in Path(f"/proc/{root}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
