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
            name = spec_name(declared.name, theme.slug)
            width, _, height = declared.ratio.partition(":")
            ratio = (int(width), int(height)) if declared.ratio else None
            specs.register(specs.ImageSpec(name, declared.widths, ratio, declared.formats, declared.sizes))


def spec_name(name: str, slug: str) -> str:
    """What the pictures that a theme calls `name` are registered as.

    The name itself, so that one set of files serves all themes; `mall/card` where the mall, or a child of
    it, cuts them in other proportions than the default theme.
    """
    declared, usual = declarations(slug).get(name), declarations(discovery.default_slug()).get(name)
    if declared is None or usual is None or declared.ratio == usual.ratio:
        return name
    owner = next(theme.slug for theme in discovery.chain(slug) if name in theme.manifest.images)
    return f"{owner}/{name}"


@lru_cache(maxsize=64)
def _merged(slug: str, chain_hash: str) -> dict[str, ImageDeclaration]:
    merged: dict[str, ImageDeclaration] = {}
    for theme in reversed(discovery.chain(slug)):
        merged |= theme.manifest.images
    return merged
