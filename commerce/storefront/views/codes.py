"""Signing in with a code sent to a phone, for those who have an account and those who get one by it."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from commerce.core.context import CommerceContext
from commerce.core.errors import CommerceError, InvalidInput, Text
from commerce.customers import services as customers
from commerce.customers.addresses import country_of_phone, format_phone, normalize_phone
from commerce.customers.codes import SIGN_IN, redeem_code
from commerce.customers.errors import TooManyAttempts

from .. import carts, throttles
from ..address_form import default_country
from ..context import request_context
from ..http import page, private, safe_next
from ..pages import codes as pages
from ..paths import here
from ..tasks import send_sign_in_code
from .door import REFUSED

ASKED = "sign_in_phone"
NEXT = "sign_in_next"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Send a code to any phone of a country the shop sells to; nobody learns who has an account."""
    ctx = request_context(request)
    next_url = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), "")
    if request.method != "POST":
        if request.user.is_authenticated:
            return private(HttpResponseRedirect(next_url or here("account")))
        context = pages.ask_context(request, ctx, next_url=next_url)
        return page(request, "account/form.html", context, is_private=True)
    typed, agreed = request.POST.get("phone", "").strip()[:40], bool(request.POST.get("terms"))
    phone, errors = _phone(typed, ctx)
    if not agreed:
        errors["terms"] = _("Please agree before you continue.")
    status, trouble = (REFUSED if errors else 200), ""
    if not errors:
        try:
            throttles.count(request, "code", phone)
            throttles.count(request, "code wait", phone)
        except TooManyAttempts as refused:
            status, trouble = 429, _too_soon(refused)
    if status != 200:
        context = pages.ask_context(
            request, ctx, phone=typed, agreed=agreed, next_url=next_url, errors=errors, problem=trouble
        )
        return page(request, "account/form.html", context, status=status, is_private=True)
    send_sign_in_code.enqueue(phone, ctx.language)
    request.session[ASKED], request.session[NEXT] = phone, next_url
    return private(HttpResponseRedirect(here("code_enter")))


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code that came; good in the browser that asked for it."""
    phone = request.session.get(ASKED, "")
    if not phone:
        return private(HttpResponseRedirect(here("code")))
    ctx = request_context(request)
    shown, problem, status = format_phone(phone, default_country(ctx)), "", 200
    if request.method == "POST":
        try:
            return _enter(request, ctx, phone)
        except TooManyAttempts as refused:
            problem, status = str(refused.message), 429
        except CommerceError as refused:
            problem, status = str(refused.message), REFUSED
    context = pages.enter_context(request, ctx, shown, problem)
    return page(request, "account/form.html", context, status=status, is_private=True)


def _enter(request: HttpRequest, ctx: CommerceContext, phone: str) -> HttpResponse:
    """Signed in, or at the second step. Raises WrongCode, TooManyAttempts, AccountClosed, InvalidInput."""
    throttles.count(request, "code try", phone)
    typed = request.POST.get("code", "").strip()[:40]
    if not typed:
        raise InvalidInput(_("Enter the code from the text message."))
    redeem_code(purpose=SIGN_IN, recipient=phone, code=typed)
    user = customers.enter_by_phone(phone=phone, language=ctx.language)
    if user.is_staff:
        # A phone is easier to take over than a password and an app.
        raise InvalidInput(_("Members of staff sign in with their password."))
    throttles.forgive("code try", phone)
    target = request.session.pop(NEXT, "") or here("account")
    del request.session[ASKED]
    record_authentication(request, user, method="code", phone=phone)
    response = perform_login(request, Login(user=user, redirect_url=target))
    if response.headers.get("Location") == reverse("mfa_authenticate"):
        return private(HttpResponseRedirect(here("second_step")))
    return carts.forget(private(response))


def _phone(typed: str, ctx: CommerceContext) -> tuple[str, dict[str, object]]:
    """The number in the form it is stored in, or what is wrong with it."""
    try:
        phone = normalize_phone(typed, default_country(ctx))
    except InvalidInput as refused:
        return "", dict(refused.fields)
    if ctx.channel.countries and country_of_phone(phone) not in ctx.channel.countries:
        return "", {"phone": _("We cannot send texts to this country. Please use your e-mail address.")}
    return phone, {}


def _too_soon(refused: TooManyAttempts) -> str:
    seconds = int(refused.data.get("retry_after", 60))
    wait: Text = _("We have just sent a code. You can ask for the next one in a minute.")
    return str(wait if seconds <= 60 else refused.message)
