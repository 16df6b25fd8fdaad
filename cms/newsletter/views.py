"""The pages around the letter. A link in a mail only opens a page: what happens, happens by its button, since
programs that look through mails follow links too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commerce.customers.errors import TooManyAttempts
from commerce.customers.services import email_problem
from commerce.storefront import throttles
from commerce.storefront.context import request_context
from commerce.storefront.fields import checkbox, error_links, field
from commerce.storefront.http import page
from commerce.storefront.pages.door import door_shell, message_context
from themes.engine.contracts import FormData, FormPageContext

from . import services, tokens

REFUSED, GONE, TOO_MANY = 422, 410, 429


def consent() -> str:
    """What one agrees to, in the language that is active; kept with the subscription."""
    return _("Send me the letter by e-mail. I can unsubscribe at any time.")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form of a section is posted here; on its own it is a page, which keeps what was typed."""
    if request.method != "POST":
        return _form(request)
    email, agreed = request.POST.get("email", "").strip()[:300], bool(request.POST.get("consent"))
    errors: dict[str, object] = {}
    if problem := email_problem(email):
        errors["email"] = problem
    if not agreed:
        errors["consent"] = _("Please agree before you continue.")
    if errors:
        return _form(request, email, agreed, errors=errors, status=REFUSED)
    try:
        throttles.count(request, "newsletter", email)
    except TooManyAttempts as refused:
        return _form(request, email, agreed, problem=str(refused.message), status=TOO_MANY)
    services.ask(email=email, language=request_context(request).language, consent=consent())
    text = _("We have sent a link to {email}. Follow it to confirm your subscription.").format(email=email)
    return _say(request, _("Check your inbox"), text, "success")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    email = tokens.open_seal(token, tokens.CONFIRM)
    if email is None:
        return _gone(request)
    if request.method != "POST":
        text = _("Shall we write to {email}?").format(email=email)
        return _button(request, "confirm", token, _("Confirm your subscription"), text, _("Confirm"))
    if not services.confirm(email=email):
        return _gone(request)
    return _say(request, _("You are on the list"), _("From now on you receive our letter."), "success")


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    email = tokens.open_seal(token, tokens.LEAVE)
    if email is None:
        return _gone(request)
    if request.method != "POST":
        text = _("{email} will get no more letters.").format(email=email)
        return _button(request, "leave", token, _("Unsubscribe"), text, _("Unsubscribe"))
    services.leave(email=email)
    return _say(request, _("You are off the list"), _("You will get no more letters."), "success")


def _form(
    request: HttpRequest,
    email: str = "",
    agreed: bool = False,
    *,
    errors: dict[str, object] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    fields = (
        field("email", _("Email"), "email", value=email, autocomplete="email", maxlength=254, errors=errors),
        checkbox("consent", consent(), checked=agreed, errors=errors),
    )
    form = FormData(
        id="newsletter",
        action=reverse("newsletter:ask"),
        fields=fields,
        submit=_("Subscribe"),
        errors=error_links(fields, [problem] if problem else ()),
    )
    return _page(request, _("Our letter"), form, status=status)


def _button(request: HttpRequest, name: str, token: str, title: str, text: str, submit: str) -> HttpResponse:
    action = reverse(f"newsletter:{name}", kwargs={"token": token})
    return _page(request, title, FormData(id=name, action=action, fields=(), submit=submit), text)


def _page(
    request: HttpRequest, title: str, form: FormData, text: str = "", *, status: int = 200
) -> HttpResponse:
    ctx = request_context(request)
    context = FormPageContext(shell=door_shell(request, ctx, title), title=title, form=form, text=text)
    return page(request, "account/form.html", context, status=status, is_private=True)


def _say(request: HttpRequest, title: str, text: str, level: str, status: int = 200) -> HttpResponse:
    context = message_context(request, request_context(request), title, text, level)
    return page(request, "account/message.html", context, status=status, is_private=True)


def _gone(request: HttpRequest) -> HttpResponse:
    text = _("This link is no longer valid. Please ask for a new one.")
    return _say(request, _("This link has expired"), text, "warning", GONE)
