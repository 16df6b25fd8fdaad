"""The customer's own pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.core.context import CommerceContext
from commerce.customers import queries as customers
from commerce.customers.types import AddressFields, AddressView, Profile
from commerce.orders import queries as orders
from commerce.orders.texts import TABS
from themes.engine.contracts import (
    Action,
    AddressBookContext,
    AddressData,
    AddressFormContext,
    FormData,
    LinkData,
    OrderContext,
    OrdersContext,
    OrderTab,
    OverviewContext,
    ProfileContext,
    Shell,
)

from ..address_form import address_data, address_form
from ..fields import checkbox, error_links, field, select
from ..meta import PRIVATE, language_name, meta_for
from ..paths import here
from ..shell import shell
from .door import password_field
from .orders import order_cards, order_context
from .paging import pagination

RECENT = 3
PAGE_SIZE = 10


def nav(current: str) -> tuple[LinkData, ...]:
    """The menu of the account; `current` is the name of the page shown."""
    entries = (
        ("account", _("Overview")),
        ("orders", _("My orders")),
        ("addresses", _("Addresses")),
        ("profile", _("Profile")),
    )
    return tuple(LinkData(label, here(name), name == current) for name, label in entries)


def account_shell(request: HttpRequest, ctx: CommerceContext, title: str) -> Shell:
    return shell(request, ctx, meta_for(request, ctx, title=title, robots=PRIVATE))


def overview_context(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> OverviewContext:
    book = customers.addresses_of(customer_id)
    recent = orders.orders_of(customer_id)[:RECENT]
    return OverviewContext(
        shell=account_shell(request, ctx, _("My account")),
        nav=nav("account"),
        tabs=order_tabs(customer_id, None),
        recent=order_cards(orders.summaries(recent, ctx.language), ctx),
        address=entry_data(book[0], ctx) if book else None,
        add_address_url=here("address_new"),
    )


def order_tabs(customer_id: int, current: str | None) -> tuple[OrderTab, ...]:
    """All orders and each group the shopper looks for, with how many there are. One query."""
    counts = orders.status_counts(customer_id)
    url = here("orders")
    tabs = [OrderTab("", pgettext("order", "All"), url, sum(counts.values()), current == "")]
    for code, (label, states) in TABS.items():
        number = sum(counts.get(state, 0) for state in states)
        tabs.append(OrderTab(code, str(label), f"{url}?state={code}", number, current == code))
    return tuple(tabs)


def orders_context(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> OrdersContext:
    """A page of the customer's orders; an unknown group shows all, a page past the end the last."""
    state = request.GET.get("state", "")
    state = state if state in TABS else ""
    rows = orders.orders_of(customer_id, TABS[state][1] if state else None)
    found = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))

    def url_of(number: int) -> str:
        parts = [f"state={state}"] * bool(state) + [f"page={number}"] * (number > 1)
        return here("orders") + (f"?{'&'.join(parts)}" if parts else "")

    return OrdersContext(
        shell=account_shell(request, ctx, _("My orders")),
        nav=nav("orders"),
        tabs=order_tabs(customer_id, state),
        orders=order_cards(orders.summaries(found.object_list, ctx.language), ctx),
        pagination=pagination(
            found.number, found.paginator.num_pages, found.paginator.count, PAGE_SIZE, len(found), url_of
        ),
    )


def own_order_context(
    request: HttpRequest, ctx: CommerceContext, customer_id: int, public_id: str
) -> OrderContext:
    """One of the customer's own orders. Raises orders' NotFound."""
    facts = orders.get_for_customer(customer_id, public_id)
    crumbs = (
        LinkData(_("My orders"), here("orders")),
        LinkData(facts.number, here("order", public_id=public_id), current=True),
    )
    order = orders.order_view(facts.id, ctx.language)
    return order_context(request, ctx, order, nav=nav("orders"), breadcrumbs=crumbs)


def addresses_context(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> AddressBookContext:
    return AddressBookContext(
        shell=account_shell(request, ctx, _("Addresses")),
        nav=nav("addresses"),
        addresses=tuple(entry_data(entry, ctx) for entry in customers.addresses_of(customer_id)),
        add_url=here("address_new"),
    )


def entry_data(entry: AddressView, ctx: CommerceContext) -> AddressData:
    public_id = entry.public_id
    default = Action("default", _("Make default"), here("address_default", public_id=public_id))
    delete = Action(
        "delete",
        _("Delete"),
        here("address_delete", public_id=public_id),
        style="danger",
        confirm=_("Delete this address?"),
    )
    return address_data(
        entry.fields,
        ctx.language,
        public_id=public_id,
        is_default=entry.is_default,
        edit_url=here("address", public_id=public_id),
        actions=(delete,) if entry.is_default else (default, delete),
    )


def address_form_context(
    request: HttpRequest,
    ctx: CommerceContext,
    address: AddressFields,
    *,
    public_id: str = "",
    is_default: bool = False,
    errors: Mapping[str, object] | None = None,
    problem: object = "",
) -> AddressFormContext:
    """Add an address, or change entry `public_id`."""
    title = _("Change address") if public_id else _("Add an address")
    form = address_form(address, ctx, errors=errors)
    return AddressFormContext(
        shell=account_shell(request, ctx, title),
        nav=nav("addresses"),
        title=title,
        action=here("address", public_id=public_id) if public_id else here("address_new"),
        address=form,
        cancel_url=here("addresses"),
        options=(checkbox("is_default", _("Use as my default address"), checked=is_default, required=False),),
        errors=error_links(form.fields, [problem] if problem else ()),
    )


def profile_context(
    request: HttpRequest,
    ctx: CommerceContext,
    profile: Profile,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, object] | None = None,
    password_errors: Mapping[str, object] | None = None,
) -> ProfileContext:
    """Name and language of mails; password. Each form by itself."""
    values = {"name": profile.name, "language": profile.language or ctx.language, **(typed or {})}
    own = (
        field("name", _("Full name"), value=values["name"], required=False, autocomplete="name",
              maxlength=100, errors=errors),
        select("language", _("Language of messages"),
               [(code, language_name(code)) for code, _name in settings.LANGUAGES],
               value=values["language"], errors=errors),
    )  # fmt: skip
    secret = [password_field("new_password", _("New password"), new=True, errors=password_errors)]
    if profile.has_password:
        secret.insert(0, password_field("old_password", _("Current password"), errors=password_errors))
    return ProfileContext(
        shell=account_shell(request, ctx, _("Profile")),
        nav=nav("profile"),
        profile=FormData("profile", here("profile"), own, submit=_("Save"), errors=error_links(own)),
        password=FormData(
            "password",
            here("password_change"),
            tuple(secret),
            submit=_("Change password") if profile.has_password else _("Set a password"),
            errors=error_links(secret),
        ),
    )
