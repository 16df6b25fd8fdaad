"""Several models together: pictures for the home page, the worlds and the campaigns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..assortment.catalog import HERE, PICTURES, SLOTS, Assortment
from .models import MODELS
from .shapes import Part, box, placed

SCENE_PX = (1440, 960)
EXPOSED_PX = (960, 640)
SCENES = PICTURES / "scenes"


def scenes() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = tomllib.loads((HERE / "scenes.toml").read_text("utf-8"))["scenes"]
    return found


def set_up(assortment: Assortment, scene: Mapping[str, Any]) -> list[Part]:
    """All parts of a scene, each in its final color."""
    parts: list[Part] = []
    for x, y, width, depth, height, color in scene.get("plinths", ()):
        parts.append(box(width, depth, height, color, "matte", 0.06, 0.03).moved(x, y))
    for item in scene["items"]:
        shot = assortment.shots[item["shot"]]
        facts = assortment.terms["colorways"][item["group"]][item["color"]]
        colors = dict(zip(SLOTS, facts[3:]))
        model = [replace(p, slot=colors.get(p.slot, p.slot)) for p in MODELS[shot.model](**shot.params)]
        x, y, z = item["at"]
        parts += placed(model, x, y, z, item.get("turn", 0), item.get("size", 1.0))
    return parts


def photograph(assortment: Assortment, name: str, labels: Path, samples: int) -> Path:
    """Expose and print one scene."""
    from .darkroom import completed, develop, written
    from .stage import expose

    scene = scenes()[name]
    colors = {"backdrop": scene["backdrop"], "label": "#ffffff"}
    plate = expose(set_up(assortment, scene), colors, scene["camera"], EXPOSED_PX, samples, labels)
    picture = develop(completed(plate), colors, colors, set()).resize(SCENE_PX)
    SCENES.mkdir(parents=True, exist_ok=True)
    path = SCENES / f"{name}.webp"
    path.write_bytes(written(picture, 82))
    return path
