"""Reading carts: whose is it, what is in it, what does it cost now, what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet, Sum
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commerce.catalog.queries import sellable_variants
from commerce.catalog.types import SellableVariant
from commerce.core.context import CommerceContext
from commerce.core.ids import digest
from commerce.core.money import round_ratio
from commerce.inventory.queries import availability
from commerce.pricing.engine.types import Line
from commerce.quotes.queries import quote
from commerce.quotes.types import NOWHERE, Destination, Wanted

from .errors import UnknownCart
from .models import Cart, CartLine
from .types import CartHandle, CartLineView, CartView, Change


def _open_carts(token: str | None, customer_id: int | None, ctx: CommerceContext) -> QuerySet[Cart] | None:
    """The open cart of a customer, else of a token. A token never opens a customer's cart."""
    rows = Cart.objects.filter(channel_id=ctx.channel.id, status=Cart.Status.OPEN)
    if customer_id is not None:
        return rows.filter(customer_id=customer_id)
    if token:
        return rows.filter(customer=None, token_digest=digest(token))
    return None


def find_cart(
    *, token: str | None = None, customer_id: int | None = None, ctx: CommerceContext
) -> CartHandle | None:
    """The open cart of this shopper in the context's channel, or None. Members by id, others by token."""
    rows = _open_carts(token, customer_id, ctx)
    found = rows.values_list("pk", "public_id").first() if rows is not None else None
    return CartHandle(*found) if found else None


def count(cart: CartHandle | None) -> int:
    """How many units are in the cart; 0 without one."""
    if cart is None:
        return 0
    return CartLine.objects.filter(cart_id=cart.id).aggregate(units=Sum("quantity"))["units"] or 0


def count_for(*, token: str | None = None, customer_id: int | None = None, ctx: CommerceContext) -> int:
    """How many units are in this shopper's cart, in one query (none for strangers without a token)."""
    rows = _open_carts(token, customer_id, ctx)
    if rows is None:
        return 0
    return rows.aggregate(units=Sum("lines__quantity"))["units"] or 0


def order_of(*, token: str, ctx: CommerceContext) -> int | None:
    """The order that an anonymous cart became, for a shopper who comes back with its token."""
    rows = Cart.objects.filter(token_digest=digest(token), customer=None, channel_id=ctx.channel.id)
    return rows.values_list("order_id", flat=True).first()


def view(
    cart_id: int,
    ctx: CommerceContext,
    destination: Destination = NOWHERE,
    shipping_method: str = "",
) -> CartView:
    """The cart as it can be bought now: priced through the chain, changes named. Bounded queries.

    A line of which fewer are left counts with what is left; one that cannot be bought costs nothing
    and blocks nothing. Raises UnknownCart.
    """
    cart = Cart.objects.filter(pk=cart_id).first()
    if cart is None:
        raise UnknownCart
    rows = list(CartLine.objects.filter(cart_id=cart_id).order_by("id"))
    ids = [row.variant_id for row in rows]
    variants = sellable_variants(ids, ctx) if ids else {}
    free = {id_: found.quantity for id_, found in (availability(ids, ctx) if ids else {}).items()}
    priced = quote(
        [
            Wanted(row.public_id, row.variant_id, min(row.quantity, free.get(row.variant_id, 0)))
            for row in rows
            if row.variant_id in variants
            and variants[row.variant_id].is_sellable
            and free.get(row.variant_id)
        ],
        ctx,
        destination,
        shipping_method,
        variants=variants,
    )
    with translation.override(ctx.language):
        lines = _line_views(rows, variants, free, priced.lines)
    unpriced = {line.item.key for line in priced.lines if line.unit is None}
    if unpriced:
        priced = quote(
            [
                Wanted(line.item.key, line.item.variant_id, line.item.quantity)
                for line in priced.lines
                if line.item.key not in unpriced
            ],
            ctx,
            destination,
            shipping_method,
            variants=variants,
        )
    return CartView(
        public_id=cart.public_id,
        currency=ctx.currency,
        lines=lines,
        quote=priced,
        count=sum(line.quantity for line in lines),
        delivery=cart.delivery,
    )


def seen_price(line: Line) -> int:
    """What one unit of a priced line costs after its discounts: the figure whose change is announced."""
    return round_ratio(line.net_of_discount, line.item.quantity)


def _line_views(
    rows: Sequence[CartLine],
    variants: Mapping[int, SellableVariant],
    free: Mapping[int, int],
    priced: Sequence[Line],
) -> tuple[CartLineView, ...]:
    by_key = {line.item.key: line for line in priced if line.unit is not None}
    views = []
    for row in rows:
        variant = variants.get(row.variant_id)
        if variant is None:
            continue
        line = by_key.get(row.public_id)
        views.append(
            CartLineView(
                public_id=row.public_id,
                variant=variant,
                quantity=line.item.quantity if line else row.quantity,
                line=line,
                available=free.get(row.variant_id, 0),
                changes=_changes(row, variant, free.get(row.variant_id, 0), line),
                wanted=row.quantity,
            )
        )
    return tuple(views)


def _changes(row: CartLine, variant: SellableVariant, free: int, line: Line | None) -> tuple[Change, ...]:
    if not variant.is_sellable:
        return (Change("not_sellable", _("This item is no longer for sale.")),)
    if not free:
        return (Change("sold_out", _("This item is sold out.")),)
    if line is None:
        return (Change("no_price", _("This item cannot be bought at the moment.")),)
    found = []
    if free < row.quantity:
        text = ngettext("Only %(left)d is left.", "Only %(left)d are left.", free)
        found.append(Change("quantity_reduced", text % {"left": free}))
    now = seen_price(line)
    if row.seen_unit_amount is not None and now > row.seen_unit_amount:
        found.append(Change("price_raised", _("The price has gone up since you added this.")))
    if row.seen_unit_amount is not None and now < row.seen_unit_amount:
        found.append(Change("price_lowered", _("The price has come down since you added this.")))
    return tuple(found)
