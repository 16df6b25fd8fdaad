"""`picture()`: an image in every format and width that was made for it."""

from typing import Any

from markupsafe import Markup

from themes.engine import images, state
from themes.engine.budget import escaped
from themes.engine.environment import template_function
from themes.engine.errors import HelperError

NEEDED = ("src", "width", "height", "alt", "sources", "spec", "focal", "color")


@template_function
def picture(
    image: Any, sizes: str = "", eager: bool = False, priority: bool = False, css: str = ""
) -> Markup:
    """A `<picture>` of an `ImageData`; nothing for None.

    `sizes` defaults to what theme.toml declares for the image's spec. Lazy unless `eager`; `priority`
    is for the one picture that makes the page look loaded, and implies `eager`.
    """
    if image is None:
        return Markup("")
    if not all(hasattr(image, name) for name in NEEDED):
        raise HelperError("picture takes an ImageData")
    wanted = escaped(sizes or _declared_sizes(image.spec))
    sources = "".join(
        f'<source type="{escaped(source.mime)}" srcset="{escaped(source.srcset)}" sizes="{wanted}">'
        for source in image.sources
        if source.srcset
    )
    css_class = f' class="{escaped(css)}"' if css else ""
    loading = "eager" if eager or priority else "lazy"
    first = ' fetchpriority="high"' if priority else ""
    # Every value is escaped or a number.
    return Markup(  # noqa: S704
        f'<picture{css_class}>{sources}<img src="{escaped(image.src)}" alt="{escaped(image.alt)}"'
        f' width="{int(image.width)}" height="{int(image.height)}"{_hints(image)}'
        f' loading="{loading}" decoding="async"{first}></picture>'
    )


def _declared_sizes(spec: str) -> str:
    now = state.current()
    declared = images.declarations_of(now.theme).get(spec) if now else None
    return declared.sizes if declared else "100vw"


def _hints(image: Any) -> str:
    """Focal point and placeholder color as data attributes: the content policy allows no inline style."""
    focal = image.focal if image.focal != "50% 50%" else ""
    pairs = (("focal", focal), ("color", image.color))
    return "".join(f' data-{name}="{escaped(value)}"' for name, value in pairs if value)
