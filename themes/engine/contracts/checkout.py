"""The one-page checkout, and what comes after *Place order*."""

from datetime import datetime

from markupsafe import Markup

from themes.engine.contracts.base import AddressData, ImageData, MoneyData, Notice, TotalsData
from themes.engine.contracts.forms import AddressFormData, ErrorLink, FieldData, FormData
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class OptionCard:
    """A way to deliver or to pay, drawn as a radio button `name`=`value`. `price` None with a
    `price_text` prints the text ("free")."""

    name: str
    value: str
    id: str
    label: str
    description: str = ""
    price: MoneyData | None = None
    price_text: str = ""
    icon: str = ""
    is_selected: bool = False
    is_disabled: bool = False
    reason: str = ""


@theme_data
class CheckoutLineData:
    """A line of what is being bought; `image` is of spec "line"."""

    title: str
    quantity: int
    total: MoneyData
    url: str = ""
    options: str = ""
    image: ImageData | None = None


@theme_data
class CheckoutContext:
    """`checkout/index.html`: contact, address, delivery, payment and review in one form.

    Everything is posted to `action` with `hidden` (total shown, idempotency key, …). A submit
    button named `update_name` (value `update_value`) recalculates and comes back without
    placing the order; so does the address's own refresh button. Members get `addresses` as radio
    buttons named `address_name`; the value of the last one, "new", opens the `address` fields.
    `delivery_errors` and `payment_errors` belong to the two groups of radio buttons.
    """

    shell: Shell
    action: str
    contact: tuple[FieldData, ...]
    address: AddressFormData
    delivery: tuple[OptionCard, ...]
    payments: tuple[OptionCard, ...]
    lines: tuple[CheckoutLineData, ...]
    totals: TotalsData
    cart_url: str
    is_guest: bool = True
    login_url: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    addresses: tuple[AddressData, ...] = ()
    address_name: str = "address"
    address_selected: str = "new"
    extras: tuple[FieldData, ...] = ()
    terms: tuple[FieldData, ...] = ()
    errors: tuple[ErrorLink, ...] = ()
    delivery_errors: tuple[str, ...] = ()
    payment_errors: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    update_name: str = "update"
    update_value: str = "1"
    place_name: str = "place"
    place_value: str = "1"
    can_place: bool = True


@theme_data
class RetryData:
    """How to pay an order that is not paid yet: choose one of `payments`, post to `action`."""

    action: str
    payments: tuple[OptionCard, ...]
    hidden: tuple[tuple[str, str], ...] = ()


@theme_data
class ResultContext:
    """`checkout/result.html` and `fragments/order-result.html`.

    `state` is "paid", "confirmed" (collected on delivery), "waiting" (money on its way: the page
    asks `poll_url` for the fragment every `poll_seconds`), "transfer" (the shopper pays by
    `instructions`), "failed" (with `retry`) or "canceled". `pay_url` continues an open payment at
    the provider. `account_form` offers to keep the order in an account.
    """

    shell: Shell
    state: str
    number: str
    total: MoneyData
    tracking_url: str
    continue_url: str
    email: str = ""
    message: str = ""
    instructions: Markup | None = None
    pay_by: datetime | None = None
    pay_url: str = ""
    retry: RetryData | None = None
    poll_url: str = ""
    poll_seconds: int = 3
    lines: tuple[CheckoutLineData, ...] = ()
    totals: TotalsData | None = None
    address: AddressData | None = None
    account_form: FormData | None = None
