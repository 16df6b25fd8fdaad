"""`python -m cms.demo.atelier expose|develop|scenes|sheet`: plates, pictures, contact sheets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from ..assortment.catalog import read
from .plan import DRAFT, FINE, exposures

LABELS = Path(".cache/studio/labels")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="atelier", description=__doc__)
    parser.add_argument("step", choices=["expose", "develop", "scenes", "sheet"])
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="begin nothing new after so long (0: go on)"
    )
    parser.add_argument("--fine", action="store_true", help="larger plates with more rays; small ones again")
    parser.add_argument("--only", nargs="*", default=(), help="shots to expose again, or handles to develop")
    chosen = parser.parse_args(arguments)
    steps: dict[str, Callable[[argparse.Namespace], int]] = {
        "expose": _expose,
        "develop": _develop,
        "scenes": _scenes,
        "sheet": _sheet,
    }
    return steps[chosen.step](chosen)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _until(minutes: float) -> float:
    return monotonic() + minutes * 60 if minutes else float("inf")


def _expose(chosen: argparse.Namespace) -> int:
    """Render plates that are missing; those of `--only` anew."""
    import numpy as np

    from .labels import draw_labels
    from .models import MODELS
    from .stage import expose

    draw_labels(LABELS)
    until = _until(chosen.minutes)
    size, samples = FINE if chosen.fine else DRAFT

    def is_missing(path: Path) -> bool:
        return not path.exists() or np.load(path)["light"].shape[0] < size[1]

    waiting = [e for e in exposures(read()) if (e.shot in chosen.only if chosen.only else is_missing(e.path))]
    for number, each in enumerate(waiting):
        if monotonic() > until:
            _say(f"{len(waiting) - number} plates are still to be exposed")
            return 0
        started = monotonic()
        parts = MODELS[each.model](**{**each.params, **each.view.params})
        plate = expose(parts, each.taken, each.view.camera, size, samples, LABELS.resolve())
        each.path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(each.path, **plate)
        _say(f"exposed {each.path.name} in {monotonic() - started:.0f} s")
    return 0


def _develop(chosen: argparse.Namespace) -> int:
    from .prints import develop_all

    return develop_all(read(), set(chosen.only), _until(chosen.minutes), _say)


def _scenes(chosen: argparse.Namespace) -> int:
    from .labels import draw_labels
    from .scenes import SCENES, photograph, scenes

    draw_labels(LABELS)
    until = _until(chosen.minutes)
    for name in chosen.only or [name for name in scenes() if not (SCENES / f"{name}.webp").exists()]:
        if monotonic() < until:
            _say(f"photographed {photograph(read(), name, LABELS.resolve(), FINE[1])}")
    return 0


def _sheet(_chosen: argparse.Namespace) -> int:
    from .sheet import contact_sheets

    for path in contact_sheets(read(), Path(".cache/studio")):
        _say(str(path))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
