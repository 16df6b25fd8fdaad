"""The cart: look, add, change, remove, have it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commerce.cart import queries as carts_read
from commerce.cart import services
from commerce.cart.errors import InvalidQuantity
from commerce.core.context import CommerceContext
from commerce.core.errors import CommerceError
from themes.engine.contracts import Notice

from .. import carts
from ..context import request_context
from ..http import fragment, notice_of, page, private, status_of, wanted_fragment
from ..pages.cart import QUANTITY_PREFIX, cart_context, count_fragment, mini_cart
from ..paths import here

LONGEST_NUMBER = 12


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    return show(request, request_context(request))


def show(
    request: HttpRequest, ctx: CommerceContext, notices: tuple[Notice, ...] = (), status: int = 200
) -> HttpResponse:
    """The cart page, after something was refused with the reasons and their status."""
    context = cart_context(request, ctx, notices)
    return carts.keep(request, page(request, "cart.html", context, status=status, is_private=True))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put `quantity` of `variant` into the cart; then the cart, the checkout or the mini cart."""
    ctx = request_context(request)
    added, status = "", 200
    notices: tuple[Notice, ...] = ()
    try:
        quantity = parse_quantity(request.POST.get("quantity", "1"))
        variant = request.POST.get("variant", "")
        if quantity < 1:
            raise InvalidQuantity
        added = services.add_line(
            cart_id=carts.open_cart(request, ctx).id, variant_public_id=variant, quantity=quantity, ctx=ctx
        )
    except CommerceError as error:
        notices, status = (notice_of(error),), status_of(error)
    if wanted_fragment(request) == "mini-cart":
        context = mini_cart(request, ctx, added=added, notices=notices)
        return carts.keep(request, fragment(request, "mini-cart", context, status=status))
    if notices:
        return show(request, ctx, notices, status)
    target = here("checkout") if request.POST.get("next") == "checkout" else here("cart")
    return carts.keep(request, private(HttpResponseRedirect(target)))


@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """Set the quantity of every line at once; lines that are refused keep theirs and say why."""
    ctx = request_context(request)
    handle = carts.find(request, ctx)
    if handle is None:
        return to_cart()
    notices: list[Notice] = []
    status = 200
    for line in carts_read.view(handle.id, ctx).lines:
        typed = request.POST.get(QUANTITY_PREFIX + line.public_id)
        if typed is None:
            continue
        try:
            quantity = parse_quantity(typed)
            if quantity != line.quantity:
                services.set_quantity(
                    cart_id=handle.id, line_public_id=line.public_id, quantity=quantity, ctx=ctx
                )
        except CommerceError as error:
            said = notice_of(error)
            text = _("{title}: {problem}").format(title=line.variant.name, problem=said.text)
            notices.append(Notice(said.code, text, "error"))
            status = status_of(error)
    if notices:
        return show(request, ctx, tuple(notices), status)
    return _changed(handle.id, ctx)


def _changed(cart_id: int, ctx: CommerceContext) -> HttpResponse:
    """The shopper has acted on what they saw: it is no news any more."""
    try:
        services.accept_changes(cart_id=cart_id, ctx=ctx)
    except CommerceError:
        return to_cart()  # ordered or merged in another tab: the cart page says so
    return to_cart()


@require_POST
def remove(request: HttpRequest, line: str) -> HttpResponse:
    """Take a line out; the cart then offers to have it back."""
    ctx = request_context(request)
    handle = carts.find(request, ctx)
    if handle is None:
        return to_cart()
    gone = next((one for one in carts_read.view(handle.id, ctx).lines if one.public_id == line), None)
    try:
        services.remove_line(cart_id=handle.id, line_public_id=line)
    except CommerceError as error:
        return show(request, ctx, (notice_of(error),), status_of(error))
    return to_cart(removed=gone.variant.public_id, quantity=str(gone.wanted)) if gone else to_cart()


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Undo a removal."""
    ctx = request_context(request)
    try:
        services.restore_line(
            cart_id=carts.open_cart(request, ctx).id,
            variant_public_id=request.POST.get("variant", ""),
            quantity=parse_quantity(request.POST.get("quantity", "1")),
            ctx=ctx,
        )
    except CommerceError as error:
        return show(request, ctx, (notice_of(error),), status_of(error))
    return carts.keep(request, to_cart())


@require_POST
def clear_invalid(request: HttpRequest) -> HttpResponse:
    """Take out everything that cannot be bought any more."""
    ctx = request_context(request)
    handle = carts.find(request, ctx)
    if handle is not None:
        try:
            services.clear_invalid(cart_id=handle.id, ctx=ctx)
        except CommerceError as error:
            return show(request, ctx, (notice_of(error),), status_of(error))
    return to_cart()


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    return fragment(request, "cart-count", count_fragment(request, request_context(request)))


@require_safe
def mini(request: HttpRequest) -> HttpResponse:
    return fragment(request, "mini-cart", mini_cart(request, request_context(request)))


def parse_quantity(text: str) -> int:
    """A whole number as typed; raises InvalidQuantity for anything else."""
    text = text.strip()
    if len(text) > LONGEST_NUMBER:
        raise InvalidQuantity
    try:
        return int(text)
    except ValueError:
        raise InvalidQuantity from None


def to_cart(**query: str) -> HttpResponse:
    return private(HttpResponseRedirect(f"{here('cart')}?{urlencode(query)}" if query else here("cart")))
