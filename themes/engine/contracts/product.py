"""The product page."""

from datetime import datetime

from markupsafe import Markup

from themes.engine.contracts.base import ImageData, LinkData, MoneyData, PriceData
from themes.engine.contracts.content import SectionData
from themes.engine.contracts.listing import Badge, CardData
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class GalleryItem:
    """A picture of the product: `image` of spec "gallery", `thumb` of spec "thumb"."""

    image: ImageData
    thumb: ImageData


@theme_data
class OptionValue:
    """A value of an option, seen from the variant selected now.

    `url` leads to the variant with this value (other options kept where such a variant exists).
    Not available: shown disabled with `reason` ("sold out", "not made in this size").
    """

    value: str
    label: str
    url: str
    is_selected: bool = False
    is_available: bool = True
    reason: str = ""
    color: str = ""


@theme_data
class OptionGroup:
    """An option of the product; `style` is "button" or "swatch"."""

    code: str
    label: str
    values: tuple[OptionValue, ...]
    selected: str = ""
    style: str = "button"


@theme_data
class VariantData:
    """The variant being shown."""

    id: str
    sku: str
    label: str
    url: str


@theme_data
class StockNotice:
    """`code` is "in_stock", "low", "out", "backorder" or "unavailable"; `text` says it in words."""

    code: str
    text: str


@theme_data
class DeliveryPromise:
    """When and for how much it arrives, before anything is in the cart."""

    text: str
    detail: str = ""


@theme_data
class ServicePromise:
    """What the shop stands for ("7-day returns"); `icon` names one of the theme's icons."""

    label: str
    icon: str = "check"
    detail: str = ""
    url: str = ""


@theme_data
class AttributeRow:
    """A row of the table of parameters; rows of one `group` stand together."""

    label: str
    value: str
    group: str = ""


@theme_data
class BuyForm:
    """Puts the selected variant into the cart: posts `variant`, `quantity` and `hidden` to `action`.

    The second button, *buy now*, sends `buy_now_name=buy_now_value` as well. `quantity_max` None
    means no limit known. `is_open` False: nothing can be bought, `reason` says why.
    """

    action: str
    variant: str
    is_open: bool = True
    reason: str = ""
    quantity: int = 1
    quantity_min: int = 1
    quantity_max: int | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    buy_now_name: str = "next"
    buy_now_value: str = "checkout"


@theme_data
class ProductContext:
    """`product.html`.

    `offer_ends_at` is when the first of the `promotions` behind the price is over, `offer_seconds_left` how
    long that is from now by the shop's clock: what drives a countdown. None: no end is set.
    """

    shell: Shell
    id: str
    title: str
    url: str
    variant: VariantData | None
    price: PriceData | None
    stock: StockNotice
    buy: BuyForm
    subtitle: str = ""
    brand: LinkData | None = None
    badges: tuple[Badge, ...] = ()
    gallery: tuple[GalleryItem, ...] = ()
    options: tuple[OptionGroup, ...] = ()
    delivery: DeliveryPromise | None = None
    services: tuple[ServicePromise, ...] = ()
    promotions: tuple[str, ...] = ()
    member_price: MoneyData | None = None
    attributes: tuple[AttributeRow, ...] = ()
    description: Markup | None = None
    story: tuple[SectionData, ...] = ()
    breadcrumbs: tuple[LinkData, ...] = ()
    related: tuple[CardData, ...] = ()
    offer_ends_at: datetime | None = None
    offer_seconds_left: int | None = None
