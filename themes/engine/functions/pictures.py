"""`picture()`: an image in every format and width that was made for it."""

from typing import Any

from markupsafe import Markup

from themes.engine import images, state
from themes.engine.environment import template_function
from themes.engine.errors import HelperError

SOURCE = Markup('<source type="%s" srcset="%s" sizes="%s">')
PICTURE = Markup(
    '<picture%s>%s<img src="%s" alt="%s" width="%s" height="%s"%s loading="%s" decoding="async"%s></picture>'
)
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
    wanted = sizes or _declared_sizes(image.spec)
    sources = Markup("").join(
        SOURCE % (source.mime, source.srcset, wanted) if source.srcset else "" for source in image.sources
    )
    return PICTURE % (
        Markup(' class="%s"') % css if css else "",
        sources,
        image.src,
        image.alt,
        image.width,
        image.height,
        _hints(image),
        "eager" if eager or priority else "lazy",
        Markup(' fetchpriority="high"') if priority else "",
    )


def _declared_sizes(spec: str) -> str:
    now = state.current()
    declared = images.declarations_of(now.theme).get(spec) if now else None
    return declared.sizes if declared else "100vw"


def _hints(image: Any) -> Markup:
    """Focal point and placeholder color as data attributes: the content policy allows no inline style."""
    hints = Markup("")
    if image.focal and image.focal != "50% 50%":
        hints += Markup(' data-focal="%s"') % image.focal
    if image.color:
        hints += Markup(' data-color="%s"') % image.color
    return hints
