"""An order as its buyer sees it."""

from datetime import datetime

from themes.engine.contracts.base import (
    Action,
    AddressData,
    ImageData,
    LinkData,
    MoneyData,
    Notice,
    TotalsData,
)
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class OrderLineData:
    """What was bought, as it was when bought; `url` is empty when the product is gone.

    `status` is a ready word where the line differs from its order ("2 of 3 shipped").
    """

    title: str
    quantity: int
    unit_price: MoneyData
    total: MoneyData
    options: str = ""
    sku: str = ""
    url: str = ""
    image: ImageData | None = None
    status: str = ""


@theme_data
class TimelineStep:
    """A step of the order's way; `at` None is still to come."""

    code: str
    label: str
    at: datetime | None = None
    is_current: bool = False
    note: str = ""


@theme_data
class ShipmentData:
    """A parcel: who carries it, its number, where to follow it, and its own events."""

    number: str
    carrier: str
    tracking_number: str
    state_label: str
    tracking_url: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    lines: tuple[OrderLineData, ...] = ()
    events: tuple[TimelineStep, ...] = ()


@theme_data
class OrderData:
    """One order. `state` is the code ("pending_payment", "confirmed", …), `state_label` the market's
    word for it (待付款, 待发货, …), `tone` "waiting", "good", "bad" or "neutral". `documents` are its invoice
    and credit notes, as PDF."""

    number: str
    state: str
    state_label: str
    placed_at: datetime
    lines: tuple[OrderLineData, ...]
    totals: TotalsData
    tone: str = "neutral"
    state_note: str = ""
    email: str = ""
    pay_by: datetime | None = None
    payment_label: str = ""
    payment_status: str = ""
    delivery_label: str = ""
    shipping_address: AddressData | None = None
    billing_address: AddressData | None = None
    shipments: tuple[ShipmentData, ...] = ()
    timeline: tuple[TimelineStep, ...] = ()
    actions: tuple[Action, ...] = ()
    note: str = ""
    documents: tuple[LinkData, ...] = ()


@theme_data
class OrderContext:
    """`order/tracking.html` (by link, anyone who has it) and `account/order.html` (signed in;
    `nav` is then filled)."""

    shell: Shell
    order: OrderData
    notices: tuple[Notice, ...] = ()
    nav: tuple[LinkData, ...] = ()
    breadcrumbs: tuple[LinkData, ...] = ()


@theme_data
class OrderCardData:
    """An order in a list: up to four `images` (spec "line") of what is in it."""

    number: str
    url: str
    placed_at: datetime
    state: str
    state_label: str
    total: MoneyData
    quantity: int
    tone: str = "neutral"
    summary: str = ""
    images: tuple[ImageData, ...] = ()
    actions: tuple[Action, ...] = ()


@theme_data
class OrderTab:
    """A group of orders with how many there are."""

    code: str
    label: str
    url: str
    count: int = 0
    current: bool = False
