"""The customer's own pages: nothing here is shown to anybody else, nothing is kept by caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.core.context import CommerceContext
from commerce.core.errors import CommerceError, InvalidInput, NotFound
from commerce.customers import queries, services
from commerce.customers.errors import TooManyAttempts
from commerce.customers.types import AddressFields

from .. import throttles
from ..address_form import REFRESH_NAME, default_country, typed_address
from ..context import request_context
from ..http import page, private, status_of
from ..pages import account as pages
from ..paths import here
from .door import REFUSED, invite
from .orders import order_of

P = ParamSpec("P")
MemberView = Callable[Concatenate[HttpRequest, CommerceContext, int, P], HttpResponse]


def members_only(view: MemberView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Calls `view(request, ctx, customer_id, …)`; whoever is not signed in goes to the door first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else here("account")
            return private(HttpResponseRedirect(f"{here('login')}?{urlencode({'next': back})}"))
        ctx = request_context(request)
        customer_id = ctx.customer.id
        if customer_id is None:
            customer_id = services.ensure_customer(user_id=request.user.pk, language=ctx.language)
        return private(view(request, ctx, customer_id, *args, **kwargs))

    return guarded


@require_safe
@members_only
def overview(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> HttpResponse:
    return page(request, "account/overview.html", pages.overview_context(request, ctx, customer_id))


@require_safe
@members_only
def orders(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> HttpResponse:
    return page(request, "account/orders.html", pages.orders_context(request, ctx, customer_id))


@require_safe
@members_only
def order(request: HttpRequest, ctx: CommerceContext, customer_id: int, public_id: str) -> HttpResponse:
    try:
        context = pages.own_order_context(request, ctx, customer_id, public_id)
    except NotFound:
        raise Http404 from None
    return page(request, "account/order.html", context)


@require_safe
@members_only
def addresses(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> HttpResponse:
    return page(request, "account/addresses.html", pages.addresses_context(request, ctx, customer_id))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def address_new(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> HttpResponse:
    if request.method != "POST":
        context = pages.address_form_context(request, ctx, AddressFields(country=default_country(ctx)))
        return page(request, "account/address-form.html", context)
    return _save_address(request, ctx, customer_id, None)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def address(request: HttpRequest, ctx: CommerceContext, customer_id: int, public_id: str) -> HttpResponse:
    try:
        entry = queries.get_address(customer_id, public_id)
    except NotFound:
        raise Http404 from None
    if request.method != "POST":
        context = pages.address_form_context(
            request, ctx, entry.fields, public_id=public_id, is_default=entry.is_default
        )
        return page(request, "account/address-form.html", context)
    return _save_address(request, ctx, customer_id, public_id)


def _save_address(
    request: HttpRequest, ctx: CommerceContext, customer_id: int, public_id: str | None
) -> HttpResponse:
    """Save, or draw the form again: with the fields of another country, or with what was wrong."""
    typed = typed_address(request.POST, country=default_country(ctx))
    is_default = bool(request.POST.get("is_default"))
    errors: dict[str, object] = {}
    problem: object = ""
    if REFRESH_NAME not in request.POST:
        try:
            services.save_address(
                customer_id=customer_id, address=typed, public_id=public_id, is_default=is_default
            )
        except InvalidInput as refused:
            errors, problem = dict(refused.fields), "" if refused.fields else refused.message
        else:
            messages.success(request, _("Address saved."))
            return HttpResponseRedirect(here("addresses"))
    context = pages.address_form_context(
        request,
        ctx,
        typed,
        public_id=public_id or "",
        is_default=is_default,
        errors=errors,
        problem=problem,
    )
    status = REFUSED if errors or problem else 200
    return page(request, "account/address-form.html", context, status=status)


@require_POST
@members_only
def address_delete(
    request: HttpRequest, ctx: CommerceContext, customer_id: int, public_id: str
) -> HttpResponse:
    try:
        services.delete_address(customer_id=customer_id, public_id=public_id)
    except NotFound:
        raise Http404 from None
    messages.success(request, _("Address deleted."))
    return HttpResponseRedirect(here("addresses"))


@require_POST
@members_only
def address_default(
    request: HttpRequest, ctx: CommerceContext, customer_id: int, public_id: str
) -> HttpResponse:
    try:
        services.set_default_address(customer_id=customer_id, public_id=public_id)
    except NotFound:
        raise Http404 from None
    return HttpResponseRedirect(here("addresses"))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def profile(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> HttpResponse:
    """Name, and the language mails are written in."""
    known = queries.get_profile(customer_id)
    errors: dict[str, object] = {}
    typed = {}
    if request.method == "POST":
        typed = {"name": request.POST.get("name", ""), "language": request.POST.get("language", "")}
        try:
            services.update_profile(customer_id=customer_id, name=typed["name"], language=typed["language"])
        except InvalidInput as refused:
            errors = dict(refused.fields)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(here("profile"))
    context = pages.profile_context(request, ctx, known, typed=typed, errors=errors)
    return page(request, "account/profile.html", context, status=REFUSED if errors else 200)


@sensitive_post_parameters("old_password", "new_password")
@require_POST
@members_only
def password_change(request: HttpRequest, ctx: CommerceContext, customer_id: int) -> HttpResponse:
    """A new password for whoever knows the old one; other sessions end."""
    errors: dict[str, object] = {}
    status = REFUSED
    user = request.user
    assert isinstance(user, AbstractBaseUser) and user.pk is not None
    subject = str(user.pk)
    try:
        throttles.count(request, "password", subject)
        # Whoever came in by phone has no password yet, and sets the first one here.
        if not user.has_usable_password() or user.check_password(request.POST.get("old_password", "")):
            services.set_password(user_id=user.pk, password=request.POST.get("new_password", ""))
        else:
            errors = {"old_password": _("This is not your current password.")}
    except TooManyAttempts as refused:
        errors, status = {"old_password": refused.message}, status_of(refused)
    except CommerceError as refused:
        errors = {"new_password": refused.fields.get("password", refused.message)}
    if errors:
        known = queries.get_profile(customer_id)
        context = pages.profile_context(request, ctx, known, password_errors=errors)
        return page(request, "account/profile.html", context, status=status)
    throttles.forgive("password", subject)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed."))
    return HttpResponseRedirect(here("profile"))


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """A guest wants an account under the address of the order just placed."""
    ctx = request_context(request)
    facts = order_of(request.POST.get("token", ""))
    if not facts.email:
        raise Http404
    try:
        throttles.count(request, "register", facts.email)
    except TooManyAttempts as refused:
        messages.error(request, str(refused.message))
        return private(HttpResponseRedirect(here("result", token=facts.token)))
    return invite(request, ctx, facts.email)
