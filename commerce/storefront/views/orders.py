"""After *Place order*: the result, paying again, tracking by an unguessable link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.cart import services as carts_write
from commerce.checkout import services
from commerce.core.context import CommerceContext
from commerce.core.errors import CommerceError, NotFound
from commerce.documents.errors import NotPrinted
from commerce.documents.papers import fiscal_pdf
from commerce.documents.queries import documents_of, get_document
from commerce.documents.responses import pdf_response
from commerce.documents.services import issue_due
from commerce.documents.types import Kind
from commerce.fulfillment import services as fulfillment
from commerce.orders import queries
from commerce.orders.types import Actor, OrderFacts
from themes.engine.contracts import FormData, FormPageContext, LinkData

from .. import carts
from ..context import request_context
from ..http import page, private
from ..meta import PRIVATE, meta_for
from ..pages.orders import order_context, result_context
from ..paths import here
from ..shell import shell
from .checkout import return_url

MAX_TOKEN = 64


@require_safe
def result(request: HttpRequest, token: str) -> HttpResponse:
    """What became of the order; asks the provider when money is on its way."""
    ctx = request_context(request)
    facts = order_of(token)
    services.returned(order_id=facts.id)
    context = result_context(request, ctx, queries.order_view(facts.id, ctx.language))
    response = page(request, "checkout/result.html", context, fragments=("order-result",), is_private=True)
    return secret(response)


@require_POST
def pay_again(request: HttpRequest, token: str) -> HttpResponse:
    """Another try, with the same way to pay or another one."""
    ctx = request_context(request)
    facts = order_of(token)
    method = request.POST.get("payment", "")[:60]
    try:
        action = services.pay_again(order_id=facts.id, method=method, return_url=return_url(ctx))
    except CommerceError as error:
        messages.error(request, str(error.message))
        return private(HttpResponseRedirect(here("result", token=token)))
    target = action.url if action.kind == "redirect" and action.url else here("result", token=token)
    return private(HttpResponseRedirect(target))


@require_safe
def tracking(request: HttpRequest, token: str) -> HttpResponse:
    """The order for whoever has the link."""
    ctx = request_context(request)
    order = queries.order_view(order_of(token).id, ctx.language)
    return secret(page(request, "order/tracking.html", order_context(request, ctx, order), is_private=True))


@require_safe
def document(request: HttpRequest, token: str, document: str) -> HttpResponse:
    """An invoice or credit note as PDF, in the page's language, for whoever has the link to its order."""
    return paper(request, order_of(token), document)


@require_safe
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    """The order's invoice, as letters link it: issued now, if it is due and its event is still on the way."""
    facts = order_of(token)
    found = next((each for each in documents_of(facts.id) if each.kind == Kind.INVOICE), None)
    found = found or issue_due(order_id=facts.id)
    if found is None:
        raise Http404
    return paper(request, facts, found.public_id)


def paper(request: HttpRequest, order: OrderFacts, public_id: str) -> HttpResponse:
    """The document of the order; Http404 for another one's. Back to the order while it cannot be printed."""
    ctx = request_context(request)
    try:
        found = get_document(order.id, public_id)
    except NotFound:
        raise Http404 from None
    try:
        pdf = fiscal_pdf(found, ctx.language)
    except NotPrinted as refusal:
        messages.error(request, str(refusal.message))
        return private(HttpResponseRedirect(here("tracking", token=order.token)))
    return secret(pdf_response(pdf, found.summary.number))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then cancel."""
    ctx = request_context(request)
    facts = order_of(token)
    if request.method != "POST":
        context = cancel_context(request, ctx, facts)
        return secret(page(request, "account/form.html", context, is_private=True))
    try:
        services.cancel(order_id=facts.id, actor=shopper(ctx), reason=_("Canceled by the customer"))
    except CommerceError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Your order is canceled. Anything you paid is on its way back."))
    return private(HttpResponseRedirect(here("tracking", token=token)))


def cancel_context(request: HttpRequest, ctx: CommerceContext, facts: OrderFacts) -> FormPageContext:
    title = _("Cancel order {number}?").format(number=facts.number)
    return FormPageContext(
        shell=shell(request, ctx, meta_for(request, ctx, title=title, robots=PRIVATE)),
        title=title,
        text=_("This cannot be undone. Anything you paid will be refunded."),
        form=FormData("cancel", here("order_cancel", token=facts.token), (), submit=_("Cancel order")),
        links=(LinkData(_("Keep the order"), here("tracking", token=facts.token)),),
    )


@require_POST
def deliver(request: HttpRequest, token: str) -> HttpResponse:
    """The shopper says that everything arrived."""
    ctx = request_context(request)
    try:
        fulfillment.deliver(order_id=order_of(token).id, actor=shopper(ctx))
    except CommerceError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Thank you! We are glad that it arrived."))
    return private(HttpResponseRedirect(here("tracking", token=token)))


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Put everything that was bought into the cart once more."""
    ctx = request_context(request)
    order = queries.order_view(order_of(token).id, ctx.language)
    cart_id = carts.open_cart(request, ctx).id
    for line in order.lines:
        try:
            carts_write.add_line(
                cart_id=cart_id, variant_public_id=line.variant_public_id, quantity=line.quantity, ctx=ctx
            )
        except CommerceError as error:
            messages.warning(request, f"{line.name}: {error.message}")
    return carts.keep(request, private(HttpResponseRedirect(here("cart"))))


def order_of(token: str) -> OrderFacts:
    """The order whose link this is; Http404 for a wrong one."""
    if len(token) > MAX_TOKEN:
        raise Http404
    try:
        return queries.get_by_token(token)
    except NotFound:
        raise Http404 from None


def shopper(ctx: CommerceContext) -> Actor:
    return Actor("shopper", str(ctx.customer.id or ""))


def secret(response: HttpResponse) -> HttpResponse:
    """The address is the right to see it: tell it to nobody."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
