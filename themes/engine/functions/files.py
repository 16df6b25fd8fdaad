"""`asset()` and `icon()`: addresses of the theme's own files."""

import logging
import re
from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

from themes.engine import active, discovery, state
from themes.engine.environment import template_function
from themes.engine.errors import HelperError
from themes.engine.plain import is_strict

logger = logging.getLogger(__name__)

ASSET_PATH = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")
ICON_NAME = re.compile(r"^[a-z0-9-]{1,40}$")


@template_function
def asset(path: str) -> str:
    """The address of `assets/<path>` in the theme or the first of its parents that has it.

    With hashed static files the address changes with the content, so that it may be cached forever.
    """
    now = state.current()
    theme = now.theme if now else active.get_theme()
    if settings.DEBUG:
        return _address(theme, path)
    return _kept_address(theme.slug, theme.chain_hash, settings.STATIC_URL, path, is_strict())


@lru_cache(maxsize=4096)
def _kept_address(slug: str, chain_hash: str, static_url: str, path: str, strict: bool) -> str:
    return _address(discovery.get(slug), path)


def _address(theme: discovery.Theme, path: str) -> str:
    owner = find_owner(theme, path)
    if owner is not None:
        try:
            return static(f"themes/{owner}/{path}")
        except ValueError:  # not in the manifest of hashed files: collectstatic has not seen it
            logger.exception("assets/%s of theme %s is not among the published files.", path, owner)
            return f"{settings.STATIC_URL}themes/{owner}/{path}"
    if is_strict():
        raise HelperError(f"There is no assets/{path} in {' or '.join(theme.chain)}.")
    logger.error("Theme %s has no assets/%s.", theme.slug, path)
    return ""


def find_owner(theme: discovery.Theme, path: str) -> str | None:
    """The first theme of the chain that has the asset."""
    if not isinstance(path, str) or not ASSET_PATH.match(path):
        return None
    for slug in theme.chain:
        if (discovery.get(slug).path / "assets" / path).is_file():
            return slug
    return None


@template_function
def icon(name: str, label: str = "", css: str = "") -> Markup:
    """The symbol `name` of assets/icons.svg; hidden from screen readers unless it has a label."""
    if not ICON_NAME.match(str(name)):
        raise HelperError(f"{name!r} is not the name of an icon")
    return _drawn_icon(asset("icons.svg"), str(name), str(label), str(css))


@lru_cache(maxsize=4096)
def _drawn_icon(file: str, name: str, label: str, css: str) -> Markup:
    said = Markup('role="img" aria-label="%s"') % label if label else Markup('aria-hidden="true"')
    return Markup('<svg class="%s" %s focusable="false"><use href="%s#%s"></use></svg>') % (
        f"icon {css}".strip(),
        said,
        file,
        name,
    )
