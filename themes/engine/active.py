"""The active theme, which behaves like the active language.

    with override("lunar"):
        render_to_string("home.html", context)

A request's theme is looked up when something first asks for it: the middleware leaves a resolver, so
that a request which draws no page (the API, a webhook) pays nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token

from themes.engine import discovery

Active = str | Callable[[], str]

_active: ContextVar[Active | None] = ContextVar("active_theme", default=None)


def get_theme() -> discovery.Theme:
    """The theme in force: the overridden one, else the request's, else the default.

    Falls to the default theme when the chosen one is not usable; raises `ThemeNotFound` only
    when the default theme itself is missing.
    """
    chosen = _active.get()
    if callable(chosen):
        chosen = chosen()
        _active.set(chosen)
    if chosen and discovery.exists(chosen):
        return discovery.get(chosen)
    return discovery.get(discovery.default_slug())


def activate(theme: Active | None) -> Token[Active | None]:
    """Put a theme (a slug, or a resolver to be asked once) in force for this context."""
    return _active.set(theme)


def deactivate(token: Token[Active | None]) -> None:
    """Back to what was in force before `activate`."""
    _active.reset(token)


@contextmanager
def override(slug: str | None) -> Iterator[None]:
    """Put a theme in force for a block; None puts the default one."""
    token = activate(slug)
    try:
        yield
    finally:
        deactivate(token)
