"""`t()`: the theme's words."""

from typing import Any

from themes.engine import active, locales, state
from themes.engine.environment import template_function


@template_function
def t(key: str, n: int | None = None, **params: Any) -> str:
    """The theme's text of a key in the reader's language (see `themes.engine.locales`)."""
    now = state.current()
    return locales.translate(now.theme if now else active.get_theme(), key, n, params)
