"""Signing in, and the customer's own pages. `nav` is the menu of the account."""

from themes.engine.contracts.base import AddressData, LinkData, Notice, Pagination
from themes.engine.contracts.forms import AddressFormData, ErrorLink, FieldData, FormData
from themes.engine.contracts.orders import OrderCardData, OrderTab
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class LoginContext:
    """`account/login.html`. `guest_url` goes on without an account, where that makes sense; `code_url` signs
    in, or opens an account, with a code sent to a phone."""

    shell: Shell
    form: FormData
    register_url: str
    password_reset_url: str
    guest_url: str = ""
    code_url: str = ""


@theme_data
class RegisterContext:
    """`account/register.html`. `code_url` opens an account by phone."""

    shell: Shell
    form: FormData
    login_url: str
    code_url: str = ""


@theme_data
class PasswordResetContext:
    """`account/password-reset.html`. `stage` is "ask", "sent", "set", "done" or "invalid"; `form`
    is there for "ask" and "set"."""

    shell: Shell
    stage: str
    login_url: str
    form: FormData | None = None
    restart_url: str = ""


@theme_data
class MessageContext:
    """`account/message.html`: a page that says one thing (mail sent, address confirmed)."""

    shell: Shell
    title: str
    text: str
    level: str = "info"
    links: tuple[LinkData, ...] = ()


@theme_data
class FormPageContext:
    """`account/form.html`: a page around one form, for steps that have no page of their own."""

    shell: Shell
    title: str
    form: FormData
    text: str = ""
    nav: tuple[LinkData, ...] = ()
    links: tuple[LinkData, ...] = ()


@theme_data
class OverviewContext:
    """`account/overview.html`."""

    shell: Shell
    nav: tuple[LinkData, ...]
    tabs: tuple[OrderTab, ...]
    recent: tuple[OrderCardData, ...]
    address: AddressData | None = None
    add_address_url: str = ""
    notices: tuple[Notice, ...] = ()


@theme_data
class OrdersContext:
    """`account/orders.html`."""

    shell: Shell
    nav: tuple[LinkData, ...]
    tabs: tuple[OrderTab, ...]
    orders: tuple[OrderCardData, ...]
    pagination: Pagination | None = None


@theme_data
class AddressBookContext:
    """`account/addresses.html`."""

    shell: Shell
    nav: tuple[LinkData, ...]
    addresses: tuple[AddressData, ...]
    add_url: str


@theme_data
class AddressFormContext:
    """`account/address-form.html`: add or change an address; `options` are fields that are not
    part of the address itself, such as *make this my default*."""

    shell: Shell
    nav: tuple[LinkData, ...]
    title: str
    action: str
    address: AddressFormData
    cancel_url: str
    options: tuple[FieldData, ...] = ()
    errors: tuple[ErrorLink, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()


@theme_data
class ProfileContext:
    """`account/profile.html`: name and language, mail address, password; each form on its own."""

    shell: Shell
    nav: tuple[LinkData, ...]
    profile: FormData
    password: FormData | None = None
    email: FormData | None = None
