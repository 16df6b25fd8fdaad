"""The active theme and its preset, which behave like the active language.

    with override("lunar", "red"):
        render_to_string("home.html", context)

A request's look is looked up when something first asks for it: the middleware leaves a resolver, so
that a request which draws no page (the API, a webhook) pays nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass

from themes.engine import discovery
from themes.engine.presets import Preset


@dataclass(frozen=True, slots=True)
class Look:
    """A theme by its slug, in one of its presets; without one in its own colors."""

    theme: str
    preset: str = ""


Active = Look | Callable[[], Look]

_active: ContextVar[Active | None] = ContextVar("active_theme", default=None)


def get_look() -> Look:
    """The look in force: the overridden one, else the request's, else the default theme.

    Falls to the default theme when the chosen one is not usable, and to the theme's own colors when
    it has no such preset.
    """
    chosen = _active.get()
    if callable(chosen):
        chosen = chosen()
        _active.set(chosen)
    if chosen is None or not discovery.exists(chosen.theme):
        return Look(discovery.default_slug())
    return chosen if chosen.preset in discovery.get(chosen.theme).presets else Look(chosen.theme)


def get_theme() -> discovery.Theme:
    """The theme of the look in force; raises `ThemeNotFound` only when the default theme is missing."""
    return discovery.get(get_look().theme)


def get_preset() -> Preset | None:
    """The preset of the look in force, None for the theme's own colors."""
    look = get_look()
    return discovery.get(look.theme).presets.get(look.preset)


def get_release() -> str:
    """What an order pins: `base@1.0.0+3f2a…`, and with a preset `mall@1.0.0+3f2a…/red`."""
    preset = get_look().preset
    return get_theme().release + (f"/{preset}" if preset else "")


def activate(look: Active | None) -> Token[Active | None]:
    """Put a look (or a resolver to be asked once) in force for this context."""
    return _active.set(look)


def deactivate(token: Token[Active | None]) -> None:
    """Back to what was in force before `activate`."""
    _active.reset(token)


@contextmanager
def override(slug: str | None, preset: str = "") -> Iterator[None]:
    """Put a theme, in a preset, in force for a block; None puts the default one."""
    token = activate(Look(slug, preset) if slug else None)
    try:
        yield
    finally:
        deactivate(token)
