"""The cart page and its fragments."""

from themes.engine.contracts.base import Action, ImageData, LinkData, MoneyData, Notice, PriceData, TotalsData
from themes.engine.contracts.listing import CardData
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class CartLineData:
    """A line one can buy. `notices` announce what changed since it was added (price, quantity).

    The cart's form sends `quantity_name`; `remove` posts by itself. `image` is of spec "line".
    """

    id: str
    title: str
    url: str
    quantity: int
    quantity_name: str
    unit_price: PriceData
    total: MoneyData
    remove: Action
    options: str = ""
    image: ImageData | None = None
    quantity_max: int | None = None
    total_before: MoneyData | None = None
    notices: tuple[Notice, ...] = ()


@theme_data
class InvalidLineData:
    """A line that cannot be bought any more, and why. It costs nothing and blocks nothing."""

    id: str
    title: str
    url: str
    quantity: int
    reason: str
    remove: Action
    options: str = ""
    image: ImageData | None = None


@theme_data
class ShippingHint:
    """What is missing for free shipping; `percent` (0–100) draws the bar, None hides it."""

    text: str
    percent: int | None = None


@theme_data
class UndoData:
    """A line just removed, and how to have it back."""

    text: str
    action: Action


@theme_data
class CartContext:
    """`cart.html`. `update_action` takes every line's quantity at once and comes back here."""

    shell: Shell
    lines: tuple[CartLineData, ...]
    totals: TotalsData | None
    update_action: str
    checkout_url: str
    continue_url: str
    can_checkout: bool = True
    invalid_lines: tuple[InvalidLineData, ...] = ()
    clear_invalid: Action | None = None
    notices: tuple[Notice, ...] = ()
    shipping_hint: ShippingHint | None = None
    undo: UndoData | None = None
    recommended: tuple[CardData, ...] = ()
    saved: tuple[LinkData, ...] = ()


@theme_data
class CartCountFragment:
    """`fragments/cart-count.html`: the figure in the header, and a sentence for screen readers."""

    count: int
    url: str
    announcement: str = ""


@theme_data
class MiniCartFragment:
    """`fragments/mini-cart.html`: what is in the cart, shown after adding something.

    `added` is the line just put in; `announcement` is read out.
    """

    count: int
    lines: tuple[CartLineData, ...]
    totals: TotalsData | None
    cart_url: str
    checkout_url: str
    added: CartLineData | None = None
    notices: tuple[Notice, ...] = ()
    announcement: str = ""
