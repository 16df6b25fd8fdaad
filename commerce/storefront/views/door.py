"""Signing in and out, registering, getting back in. What is answered never tells who has an account."""

from __future__ import annotations

from allauth.account.forms import LoginForm
from allauth.account.stages import LoginStageController
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth import login as log_in
from django.contrib.auth import logout as log_out
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from commerce.core.context import CommerceContext
from commerce.core.errors import InvalidInput
from commerce.customers import services as customers
from commerce.customers.addresses import normalize_phone
from commerce.customers.errors import AccountExists, TooManyAttempts
from themes.engine.contracts import LinkData

from .. import carts, throttles
from ..address_form import default_country
from ..context import request_context
from ..http import page, private, safe_next
from ..pages import door
from ..paths import here, home_path
from ..tasks import send_account_mail
from ..tokens import email_of_registration, user_of_reset

BACKEND = "django.contrib.auth.backends.ModelBackend"
REFUSED = 422


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """One door for shoppers and staff, by e-mail or phone and password."""
    ctx = request_context(request)
    next_url = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), "")
    target = next_url or here("account")
    if request.method != "POST":
        if request.user.is_authenticated:
            return private(HttpResponseRedirect(target))
        context = door.login_context(request, ctx, next_url=next_url)
        return page(request, "account/login.html", context, is_private=True)
    typed = request.POST.get("login", "").strip()[:254]
    try:
        throttles.count(request, "login", typed)
    except TooManyAttempts as refused:
        context = door.login_context(request, ctx, login=typed, next_url=next_url, problem=refused.message)
        return page(request, "account/login.html", context, status=429, is_private=True)
    form = LoginForm(
        {"login": identity(typed, ctx), "password": request.POST.get("password", "")}, request=request
    )
    if not form.is_valid() or not form.user.is_active:
        problem = _("The e-mail address, phone number or password is not right.")
        context = door.login_context(request, ctx, login=typed, next_url=next_url, problem=problem)
        return page(request, "account/login.html", context, status=REFUSED, is_private=True)
    throttles.forgive("login", typed)
    response = form.login(request, redirect_url=target)
    if response.headers.get("Location") == reverse("mfa_authenticate"):
        return private(HttpResponseRedirect(here("second_step")))
    return carts.forget(private(response))


