"""How materials take light: numbers for Blender's Principled shader, and the grain of their surface."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grain:
    """A bump texture: its kind, repeats a decimeter, how strong it is and how much it darkens the color."""

    kind: str
    repeats: float
    strength: float
    shade: float = 0.0
    stretch: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Finish:
    """`tints_light`: the color shows in reflections or transmitted light (metal), not in the body."""

    inputs: dict[str, float] = field(default_factory=dict)
    grain: Grain | None = None
    tints_light: bool = False


FINISHES = {
    "glaze": Finish({"Roughness": 0.22, "Coat Weight": 0.7, "Coat Roughness": 0.06}, Grain("noise", 6, 0.04)),
    "porcelain": Finish({"Roughness": 0.16, "Coat Weight": 0.6, "Coat Roughness": 0.04}),
    "matte": Finish({"Roughness": 0.62}, Grain("noise", 60, 0.05)),
    "clay": Finish({"Roughness": 0.75}, Grain("noise", 45, 0.22, 0.25)),
    "speckle": Finish({"Roughness": 0.45}, Grain("speckle", 40, 0.05, 0.7)),
    "paper": Finish({"Roughness": 0.7}),
    "wax": Finish({"Roughness": 0.5, "Subsurface Weight": 0.35, "Subsurface Scale": 0.06}),
    "wood": Finish({"Roughness": 0.5}, Grain("wood", 5, 0.05, 0.22)),
    "bamboo": Finish({"Roughness": 0.42}, Grain("wood", 9, 0.03, 0.16)),
    "cork": Finish({"Roughness": 0.9}, Grain("speckle", 30, 0.3, 0.5)),
    "plastic": Finish({"Roughness": 0.3}),
    "satin": Finish({"Roughness": 0.48}),
    "soft": Finish({"Roughness": 0.7, "Sheen Weight": 0.15}),
    "gloss": Finish({"Roughness": 0.12, "Coat Weight": 0.5, "Coat Roughness": 0.05}),
    "rubber": Finish({"Roughness": 0.75}, Grain("noise", 90, 0.06)),
    "wet": Finish({"Roughness": 0.2, "Coat Weight": 0.4, "Coat Roughness": 0.12}),
    "foam": Finish({"Roughness": 0.82}, Grain("noise", 110, 0.14)),
    "leather": Finish({"Roughness": 0.42, "Coat Weight": 0.12}, Grain("cells", 42, 0.12, 0.08)),
    "polished": Finish(
        {"Roughness": 0.24, "Coat Weight": 0.35, "Coat Roughness": 0.12}, Grain("cells", 55, 0.03)
    ),
    "suede": Finish(
        {"Roughness": 0.95, "Sheen Weight": 0.55, "Sheen Roughness": 0.4}, Grain("noise", 80, 0.35, 0.22)
    ),
    "knit": Finish({"Roughness": 0.9, "Sheen Weight": 0.25}, Grain("knit", 90, 0.5, 0.3)),
    "mesh": Finish({"Roughness": 0.85, "Sheen Weight": 0.2}, Grain("dots", 46, 0.5, 0.5)),
    "canvas": Finish({"Roughness": 0.92, "Sheen Weight": 0.15}, Grain("weave", 40, 0.4, 0.3)),
    "cloth": Finish({"Roughness": 0.95, "Sheen Weight": 0.3}, Grain("weave", 70, 0.3, 0.18)),
    "felt": Finish(
        {"Roughness": 1.0, "Sheen Weight": 0.7, "Sheen Roughness": 0.5}, Grain("noise", 60, 0.5, 0.25)
    ),
    "thread": Finish({"Roughness": 0.8, "Sheen Weight": 0.2}, Grain("weave", 110, 0.5, 0.25)),
    "metal": Finish({"Metallic": 1.0, "Roughness": 0.3}, tints_light=True),
    "brushed": Finish({"Metallic": 1.0, "Roughness": 0.36}, Grain("brushed", 60, 0.04), tints_light=True),
    "chrome": Finish({"Metallic": 1.0, "Roughness": 0.1}, tints_light=True),
    "glass": Finish({"Roughness": 0.05, "Alpha": 0.26, "Coat Weight": 1.0, "Coat Roughness": 0.03}),
    "frosted": Finish({"Roughness": 0.4, "Alpha": 0.6, "Coat Weight": 0.25, "Coat Roughness": 0.2}),
    "silicone": Finish({"Roughness": 0.5, "Subsurface Weight": 0.2, "Subsurface Scale": 0.05}),
    "shade": Finish(
        {"Roughness": 0.9, "Emission Strength": 0.55}, Grain("weave", 60, 0.15, 0.12), tints_light=True
    ),
    "light": Finish({"Emission Strength": 4.0}, tints_light=True),
    "screen": Finish({"Roughness": 0.06, "Coat Weight": 0.4}),
    "display": Finish({"Roughness": 0.25, "Specular IOR Level": 0.08, "Emission Strength": 0.9}),
    "plush": Finish(
        {"Roughness": 1.0, "Sheen Weight": 0.8, "Sheen Roughness": 0.5}, Grain("noise", 40, 0.8, 0.3)
    ),
    "tea": Finish({"Roughness": 0.9}, Grain("noise", 30, 0.6, 0.6)),
}
