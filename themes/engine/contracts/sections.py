"""Sections: what editors stack on pages. Content is the shop's, look the theme's."""

from datetime import date, datetime

from markupsafe import Markup

from themes.engine.contracts.base import ImageData, LinkData, SectionData
from themes.engine.contracts.listing import CardData
from themes.engine.marks import theme_data


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
class Slide:
    """One picture of a carousel (spec "hero") with words and where it leads."""

    heading: str
    text: str = ""
    image: ImageData | None = None
    link: LinkData | None = None


@theme_data
class CarouselSection(SectionData):
    """`carousel`: pictures one pushes along; never moves by itself. `label` names it for those who
    cannot see it; `is_first` as in `HeroSection`, except that its headings are never the h1."""

    label: str
    slides: tuple[Slide, ...]
    is_first: bool = False


@theme_data
class LookbookPicture:
    """Goods in use (spec "half"), what is said of it, and which goods one sees."""

    image: ImageData
    caption: str = ""
    goods: tuple[LinkData, ...] = ()


@theme_data
class LookbookSection(SectionData):
    """`lookbook`: pictures of goods in use, the first one large."""

    pictures: tuple[LookbookPicture, ...]
    heading: str = ""


@theme_data
class BannerSection(SectionData):
    """`banner`: one message across the page, with or without a picture (spec "hero")."""

    heading: str
    text: str = ""
    image: ImageData | None = None
    link: LinkData | None = None


@theme_data
class CountdownSection(SectionData):
    """`countdown`: how long until `ends_at`, counted from the server's `now`.

    `days`, `hours` and `minutes` are what is left at `now`, so that it reads without a script.
    With `is_over` there is only `over_text` to show instead of `text`.
    """

    heading: str
    ends_at: datetime
    now: datetime
    text: str = ""
    days: int = 0
    hours: int = 0
    minutes: int = 0
    is_over: bool = False
    over_text: str = ""
    link: LinkData | None = None


@theme_data
class Question:
    """A question and its answer, sanitized."""

    text: str
    answer: Markup


@theme_data
class FaqSection(SectionData):
    """`faq`: questions that open."""

    questions: tuple[Question, ...]
    heading: str = ""


@theme_data
class VideoSection(SectionData):
    """`video`: a film of the shop's own (`src`, `mime`, with `captions` in WebVTT), or a link to one
    elsewhere (`url`, on the site `host`). Never embedded: no other host learns who looks at the page.
    """

    heading: str = ""
    text: str = ""
    poster: ImageData | None = None
    src: str = ""
    mime: str = ""
    captions: str = ""
    captions_lang: str = ""
    url: str = ""
    host: str = ""


@theme_data
class ArticleCard:
    """An article in a list (picture spec "half")."""

    title: str
    url: str
    published_on: date
    intro: str = ""
    author: str = ""
    image: ImageData | None = None


@theme_data
class ArticlesSection(SectionData):
    """`articles`: the newest of the journal."""

    heading: str
    articles: tuple[ArticleCard, ...]
    link: LinkData | None = None


@theme_data
class TrustBadge:
    """A promise in a few words; `icon` is one of truck, return, shield, card, box, clock, mail, shop."""

    icon: str
    title: str
    text: str = ""


@theme_data
class TrustBadgesSection(SectionData):
    """`trust_badges`: what the shop promises, side by side."""

    badges: tuple[TrustBadge, ...]
    heading: str = ""


@theme_data
class NewsletterSection(SectionData):
    """`newsletter`: a form posting `email` and `consent` to `action`, with CSRF; a mail asks to confirm.

    `consent` is what one agrees to by ticking, `privacy_url` where that is explained.
    """

    heading: str
    action: str
    consent: str
    text: str = ""
    privacy_url: str = ""
