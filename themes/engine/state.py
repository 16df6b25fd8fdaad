"""What a render in progress knows: for our template functions, never for the templates themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from themes.engine.discovery import Theme


@dataclass(slots=True)
class RenderState:
    """One attempt to draw a page with one theme.

    `variables` are what the template sees, `context` the contract value they come from; `printed`
    collects which platform functions were called, for the checks. `preset` names one of the theme's own.
    """

    theme: Theme
    variables: dict[str, Any]
    context: Any = None
    request: HttpRequest | None = None
    printed: list[str] = field(default_factory=list)
    section_depth: int = 0
    preset: str = ""

    @property
    def shell(self) -> Any:
        return self.variables.get("shell")


_current: ContextVar[RenderState | None] = ContextVar("theme_render", default=None)


def current() -> RenderState | None:
    """The render in progress, None outside of one."""
    return _current.get()


@contextmanager
def rendering(state: RenderState) -> Iterator[RenderState]:
    """Make it the render in progress for a block."""
    token = _current.set(state)
    try:
        yield state
    finally:
        _current.reset(token)
