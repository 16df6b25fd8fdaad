"""Every model of the studio by name: a function of its parameters that returns parts."""

from __future__ import annotations

from collections.abc import Callable

from ..shapes import Part

Model = Callable[..., list[Part]]
MODELS: dict[str, Model] = {}


def model(build: Model) -> Model:
    """Enter a function in the list under its own name, underscores as hyphens."""
    MODELS[build.__name__.replace("_", "-")] = build
    return build


from . import baby, boots, electronics, home, shoes, tea  # noqa: E402, F401  (they enter their models here)
