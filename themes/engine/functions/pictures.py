"""`picture()`: an image in every format and width that was made for it."""

from typing import Any

from markupsafe import Markup

from themes.engine import images, state
from themes.engine.environment import template_function
from themes.engine.errors import HelperError

NEEDED = ("src", "width", "height", "alt", "sources")


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
    wanted = sizes or _declared_sizes(image.spec)
    sources = Markup("").join(
        Markup('<source type="{}" srcset="{}" sizes="{}">').format(source.mime, source.srcset, wanted)
        for source in image.sources
    )
    style = _style(image)
    return Markup(
        '<picture{}>{}<img src="{}" alt="{}" width="{}" height="{}"{} loading="{}" decoding="async"{}>'
        "</picture>"
    ).format(
        Markup(' class="{}"').format(css) if css else "",
        sources,
        image.src,
        image.alt,
        image.width,
        image.height,
        style,
        "eager" if eager or priority else "lazy",
        Markup(' fetchpriority="high"') if priority else "",
    )


def _declared_sizes(spec: str) -> str:
    now = state.current()
    declared = images.declarations(now.theme.slug).get(spec) if now else None
    return declared.sizes if declared else "100vw"


def _style(image: Any) -> Markup:
    """Focal point and placeholder color ride along as data attributes: the CSP allows no inline style."""
    focal = getattr(image, "focal", "")
    color = getattr(image, "color", "")
    pieces = Markup("")
    if focal and focal != "50% 50%":
        pieces += Markup(' data-focal="{}"').format(focal)
    if color:
        pieces += Markup(' data-color="{}"').format(color)
    return pieces
