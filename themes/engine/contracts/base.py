"""Small nouns that every other contract is made of."""

from themes.engine.marks import theme_data


@theme_data
class MoneyData:
    """A sum: minor units of `currency`, and the text to print in the shopper's language."""

    amount: int
    currency: str
    formatted: str


@theme_data
class PriceData:
    """What a thing costs, as a shopper should read it.

    `was` is printed struck through, always with `was_basis` (the stated basis the law asks for,
    such as "30-day lowest price"). `discount` is a short ready label such as "-20%" or "8折".
    """

    now: MoneyData
    was: MoneyData | None = None
    was_basis: str = ""
    is_from: bool = False
    discount: str = ""
    note: str = ""
    unit: str = ""


@theme_data
class ImageSource:
    """One `<source>`: a MIME type and its complete `srcset`."""

    mime: str
    srcset: str


@theme_data
class ImageData:
    """A picture already rendered for one image spec of the theme (`spec`, see theme.toml).

    `width` and `height` are those of `src`, in pixels; `focal` is a CSS object-position;
    `color` (`#rrggbb`) is painted until the picture arrives, empty when unknown.
    """

    id: str
    alt: str
    width: int
    height: int
    src: str
    sources: tuple[ImageSource, ...] = ()
    spec: str = "card"
    focal: str = "50% 50%"
    color: str = ""


@theme_data
class LinkData:
    """A link; `current` when it leads to the page being shown."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@theme_data
class Action:
    """A button that posts (or a link, when `method` is "get").

    `style` is "primary", "secondary" or "danger"; `confirm` is a question to ask first, which
    the platform asks again on its own page where there is no JavaScript.
    """

    code: str
    label: str
    url: str
    method: str = "post"
    style: str = "secondary"
    confirm: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@theme_data
class Notice:
    """Something the shopper should know: `level` is "info", "success", "warning" or "error"."""

    code: str
    text: str
    level: str = "info"


@theme_data
class PageLink:
    """A numbered page; `number` None is the gap between numbers."""

    number: int | None
    url: str = ""
    current: bool = False


@theme_data
class Pagination:
    """Where we are in a long list; `first` and `last` are 1-based positions of the items shown."""

    page: int
    page_count: int
    total: int
    first: int
    last: int
    pages: tuple[PageLink, ...] = ()
    previous_url: str = ""
    next_url: str = ""


@theme_data
class TotalRow:
    """One line of a sum: `kind` is "plain", "discount" or "muted"; `text` replaces the amount
    where there is none yet ("calculated at checkout") or where it reads better ("free")."""

    code: str
    label: str
    amount: MoneyData | None
    kind: str = "plain"
    text: str = ""
    note: str = ""


@theme_data
class TotalsData:
    """Rows above the line, and the figure below it. `total` is what will be charged."""

    rows: tuple[TotalRow, ...]
    total: MoneyData
    tax_note: str = ""
    saved: MoneyData | None = None


@theme_data
class AddressData:
    """An address in the order its country prints it: `lines` never contain the name or phone."""

    id: str
    name: str
    phone: str
    lines: tuple[str, ...]
    country: str = ""
    is_default: bool = False
    edit_url: str = ""
    actions: tuple[Action, ...] = ()


@theme_data
class SectionData:
    """A section; `sections/<type>.html` draws it. `id` is unique on its page."""

    type: str
    id: str
