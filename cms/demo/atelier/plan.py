"""What is to be photographed, and where its plate lies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..assortment.catalog import Assortment, Color, View, Ware

# Paper rolls: muted, so that things stand out and a listing stays calm.
PAPERS = ("#f0e5d3", "#dbe5d7", "#f0ddd3", "#d8e2ea", "#f1e6c9", "#e6e0d8", "#e6deeb", "#d2e2dc")
# Size in pixels and rays for each of them.
DRAFT, FINE = ((448, 560), 6), ((640, 800), 14)
# What slots wear before the camera: pale, since the darkroom darkens more easily than it lightens.
BARE = {
    "main": "#dcd9d4",
    "second": "#cfccc6",
    "accent": "#d6d0c2",
    "third": "#e6e4df",
    "fourth": "#d9d6d0",
    "backdrop": "#e6ddcf",
}
PLATES = Path(".cache/studio/plates")


@dataclass(frozen=True)
class Exposure:
    """One plate: everything that its light depends on."""

    shot: str
    model: str
    params: Mapping[str, Any]
    view: View
    taken: Mapping[str, str]

    @property
    def path(self) -> Path:
        # Neither size nor number of rays: a plate taken finer or coarser is still that plate.
        facts = [
            self.model,
            {**self.params, **self.view.params},
            dict(self.view.camera),
            dict(self.taken),
        ]
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:10]
        return PLATES / f"{self.shot}-{self.view.name}-{digest}.npz"


def paper(ware: Ware, color: Color) -> str:
    """The backdrop of a variant: one of the rolls, never as light or dark as the thing itself."""
    start = int(hashlib.sha256(ware.handle.encode()).hexdigest(), 16)
    rolls = [PAPERS[(start + i) % len(PAPERS)] for i in range(len(PAPERS))]
    return max(rolls[:3], key=lambda roll: _distance(roll, color.slots["main"]))


def _distance(a: str, b: str) -> int:
    return sum(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5))


def exposures(assortment: Assortment) -> Iterator[Exposure]:
    """All plates: every model once, then its variations, then the second views; worlds take turns."""
    rows: dict[str, list[str]] = {}
    for ware in assortment.wares:
        row = rows.setdefault(ware.world, [])
        if ware.shot not in row:
            row.append(ware.shot)
    turns = [row[i] for i in range(max(map(len, rows.values()))) for row in rows.values() if i < len(row)]
    seen: set[str] = set()
    first = [shot for shot in turns if _is_new(assortment.shots[shot].model, seen)]
    for number, shots in ((0, first), (0, [s for s in turns if s not in first]), (1, turns)):
        for shot in shots:
            yield exposure(assortment, shot, number)


def _is_new(model: str, seen: set[str]) -> bool:
    is_new = model not in seen
    seen.add(model)
    return is_new


def exposure(assortment: Assortment, shot: str, number: int) -> Exposure:
    """The plate of a shot's view."""
    facts = assortment.shots[shot]
    return Exposure(shot, facts.model, facts.params, facts.views[number], BARE)
