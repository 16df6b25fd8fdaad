"""The cart page and its fragments."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commerce.cart import queries as carts_read
from commerce.cart.types import CartLineView, CartView
from commerce.catalog.queries import sellable_variants, variant_id_of
from commerce.core.context import CommerceContext
from commerce.core.errors import NotFound
from commerce.search.queries import browse
from commerce.search.types import ProductFilter
from commerce.shipping.queries import rules as shipping_rules
from themes.engine.contracts import (
    Action,
    CardData,
    CartContext,
    CartCountFragment,
    CartLineData,
    ImageData,
    InvalidLineData,
    MiniCartFragment,
    Notice,
    ShippingHint,
    UndoData,
)

from .. import carts
from ..address_form import default_country
from ..cards import cards
from ..meta import PRIVATE, meta_for
from ..paths import here, product_path
from ..pictures import images
from ..prices import line_price, money
from ..shell import shell
from .totals import quote_totals

MAX_QUANTITY = 999
QUANTITY_PREFIX = "quantity-"
RECOMMENDED = 4


def cart_context(request: HttpRequest, ctx: CommerceContext, notices: tuple[Notice, ...] = ()) -> CartContext:
    """The visitor's cart as it can be bought now, with what changed since they last looked."""
    handle = carts.find(request, ctx)
    view = carts_read.view(handle.id, ctx) if handle else None
    meta = meta_for(request, ctx, title=_("Cart"), robots=PRIVATE)
    lines = cart_lines(view, ctx) if view else ()
    invalid = invalid_lines(view, ctx) if view else ()
    changed = any(line.notices for line in lines) or bool(invalid)
    if changed and not notices:
        notices = (
            Notice("changed", _("Some things in your cart have changed. Please look again."), "warning"),
        )
    return CartContext(
        shell=shell(request, ctx, meta, cart_count=view.count if view else 0),
        lines=lines,
        totals=quote_totals(view.quote, ctx) if view and lines else None,
        update_action=here("cart_update"),
        checkout_url=here("checkout"),
        continue_url=here("products"),
        can_checkout=bool(lines),
        invalid_lines=invalid,
        clear_invalid=Action("clear", _("Remove all"), here("cart_clear_invalid")) if invalid else None,
        notices=notices,
        shipping_hint=_shipping_hint(view, ctx) if view and lines else None,
        undo=_undo(request, ctx),
        recommended=() if lines else _newest(ctx),
    )


def count_fragment(request: HttpRequest, ctx: CommerceContext) -> CartCountFragment:
    number = carts.count(request, ctx)
    return CartCountFragment(number, here("cart"), count_text(number))


def count_text(number: int) -> str:
    return ngettext("%d item in your cart", "%d items in your cart", number) % number


def mini_cart(
    request: HttpRequest, ctx: CommerceContext, *, added: str = "", notices: tuple[Notice, ...] = ()
) -> MiniCartFragment:
    """What is in the cart, after adding the line with the public id `added` or failing to."""
    handle = carts.find(request, ctx)
    view = carts_read.view(handle.id, ctx) if handle else None
    lines = cart_lines(view, ctx) if view else ()
    line = next((one for one in lines if one.id == added), None)
    count = view.count if view else 0
    announcement = notices[0].text if notices else count_text(count)
    if line is not None:
        announcement = _("Added to your cart: {title}").format(title=line.title)
    return MiniCartFragment(
        count=count,
        lines=lines,
        totals=quote_totals(view.quote, ctx) if view and lines else None,
        cart_url=here("cart"),
        checkout_url=here("checkout"),
        added=line,
        notices=notices,
        announcement=announcement,
    )


def cart_lines(view: CartView, ctx: CommerceContext) -> tuple[CartLineData, ...]:
    """The lines that can be bought. One query, for their pictures."""
    pictures = images([line.variant.image_id for line in view.buyable], "line")
    return tuple(_line(line, pictures, ctx) for line in view.buyable)


def _line(view: CartLineView, pictures: dict[int, ImageData], ctx: CommerceContext) -> CartLineData:
    variant, line = view.variant, view.line
    assert line is not None
    price = line_price(line, ctx)
    assert price is not None
    return CartLineData(
        id=view.public_id,
        title=variant.name,
        url=product_path(variant.slug, variant.product_public_id, ctx.language, variant.public_id),
        quantity=view.quantity,
        quantity_name=QUANTITY_PREFIX + view.public_id,
        unit_price=price,
        total=money(line.net_of_discount, ctx.currency, ctx.language),
        remove=_remove(view.public_id),
        options=variant.option_label,
        image=pictures.get(variant.image_id) if variant.image_id else None,
        quantity_max=min(view.available, MAX_QUANTITY),
        total_before=money(line.subtotal, ctx.currency, ctx.language) if line.discount else None,
        notices=tuple(
            Notice(change.code, change.message, "info" if change.code == "price_lowered" else "warning")
            for change in view.changes
        ),
    )


def invalid_lines(view: CartView, ctx: CommerceContext) -> tuple[InvalidLineData, ...]:
    """The lines that cannot be bought any more, and why."""
    pictures = images([line.variant.image_id for line in view.invalid], "line")
    return tuple(
        InvalidLineData(
            id=line.public_id,
            title=line.variant.name,
            url=product_path(line.variant.slug, line.variant.product_public_id, ctx.language)
            if line.variant.is_sellable
            else "",
            quantity=line.quantity,
            reason=line.changes[0].message if line.changes else "",
            remove=_remove(line.public_id),
            options=line.variant.option_label,
            image=pictures.get(line.variant.image_id) if line.variant.image_id else None,
        )
        for line in view.invalid
    )


def _remove(line_public_id: str) -> Action:
    return Action("remove", _("Remove"), here("cart_remove", line=line_public_id))


def _shipping_hint(view: CartView, ctx: CommerceContext) -> ShippingHint | None:
    """What is missing for free delivery to the channel's first country."""
    limits = [rule.free_over for rule in shipping_rules(ctx, country=default_country(ctx)) if rule.free_over]
    if not limits:
        return None
    limit, reached = min(limits), sum(line.net_of_discount for line in view.quote.lines)
    if reached >= limit:
        return ShippingHint(_("You have free delivery."), 100)
    missing = money(limit - reached, ctx.currency, ctx.language).formatted
    return ShippingHint(
        _("{amount} more for free delivery.").format(amount=missing), max(reached * 100 // limit, 0)
    )


def _undo(request: HttpRequest, ctx: CommerceContext) -> UndoData | None:
    """How to have the line back that the address says was just removed."""
    variant, quantity = request.GET.get("removed", ""), request.GET.get("quantity", "")
    if not variant or not (
        quantity.isascii() and quantity.isdigit() and 0 < int(quantity[:4]) <= MAX_QUANTITY
    ):
        return None
    try:
        variant_id = variant_id_of(variant)
    except NotFound:
        return None
    found = sellable_variants([variant_id], ctx).get(variant_id)
    if found is None:
        return None
    action = Action(
        "undo", _("Undo"), here("cart_restore"), hidden=(("variant", variant), ("quantity", quantity))
    )
    return UndoData(_("Removed: {title}").format(title=found.name), action)


def _newest(ctx: CommerceContext) -> tuple[CardData, ...]:
    return cards(browse(ProductFilter(sort="newest", page_size=RECOMMENDED), ctx).product_ids, ctx)
