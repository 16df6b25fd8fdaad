"""Reading carts: whose is it, what is in it, what does it cost now, what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commerce.catalog.queries import sellable_variants
from commerce.catalog.types import SellableVariant
from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext
from commerce.core.ids import digest
from commerce.core.money import round_ratio
from commerce.inventory.queries import availability
from commerce.inventory.types import Availability
from commerce.pricing.engine.types import Line
from commerce.quotes.queries import priced, pricing_inputs
from commerce.quotes.types import NOWHERE, Destination, Wanted

from .errors import UnknownCart
from .models import Cart, CartLine
from .types import NO_RULES, CartHandle, CartLineView, CartView, Change


def _open(channel_id: int) -> QuerySet[Cart]:
    return Cart.objects.filter(channel_id=channel_id, status=Cart.Status.OPEN)


# A token never opens a customer's cart.
_find_members = Compiled(
    lambda channel_id, customer_id: (
        _open(channel_id).filter(customer_id=customer_id).values_list("pk", "public_id")
    )
)
_find_strangers = Compiled(
    lambda channel_id, token_digest: (
        _open(channel_id).filter(customer=None, token_digest=token_digest).values_list("pk", "public_id")
    )
)
_count_members = Compiled(
    lambda channel_id, customer_id: (
        _open(channel_id).filter(customer_id=customer_id).values_list("lines__quantity")
    )
)
_count_strangers = Compiled(
    lambda channel_id, token_digest: (
        _open(channel_id).filter(customer=None, token_digest=token_digest).values_list("lines__quantity")
    )
)
_count_lines = Compiled(
    lambda cart_id: CartLine.objects.filter(cart_id=cart_id).order_by().values_list("quantity")
)


def find_cart(
    *, token: str | None = None, customer_id: int | None = None, ctx: CommerceContext
) -> CartHandle | None:
    """The open cart of this shopper in the context's channel, or None. Members by id, others by token."""
    found = _of(_find_members, _find_strangers, token, customer_id, ctx)
    return CartHandle(*found[0]) if found else None


def count(cart: CartHandle | None) -> int:
    """How many units are in the cart; 0 without one."""
    return _sum(_count_lines(cart.id)) if cart is not None else 0


def count_for(*, token: str | None = None, customer_id: int | None = None, ctx: CommerceContext) -> int:
    """How many units are in this shopper's cart, in one query (none for strangers without a token)."""
    return _sum(_of(_count_members, _count_strangers, token, customer_id, ctx))


def _of(
    members: Compiled, strangers: Compiled, token: str | None, customer_id: int | None, ctx: CommerceContext
) -> list[tuple[Any, ...]]:
    """What is read of a customer's open cart, else of a token's."""
    if customer_id is not None:
        return members(ctx.channel.id, customer_id)
    return strangers(ctx.channel.id, digest(token)) if token else []


def _sum(quantities: Sequence[tuple[Any, ...]]) -> int:
    """An empty cart is one row without a quantity."""
    return sum(quantity or 0 for (quantity,) in quantities)


def find_own(
    *, public_id: str, token: str | None = None, customer_id: int | None = None
) -> CartHandle | None:
    """This shopper's cart `public_id`, open or ordered, or None.

    For a second click on *Place order*: the cart is closed by then, and placing it again answers with
    its order.
    """
    rows = Cart.objects.filter(public_id=public_id)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    elif token:
        rows = rows.filter(customer=None, token_digest=digest(token))
    else:
        return None
    found = rows.values_list("pk", "public_id").first()
    return CartHandle(*found) if found else None


class _Row(NamedTuple):
    """A line with its cart; an empty cart is one row without a line."""

    cart_public_id: str
    customer_id: int | None
    channel_id: int
    status: str
    version: int
    delivery: Any
    line_id: int | None
    public_id: str
    variant_id: int
    quantity: int
    seen_unit_amount: int | None


_read_cart = Compiled(
    lambda cart_id: (
        Cart.objects.filter(pk=cart_id)
        .order_by("lines__id")
        .values_list(
            "public_id",
            "customer_id",
            "channel_id",
            "status",
            "version",
            "delivery",
            "lines__id",
            "lines__public_id",
            "lines__variant_id",
            "lines__quantity",
            "lines__seen_unit_amount",
        )
    )  # fmt: skip
)


def view(
    cart_id: int,
    ctx: CommerceContext,
    destination: Destination = NOWHERE,
    shipping_method: str = "",
    *,
    with_shipping: bool = False,
) -> CartView:
    """The cart as it can be bought now: priced through the chain, changes named. Takes no lock.

    A line of which fewer are left counts with what is left; one that cannot be bought costs nothing
    and blocks nothing. `with_shipping` reads the rules of delivery even if no method is chosen yet.
    The number of queries does not depend on that of lines. Raises UnknownCart, also for somebody else's.
    """
    found = [_Row(*row) for row in _read_cart(cart_id)]
    if not found or (found[0].customer_id, found[0].channel_id) != (ctx.customer.id, ctx.channel.id):
        raise UnknownCart
    cart, rows = found[0], [row for row in found if row.line_id is not None]
    ids = [row.variant_id for row in rows]
    stock = availability(ids, ctx) if ids else {}
    variants = sellable_variants(ids, ctx) if ids else {}
    wanted = {
        row.public_id: Wanted(
            row.public_id, row.variant_id, min(row.quantity, stock[row.variant_id].quantity)
        )
        for row in rows
        if stock[row.variant_id].is_available
        and row.variant_id in variants
        and variants[row.variant_id].is_sellable
    }
    rules = NO_RULES  # sold out altogether: nothing to price
    if wanted:
        shipped = with_shipping or bool(shipping_method)
        rules = pricing_inputs(ctx, variants, destination, with_shipping=shipped)
    quote = priced(list(wanted.values()), ctx, rules, variants, shipping_method)
    unpriced = {line.item.key for line in quote.lines if line.unit is None}
    if unpriced:
        kept = [each for key, each in wanted.items() if key not in unpriced]
        quote = priced(kept, ctx, rules, variants, shipping_method)
    with translation.override(ctx.language):
        lines = _line_views(rows, variants, stock, quote.lines)
    return CartView(
        public_id=cart.cart_public_id,
        currency=ctx.currency,
        lines=lines,
        quote=quote,
        count=sum(line.quantity for line in lines),
        delivery=cart.delivery,
        rules=rules,
        stock=stock,
        version=cart.version,
        is_open=cart.status == Cart.Status.OPEN,
    )


def seen_price(line: Line) -> int:
    """What one unit of a priced line costs after its discounts: the figure whose change is announced."""
    return round_ratio(line.net_of_discount, line.item.quantity)


def _line_views(
    rows: Sequence[_Row],
    variants: Mapping[int, SellableVariant],
    stock: Mapping[int, Availability],
    priced: Sequence[Line],
) -> tuple[CartLineView, ...]:
    by_key = {line.item.key: line for line in priced if line.unit is not None}
    views = []
    for row in rows:
        variant = variants.get(row.variant_id)
        if variant is None:
            continue
        line = by_key.get(row.public_id)
        free = stock[row.variant_id].quantity
        views.append(
            CartLineView(
                public_id=row.public_id,
                variant=variant,
                quantity=line.item.quantity if line else row.quantity,
                line=line,
                available=free,
                changes=_changes(row, variant, free, line),
                wanted=row.quantity,
            )
        )
    return tuple(views)


def _changes(row: _Row, variant: SellableVariant, free: int, line: Line | None) -> tuple[Change, ...]:
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
