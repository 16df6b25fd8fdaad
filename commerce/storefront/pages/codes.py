"""Signing in with a code that is sent to a phone."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from commerce.core.context import CommerceContext
from themes.engine.contracts import FormData, FormPageContext, LinkData

from ..fields import checkbox, error_links, field
from ..paths import here
from .door import code_field, door_shell, with_next


def ask_context(
    request: HttpRequest,
    ctx: CommerceContext,
    *,
    phone: str = "",
    agreed: bool = False,
    next_url: str = "",
    errors: Mapping[str, object] | None = None,
    problem: object = "",
) -> FormPageContext:
    """Which phone; new ones get an account."""
    title = _("Sign in by phone")
    fields = (
        field(
            "phone", _("Mobile number"), "tel", value=phone, errors=errors, autocomplete="tel", maxlength=40
        ),
        checkbox("terms", _("I agree to the terms and the privacy policy"), checked=agreed, errors=errors),
    )
    return FormPageContext(
        shell=door_shell(request, ctx, title),
        title=title,
        text=_("We send you a code by text. If you have no account yet, this opens one."),
        form=FormData(
            id="code",
            action=here("code"),
            fields=fields,
            submit=_("Send the code"),
            hidden=(("next", next_url),) if next_url else (),
            errors=error_links(fields, [problem] if problem else ()),
        ),
        links=(LinkData(_("Sign in with a password"), with_next(here("login"), next_url)),),
    )


def enter_context(
    request: HttpRequest, ctx: CommerceContext, phone: str, problem: object = ""
) -> FormPageContext:
    """The code that came."""
    title = _("Enter the code")
    code = code_field(problem)
    return FormPageContext(
        shell=door_shell(request, ctx, title),
        title=title,
        text=_("We have sent a code of six digits to {phone}.").format(phone=phone),
        form=FormData(
            id="code",
            action=here("code_enter"),
            fields=(code,),
            submit=_("Sign in"),
            errors=error_links((code,)),
        ),
        links=(LinkData(_("Send a new code, or use another number"), here("code")),),
    )
