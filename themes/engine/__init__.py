"""The theme engine: finds themes, chooses one per request, renders with it, and survives it.

    from themes import engine

    engine.render(request, "listing.html", ListingContext(…))   # a page
    engine.render_to_string("email/message.html", context)      # a text
    engine.get_release()                                        # what an order line pins
    with engine.override("lunar", "red"): …                     # as with the active language

Promises: a template reads plain data only, a shopper never sees an error because of a theme, and which
theme is worn is a function of site and instant. Above `commerce.core` and `commerce.assets`, below
everything else.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from themes.engine.active import get_look, get_release, get_theme, override
    from themes.engine.rendering import draw, render, render_to_string
    from themes.engine.windows import resolve

__all__ = [
    "draw",
    "get_look",
    "get_release",
    "get_theme",
    "override",
    "render",
    "render_to_string",
    "resolve",
]

_HOMES = {
    "get_look": "active",
    "get_release": "active",
    "get_theme": "active",
    "override": "active",
    "draw": "rendering",
    "render": "rendering",
    "render_to_string": "rendering",
    "resolve": "windows",
}


def __getattr__(name: str) -> Any:
    """Loaded on first use: the app's models are not there yet when Django imports this package."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