def identity(typed: str, ctx: CommerceContext) -> str:
    """An e-mail address as it is, a phone number in the form it is stored in."""
    if "@" in typed:
        return typed
    try:
        return normalize_phone(typed, default_country(ctx))
    except InvalidInput:
        return typed


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The second factor of those who set one up."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return HttpResponseRedirect(here("login"))
    ctx = request_context(request)
    problem, status = "", 200
    if request.method == "POST":
        try:
            throttles.count(request, "password", str(stage.login.user.pk))
        except TooManyAttempts as refused:
            problem, status = str(refused.message), 429
        else:
            form = AuthenticateForm(user=stage.login.user, data=request.POST)
            if form.is_valid():
                form.save()
                return carts.forget(private(stage.exit()))
            problem, status = _("This code is not right."), REFUSED
    context = door.second_step_context(request, ctx, problem)
    return page(request, "account/form.html", context, status=status, is_private=True)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    log_out(request)
    messages.success(request, _("You are signed out."))
    return private(HttpResponseRedirect(home_path(request_context(request).language)))


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail address; a link sent there opens the account, or says that there is one."""
    ctx = request_context(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return private(HttpResponseRedirect(here("account")))
        return page(request, "account/register.html", door.register_context(request, ctx), is_private=True)
    email, agreed = request.POST.get("email", "").strip()[:300], bool(request.POST.get("terms"))
    errors: dict[str, object] = {}
    if problem := customers.email_problem(email):
        errors["email"] = problem
    if not agreed:
        errors["terms"] = _("Please agree before you continue.")
    status, trouble = (REFUSED if errors else 200), ""
    if not errors:
        try:
            throttles.count(request, "register", email)
        except TooManyAttempts as refused:
            status, trouble = 429, str(refused.message)
    if status != 200:
        context = door.register_context(
            request, ctx, email=email, agreed=agreed, errors=errors, problem=trouble
        )
        return page(request, "account/register.html", context, status=status, is_private=True)
    return invite(request, ctx, email)


def invite(request: HttpRequest, ctx: CommerceContext, email: str) -> HttpResponse:
    """Send the link and say so, whoever the address belongs to."""
    send_account_mail.enqueue("register", email, ctx.language)
    text = _("We have sent a link to {email}. Follow it to choose a password.").format(email=email)
    context = door.message_context(request, ctx, _("Check your inbox"), text, "success")
    return page(request, "account/message.html", context, is_private=True)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def register_finish(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a registration mail: choose a password, and the account is there."""
    ctx = request_context(request)
    email = email_of_registration(token)
    if email is None:
        text = _("This link is no longer valid. Please ask for a new one.")
        links = (LinkData(_("Create an account"), here("register")),)
        expired = door.message_context(request, ctx, _("This link has expired"), text, "warning", links)
        return hidden_address(page(request, "account/message.html", expired, status=410, is_private=True))
    errors: dict[str, object] = {}
    name = request.POST.get("name", "")
    if request.method == "POST":
        try:
            user = customers.register(
                email=email,
                password=request.POST.get("password", ""),
                name=name,
                language=ctx.language,
                email_verified=True,
            )
        except AccountExists as refused:
            messages.info(request, str(refused.message))
            return private(HttpResponseRedirect(here("login")))
        except InvalidInput as refused:
            errors = dict(refused.fields)
        else:
            log_in(request, user, backend=BACKEND)
            messages.success(request, _("Welcome! Your account is ready."))
            return carts.forget(private(HttpResponseRedirect(here("account"))))
    context = door.finish_context(request, ctx, token, email, name=name, errors=errors)
    return hidden_address(
        page(request, "account/form.html", context, status=REFUSED if errors else 200, is_private=True)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for the link to a new password. The answer is the same whether there is an account or not."""
    ctx = request_context(request)
    if request.method != "POST":
        return page(
            request, "account/password-reset.html", door.reset_context(request, ctx, "ask"), is_private=True
        )
    email = request.POST.get("email", "").strip()[:300]
    if problem := customers.email_problem(email):
        context = door.reset_context(request, ctx, "ask", email=email, errors={"email": problem})
        return page(request, "account/password-reset.html", context, status=REFUSED, is_private=True)
    try:
        throttles.count(request, "reset", email)
    except TooManyAttempts as refused:
        context = door.reset_context(request, ctx, "ask", email=email, problem=refused.message)
        return page(request, "account/password-reset.html", context, status=429, is_private=True)
    send_account_mail.enqueue("reset", email, ctx.language)
    return page(
        request, "account/password-reset.html", door.reset_context(request, ctx, "sent"), is_private=True
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset_set(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The link of a reset mail: choose a new password. Whoever was signed in with the old one is out."""
    ctx = request_context(request)
    user = user_of_reset(uid, token)
    if user is None:
        context = door.reset_context(request, ctx, "invalid")
        return hidden_address(
            page(request, "account/password-reset.html", context, status=410, is_private=True)
        )
    action = here("password_reset_set", uid=uid, token=token)
    stage, errors = "set", {}
    if request.method == "POST":
        try:
            customers.set_password(
                user_id=user.pk, password=request.POST.get("password", ""), email_verified=bool(user.email)
            )
        except InvalidInput as refused:
            errors = dict(refused.fields)
        else:
            stage = "done"
    context = door.reset_context(request, ctx, stage, action=action, errors=errors)
    status = REFUSED if errors else 200
    return hidden_address(
        page(request, "account/password-reset.html", context, status=status, is_private=True)
    )


def hidden_address(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: tell it to nobody."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
