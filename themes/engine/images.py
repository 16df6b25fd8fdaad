"""The pictures a theme wants: `[images.*]` of theme.toml, child over parent."""

from functools import lru_cache

from themes.engine import discovery
from themes.engine.manifest import ImageDeclaration


def declarations(slug: str) -> dict[str, ImageDeclaration]:
    """Image declarations of a theme by name, inherited ones included."""
    theme = discovery.get(slug)
    return _merged(theme.slug, theme.chain_hash)


@lru_cache(maxsize=64)
def _merged(slug: str, chain_hash: str) -> dict[str, ImageDeclaration]:
    merged: dict[str, ImageDeclaration] = {}
    for theme in reversed(discovery.chain(slug)):
        merged |= theme.manifest.images
    return merged
