"""Edited content: sections, the home page, standard pages, error pages and mail."""

from datetime import datetime

from markupsafe import Markup

from themes.engine.contracts.base import ImageData, LinkData
from themes.engine.contracts.listing import CardData
from themes.engine.contracts.shell import Shell, ShopData
from themes.engine.marks import theme_data


@theme_data
class SectionData:
    """A section; `sections/<type>.html` draws it. `id` is unique on its page."""

    type: str
    id: str


@theme_data
class HeroSection(SectionData):
    """`hero`: the opening picture (spec "hero") with a few words and one or two links.

    `layout` is "overlay" (words on the picture) or "split" (beside it); `is_first` marks the
    section at the top of the page, whose picture is loaded first and whose heading is the h1.
    """

    heading: str
    text: str = ""
    eyebrow: str = ""
    image: ImageData | None = None
    links: tuple[LinkData, ...] = ()
    layout: str = "overlay"
    is_first: bool = False


@theme_data
class ProductRailSection(SectionData):
    """`product_rail`: a row of cards."""

    heading: str
    cards: tuple[CardData, ...]
    text: str = ""
    link: LinkData | None = None


@theme_data
class RichTextSection(SectionData):
    """`rich_text`: formatted text, sanitized."""

    html: Markup
    heading: str = ""


@theme_data
class ImageTextSection(SectionData):
    """`image_text`: a picture (spec "half") and text side by side; `side` is where the picture is."""

    heading: str
    html: Markup
    image: ImageData | None = None
    link: LinkData | None = None
    side: str = "start"


@theme_data
class CategoryTile:
    """A category with a picture (spec "tile")."""

    label: str
    url: str
    image: ImageData | None = None


@theme_data
class CategoryTilesSection(SectionData):
    """`category_tiles`: ways into the catalog."""

    heading: str
    tiles: tuple[CategoryTile, ...]


@theme_data
class HomeContext:
    """`home.html`. `title` is the h1 where no section brings one, and is then visually hidden."""

    shell: Shell
    title: str
    sections: tuple[SectionData, ...] = ()


@theme_data
class PageContext:
    """`page.html`: a standard page."""

    shell: Shell
    title: str
    intro: str = ""
    sections: tuple[SectionData, ...] = ()
    breadcrumbs: tuple[LinkData, ...] = ()
    updated_at: datetime | None = None


@theme_data
class ErrorContext:
    """`404.html`, `403.html` and `500.html`. `reference` lets support find the request."""

    shell: Shell
    status: int
    message: str = ""
    reference: str = ""
    links: tuple[LinkData, ...] = ()
    recommended: tuple[CardData, ...] = ()


@theme_data
class MaintenanceContext:
    """`maintenance.html`: stands alone, needs no database."""

    shop: ShopData
    lang: str
    message: str = ""
    until: datetime | None = None


@theme_data
class EmailContext:
    """`email/message.html`: a mail. `body` is sanitized HTML, `rows` are (label, value) pairs below it
    (goods, sums, numbers), `total` the one they come to, `closing` paragraphs after them."""

    shop: ShopData
    lang: str
    subject: str
    heading: str
    body: Markup
    preheader: str = ""
    action: LinkData | None = None
    footer: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    total: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()
    links: tuple[LinkData, ...] = ()
