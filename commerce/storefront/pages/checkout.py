"""The one-page checkout."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.cart.types import CartLineView, CartView
from commerce.checkout.types import CheckoutView
from commerce.core.context import CommerceContext
from commerce.customers.types import AddressView
from commerce.payments.types import PaymentOption
from commerce.shipping.types import DeliveryOption
from themes.engine.contracts import (
    CheckoutContext,
    CheckoutLineData,
    ErrorLink,
    FieldData,
    ImageData,
    Notice,
    OptionCard,
)

from ..address_form import address_data, address_form
from ..checkout_input import NEW_ADDRESS, Typed
from ..fields import checkbox, error_links, field, field_id
from ..meta import PRIVATE, meta_for
from ..paths import here, product_path
from ..pictures import images
from ..prices import money
from ..shell import policies, shell
from .product import days_text
from .totals import quote_totals

NOTE_LENGTH = 500
ADDRESS = "address."


def checkout_context(
    request: HttpRequest,
    ctx: CommerceContext,
    typed: Typed,
    view: CheckoutView,
    *,
    book: tuple[AddressView, ...] = (),
    is_guest: bool = True,
    key: str = "",
    errors: Mapping[str, object] | None = None,
    notices: tuple[Notice, ...] = (),
) -> CheckoutContext:
    """The page with everything as it was typed. `errors` are checkout's, by its own field names."""
    errors = errors or {}
    by_part = {name.removeprefix(ADDRESS): text for name, text in errors.items() if name.startswith(ADDRESS)}
    contact = contact_fields(typed, errors) if is_guest else ()
    address = address_form(
        typed.address, ctx, errors=by_part, required=not book or typed.choice == NEW_ADDRESS
    )
    extras = (
        field("note", _("Note for the order"), "textarea", value=typed.note, required=False,
              maxlength=NOTE_LENGTH, errors=errors),
    )  # fmt: skip
    terms = terms_fields(typed, policies(request, ctx), errors)
    meta = meta_for(request, ctx, title=_("Checkout"), robots=PRIVATE)
    return CheckoutContext(
        shell=shell(request, ctx, meta, cart_count=view.cart.count),
        action=here("checkout"),
        contact=contact,
        address=address,
        delivery=tuple(delivery_card(option, view.shipping_method, ctx) for option in view.delivery),
        payments=payment_cards(view.payments, view.payment_method, "payment"),
        lines=checkout_lines(view.cart, ctx),
        totals=quote_totals(view.quote, ctx),
        cart_url=here("cart"),
        is_guest=is_guest,
        login_url=f"{here('login')}?next={here('checkout')}" if is_guest else "",
        hidden=(
            ("shown_total", str(view.quote.total)),
            ("key", key or uuid.uuid4().hex),
            ("cart", view.cart.public_id),
        ),
        addresses=tuple(
            address_data(entry.fields, ctx.language, public_id=entry.public_id, is_default=entry.is_default)
            for entry in book
        ),
        address_name="address",
        address_selected=typed.choice,
        extras=extras,
        terms=terms,
        errors=error_links([*contact, *address.fields])
        + option_errors(view, errors)
        + error_links([*extras, *terms]),
        delivery_errors=_texts(errors, "shipping_method"),
        payment_errors=_texts(errors, "payment_method"),
        notices=notices or change_notices(view.cart),
        can_place=bool(view.cart.buyable),
    )


def contact_fields(typed: Typed, errors: Mapping[str, object]) -> tuple[FieldData, ...]:
    return (
        field(
            "email",
            _("E-mail address"),
            "email",
            value=typed.email,
            errors=errors,
            autocomplete="email",
            maxlength=254,
            help=_("For the confirmation and news about your parcel."),
        ),
    )


def terms_fields(
    typed: Typed, links: Mapping[str, tuple[str, str]], errors: Mapping[str, object]
) -> tuple[FieldData, ...]:
    """Explicit consent, where there are terms to consent to; the theme prints the links."""
    if "terms" not in links:
        return ()
    label = (
        _("I have read and accept the terms of sale and the privacy policy.")
        if "privacy" in links
        else _("I have read and accept the terms of sale.")
    )
    mine = {"terms": errors["terms_accepted"]} if "terms_accepted" in errors else None
    return (checkbox("terms", label, checked=typed.terms, errors=mine),)


def checkout_lines(cart: CartView, ctx: CommerceContext) -> tuple[CheckoutLineData, ...]:
    pictures = images([line.variant.image_id for line in cart.buyable], "line")
    return tuple(_line(line, pictures, ctx) for line in cart.buyable)


def _line(view: CartLineView, pictures: dict[int, ImageData], ctx: CommerceContext) -> CheckoutLineData:
    variant = view.variant
    assert view.line is not None
    return CheckoutLineData(
        title=variant.name,
        quantity=view.quantity,
        total=money(view.line.net_of_discount, ctx.currency, ctx.language),
        url=product_path(variant.slug, variant.product_public_id, ctx.language, variant.public_id),
        options=variant.option_label,
        image=pictures.get(variant.image_id) if variant.image_id else None,
    )


def delivery_card(option: DeliveryOption, selected: str, ctx: CommerceContext) -> OptionCard:
    days = days_text(option.min_days, option.max_days) if option.max_days > 0 else ""
    return OptionCard(
        name="delivery",
        value=option.code,
        id=field_id(f"delivery_{option.code}"),
        label=option.name,
        description=" · ".join(text for text in (days, option.description) if text),
        price=money(option.amount, option.currency, ctx.language),
        price_text="" if option.amount else pgettext("totals", "Free"),
        icon="truck",
        is_selected=option.code == selected,
    )


def payment_cards(options: tuple[PaymentOption, ...], selected: str, name: str) -> tuple[OptionCard, ...]:
    return tuple(
        OptionCard(
            name=name,
            value=option.code,
            id=field_id(f"{name}_{option.code}"),
            label=option.name,
            description=option.description,
            icon=option.icon or "card",
            is_selected=option.code == selected,
        )
        for option in options
    )


def option_errors(view: CheckoutView, errors: Mapping[str, object]) -> tuple[ErrorLink, ...]:
    """Links to the first radio button of a group that was refused."""
    delivery = field_id(f"delivery_{view.delivery[0].code}") if view.delivery else ""
    payment = field_id(f"payment_{view.payments[0].code}") if view.payments else ""
    return tuple(
        ErrorLink(text, target)
        for name, target in (("shipping_method", delivery), ("payment_method", payment))
        for text in _texts(errors, name)
    )


def change_notices(cart: CartView) -> tuple[Notice, ...]:
    """What changed since the shopper last looked, named line by line."""
    return tuple(
        Notice(change.code, f"{line.variant.name}: {change.message}", "warning")
        for line in cart.lines
        for change in line.changes
    )


def _texts(errors: Mapping[str, object], name: str) -> tuple[str, ...]:
    return (str(errors[name]),) if name in errors else ()
