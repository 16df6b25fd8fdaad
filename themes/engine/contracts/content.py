"""Edited content: the home page, standard pages, error pages and mail."""

from datetime import date, datetime

from markupsafe import Markup

from themes.engine.contracts.base import ImageData, LinkData, Pagination, SectionData
from themes.engine.contracts.listing import CardData
from themes.engine.contracts.sections import ArticleCard
from themes.engine.contracts.shell import Shell, ShopData
from themes.engine.marks import theme_data


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
class ArticlesContext:
    """`articles.html`: a page of the journal, newest first; `topics` narrow it, `all_url` widens it again."""

    shell: Shell
    title: str
    articles: tuple[ArticleCard, ...]
    intro: str = ""
    breadcrumbs: tuple[LinkData, ...] = ()
    topics: tuple[LinkData, ...] = ()
    all_url: str = ""
    feed_url: str = ""
    pagination: Pagination | None = None


@theme_data
class ArticleContext:
    """`article.html`: one article; its picture is of the spec "hero", `topics` lead into the journal."""

    shell: Shell
    title: str
    published_on: date
    author: str = ""
    intro: str = ""
    image: ImageData | None = None
    sections: tuple[SectionData, ...] = ()
    topics: tuple[LinkData, ...] = ()
    breadcrumbs: tuple[LinkData, ...] = ()


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
