"""The pictures a theme wants: `[images.*]` of theme.toml, child over parent."""

from functools import lru_cache

from commerce.assets import specs
from themes.engine import discovery
from themes.engine.manifest import ImageDeclaration


def declarations(slug: str) -> dict[str, ImageDeclaration]:
    """Image declarations of a theme by name, inherited ones included."""
    return declarations_of(discovery.get(slug))


def declarations_of(theme: discovery.Theme) -> dict[str, ImageDeclaration]:
    """The same for a theme at hand."""
    return _merged(theme.slug, theme.chain_hash)


def register_specs() -> None:
    """Ask for the pictures of every installed theme to be made; the default theme's word counts last."""
    themes = sorted(discovery.installed().values(), key=lambda theme: theme.slug == discovery.default_slug())
    for theme in themes:
        for declared in theme.manifest.images.values():
            width, _, height = declared.ratio.partition(":")
            ratio = (int(width), int(height)) if declared.ratio else None
            specs.register(
                specs.ImageSpec(declared.name, declared.widths, ratio, declared.formats, declared.sizes)
            )


@lru_cache(maxsize=64)
def _merged(slug: str, chain_hash: str) -> dict[str, ImageDeclaration]:
    merged: dict[str, ImageDeclaration] = {}
    for theme in reversed(discovery.chain(slug)):
        merged |= theme.manifest.images
    return merged
