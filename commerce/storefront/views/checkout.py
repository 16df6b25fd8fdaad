"""Checkout: everything on one page, placed once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from commerce.cart import queries as carts_read
from commerce.cart import services as carts_write
from commerce.cart.errors import CartClosed
from commerce.cart.types import CartHandle
from commerce.checkout import queries
from commerce.checkout.errors import EmptyCart, PriceChanged
from commerce.checkout.services import place_order
from commerce.checkout.types import OrderPlacedResult
from commerce.core.context import CommerceContext
from commerce.core.errors import CommerceError, InvalidInput
from commerce.customers import queries as customers
from commerce.customers.types import AddressView, Profile
from commerce.inventory.errors import InsufficientStock
from themes.engine.contracts import AddressFieldsFragment, Notice

from .. import carts
from ..address_form import REFRESH_NAME, address_form, typed_address
from ..checkout_input import Typed, first_look, posted
from ..context import request_context
from ..http import fragment, notice_of, page, private, status_of
from ..pages.checkout import checkout_context
from ..paths import here, path
from ..prices import money
from . import cart as cart_views

MAX_KEY = 64


@sensitive_post_parameters("email", "phone", "street", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """The page; a POST recalculates (`update`, `refresh`) or places the order."""
    ctx = request_context(request)
    handle = carts.find(request, ctx) or ordered_cart(request, ctx)
    if handle is None:
        return to_cart(request, EmptyCart())
    member = Member.of(ctx)
    if request.method != "POST":
        return show_first(request, ctx, handle, member)
    typed = posted(request.POST, ctx, member.book)
    if "update" in request.POST or REFRESH_NAME in request.POST:
        return recalculate(request, ctx, handle, member, typed)
    return place(request, ctx, handle, member, typed)


class Member:
    """The signed-in customer's contact and address book; empty for a guest."""

    def __init__(self, profile: Profile | None, book: tuple[AddressView, ...]) -> None:
        self.profile, self.book = profile, book

    @classmethod
    def of(cls, ctx: CommerceContext) -> Member:
        if ctx.customer.id is None:
            return cls(None, ())
        return cls(customers.get_profile(ctx.customer.id), customers.addresses_of(ctx.customer.id))


def show_first(
    request: HttpRequest, ctx: CommerceContext, handle: CartHandle, member: Member
) -> HttpResponse:
    typed = first_look({}, ctx, member.book)
    view = queries.view(handle.id, typed.input(member.book, member.profile), ctx)
    if view.cart.delivery:
        typed = first_look(view.cart.delivery, ctx, member.book)
        view = queries.view(handle.id, typed.input(member.book, member.profile), ctx)
    if not view.cart.buyable:
        return to_cart(request, EmptyCart())
    context = checkout_context(request, ctx, typed, view, book=member.book, is_guest=member.profile is None)
    return page(request, "checkout/index.html", context, is_private=True)


def recalculate(
    request: HttpRequest, ctx: CommerceContext, handle: CartHandle, member: Member, typed: Typed
) -> HttpResponse:
    """The same page with what follows from the choices; nothing is judged yet."""
    remember(handle, typed)
    return show(request, ctx, handle, member, typed)


def place(
    request: HttpRequest, ctx: CommerceContext, handle: CartHandle, member: Member, typed: Typed
) -> HttpResponse:
    """Place the order once; on to paying it, or back to the form with what was wrong."""
    try:
        result = place_order(
            cart_id=handle.id,
            input=typed.input(member.book, member.profile),
            shown_total=shown_total(request),
            key=request.POST.get("key", "")[:MAX_KEY],
            ctx=ctx,
            return_url=return_url(ctx),
        )
    except PriceChanged as error:
        remember(handle, typed)
        return show(request, ctx, handle, member, typed, notices=(price_notice(error, ctx),), status=409)
    except (InsufficientStock, EmptyCart) as error:
        remember(handle, typed)
        return cart_views.show(request, ctx, (notice_of(error),), status_of(error))
    except CartClosed as error:
        return to_cart(request, error)
    except InvalidInput as error:
        remember(handle, typed)
        return show(request, ctx, handle, member, typed, errors=error.fields, status=status_of(error))
    except CommerceError as error:
        return show(request, ctx, handle, member, typed, notices=(notice_of(error),), status=status_of(error))
    return onward(result, ctx)


def show(
    request: HttpRequest,
    ctx: CommerceContext,
    handle: CartHandle,
    member: Member,
    typed: Typed,
    *,
    errors: object = None,
    notices: tuple[Notice, ...] = (),
    status: int = 200,
) -> HttpResponse:
    view = queries.view(handle.id, typed.input(member.book, member.profile), ctx)
    if not view.cart.buyable:
        return to_cart(request, EmptyCart())
    context = checkout_context(
        request,
        ctx,
        typed,
        view,
        book=member.book,
        is_guest=member.profile is None,
        key=request.POST.get("key", "")[:MAX_KEY],
        errors=errors,  # type: ignore[arg-type]
        notices=notices,
    )
    return page(request, "checkout/index.html", context, status=status, is_private=True)


def remember(handle: CartHandle, typed: Typed) -> None:
    """Keep what was typed with the cart; a cart that was ordered meanwhile needs it no more."""
    try:
        carts_write.remember_delivery(cart_id=handle.id, data=typed.remembered())
    except CartClosed:
        return


def onward(result: OrderPlacedResult, ctx: CommerceContext) -> HttpResponse:
    """To the provider where there is something to pay there, else to the result."""
    if result.action.kind == "redirect" and result.action.url:
        return private(HttpResponseRedirect(result.action.url))
    return private(HttpResponseRedirect(path("result", ctx.language, token=result.token)))


def ordered_cart(request: HttpRequest, ctx: CommerceContext) -> CartHandle | None:
    """The cart of a form sent twice (second click, other tab, back button); it is closed by now, and
    placing it again answers with its order."""
    public_id = request.POST.get("cart", "")
    if not 0 < len(public_id) <= MAX_KEY:
        return None
    token = None if ctx.customer.id is not None else carts.token_of(request)
    return carts_read.find_own(public_id=public_id, token=token, customer_id=ctx.customer.id)


def to_cart(request: HttpRequest, error: CommerceError) -> HttpResponse:
    messages.info(request, str(error.message))
    return private(HttpResponseRedirect(here("cart")))


def shown_total(request: HttpRequest) -> int:
    """The total the page showed, in minor units; one that no order can have when it is not a number."""
    text = request.POST.get("shown_total", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else -1


def price_notice(error: PriceChanged, ctx: CommerceContext) -> Notice:
    """What it was and what it is now."""
    before, now = error.data["shown_total"], error.data["total"]
    if before < 0:
        return Notice(error.code, str(error.message), "warning")
    text = _("The total changed from {before} to {now}. Please check it and order again.").format(
        before=money(before, ctx.currency, ctx.language).formatted,
        now=money(now, ctx.currency, ctx.language).formatted,
    )
    return Notice(error.code, text, "warning")


def return_url(ctx: CommerceContext) -> str:
    """Where the provider sends the shopper back to; payments puts the order's token in."""
    return settings.BASE_URL + path("checkout", ctx.language) + "result/{token}/"


@require_safe
def address_fields(request: HttpRequest) -> HttpResponse:
    """The fields an address has after a choice of country, province or city."""
    ctx = request_context(request)
    prefix = request.GET.get("prefix", "")
    prefix = prefix if prefix.isidentifier() and len(prefix) <= 20 else ""
    typed = typed_address(request.GET, prefix)
    context = AddressFieldsFragment(address_form(typed, ctx, prefix=prefix))
    return fragment(request, "address-fields", context)
