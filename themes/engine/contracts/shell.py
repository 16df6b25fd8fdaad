"""What every page has around its own content."""

from themes.engine.contracts.base import ImageData, LinkData
from themes.engine.marks import theme_data


@theme_data
class ShopData:
    """The shop as it presents itself on this channel."""

    name: str
    tagline: str = ""
    logo: ImageData | None = None
    announcement: str = ""
    announcement_url: str = ""
    email: str = ""
    phone: str = ""
    hours: str = ""


@theme_data
class RequestData:
    """The request, as far as a theme may know it.

    `path` is this page's path without query, `full_path` with it, `lang` the HTML language tag
    ("zh-Hans", "en"), `language` the code the shop uses ("zh-hans", "en"). The platform prints what a
    preview assumes (`preview_note`) and the way out of it.
    """

    path: str
    full_path: str
    language: str
    lang: str
    currency: str
    direction: str = "ltr"
    channel: str = ""
    is_preview: bool = False
    design_mode: bool = False
    preview_note: str = ""
    preview_exit_url: str = ""


@theme_data
class ChoiceLink:
    """A language or currency one can switch to; `url` is this same page in it."""

    code: str
    label: str
    url: str
    lang: str = ""
    current: bool = False


@theme_data
class CustomerData:
    """The signed-in customer. Guests have None in its place."""

    name: str
    email: str


@theme_data
class CartSummary:
    """How many units are in the cart; the lines come with the cart page and its fragment."""

    count: int


@theme_data
class MenuItem:
    """An entry of a menu; one level of children is printed."""

    label: str
    url: str
    current: bool = False
    children: tuple[LinkData, ...] = ()


@theme_data
class Menus:
    """`header` holds the categories; each item of `footer` is a column of links."""

    header: tuple[MenuItem, ...] = ()
    footer: tuple[MenuItem, ...] = ()


@theme_data
class Routes:
    """Addresses of the shop's fixed places, in the current language.

    `logout` is posted to. `cart_add` takes `variant` and `quantity`. `cart_count`, `mini_cart`
    and `address_fields` answer with HTML fragments of the same name.
    """

    home: str
    listing: str
    search: str
    cart: str
    checkout: str
    account: str
    login: str
    logout: str
    register: str
    password_reset: str
    orders: str
    addresses: str
    profile: str
    cart_add: str
    cart_count: str
    mini_cart: str
    address_fields: str


@theme_data
class LegalData:
    """Who runs the shop; printed by the platform's own `legal_footer()` and never optional."""

    company: str = ""
    address: str = ""
    vat: str = ""
    icp: str = ""
    icp_url: str = ""
    public_security: str = ""
    public_security_url: str = ""
    licence_url: str = ""
    terms_url: str = ""
    privacy_url: str = ""
    returns_url: str = ""


@theme_data
class Flash:
    """A message about what has just happened; `level` as in `Notice`."""

    level: str
    text: str
    link: LinkData | None = None


@theme_data
class Alternate:
    """This page in another language (`lang` is an hreflang value, "x-default" included)."""

    lang: str
    url: str


@theme_data
class Meta:
    """What `head()` prints. URLs are absolute; `jsonld` are JSON documents already safe in HTML."""

    title: str
    description: str = ""
    canonical: str = ""
    robots: str = ""
    alternates: tuple[Alternate, ...] = ()
    og: tuple[tuple[str, str], ...] = ()
    jsonld: tuple[str, ...] = ()
    previous_url: str = ""
    next_url: str = ""


@theme_data
class Shell:
    """Everything around the page. Error pages carry one too, with fewer facts in it."""

    shop: ShopData
    request: RequestData
    routes: Routes
    meta: Meta
    legal: LegalData
    menus: Menus
    cart: CartSummary
    customer: CustomerData | None = None
    languages: tuple[ChoiceLink, ...] = ()
    currencies: tuple[ChoiceLink, ...] = ()
    flashes: tuple[Flash, ...] = ()
    search_query: str = ""
