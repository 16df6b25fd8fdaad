"""Signing in, registering, getting back in."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commerce.core.context import CommerceContext
from themes.engine.contracts import (
    ErrorLink,
    FieldData,
    FormData,
    FormPageContext,
    LinkData,
    LoginContext,
    MessageContext,
    PasswordResetContext,
    RegisterContext,
    Shell,
)

from ..fields import checkbox, error_links, field
from ..meta import PRIVATE, meta_for
from ..paths import here, home_path
from ..shell import shell


def door_shell(request: HttpRequest, ctx: CommerceContext, title: str) -> Shell:
    return shell(request, ctx, meta_for(request, ctx, title=title, robots=PRIVATE))


def login_context(
    request: HttpRequest,
    ctx: CommerceContext,
    *,
    login: str = "",
    next_url: str = "",
    problem: object = "",
) -> LoginContext:
    fields = (
        field(
            "login", _("E-mail address or phone number"), value=login, autocomplete="username", maxlength=254
        ),
        password_field(),
    )
    to_checkout = next_url == here("checkout")
    return LoginContext(
        shell=door_shell(request, ctx, _("Sign in")),
        form=FormData(
            id="login",
            action=here("login"),
            fields=fields,
            submit=_("Sign in"),
            hidden=(("next", next_url),) if next_url else (),
            errors=(ErrorLink(str(problem)),) if problem else (),
        ),
        register_url=here("register"),
        password_reset_url=here("password_reset"),
        code_url=with_next(here("code"), next_url),
        guest_url=here("checkout") if to_checkout else "",
    )


def register_context(
    request: HttpRequest,
    ctx: CommerceContext,
    *,
    email: str = "",
    agreed: bool = False,
    errors: Mapping[str, object] | None = None,
    problem: object = "",
) -> RegisterContext:
    fields = (
        email_field(email, errors, help=_("We send you a link to choose a password.")),
        checkbox("terms", _("I agree to the terms and the privacy policy"), checked=agreed, errors=errors),
    )
    return RegisterContext(
        shell=door_shell(request, ctx, _("Create an account")),
        form=FormData(
            id="register",
            action=here("register"),
            fields=fields,
            submit=_("Continue"),
            errors=error_links(fields, [problem] if problem else ()),
        ),
        login_url=here("login"),
        code_url=here("code"),
    )


def finish_context(
    request: HttpRequest,
    ctx: CommerceContext,
    token: str,
    email: str,
    *,
    name: str = "",
    errors: Mapping[str, object] | None = None,
) -> FormPageContext:
    """The page a registration link opens: a name and a password."""
    title = _("Create an account")
    fields = (
        field(
            "name",
            _("Full name"),
            value=name,
            required=False,
            autocomplete="name",
            maxlength=100,
            errors=errors,
        ),
        password_field(new=True, errors=errors),
    )
    return FormPageContext(
        shell=door_shell(request, ctx, title),
        title=title,
        text=_("Your account will be known by {email}.").format(email=email),
        form=FormData(
            id="finish",
            action=here("register_finish", token=token),
            fields=fields,
            submit=_("Create account"),
            hidden=(("username", email),),
            errors=error_links(fields),
        ),
    )


def message_context(
    request: HttpRequest,
    ctx: CommerceContext,
    title: str,
    text: str,
    level: str = "info",
    links: tuple[LinkData, ...] = (),
) -> MessageContext:
    home = LinkData(_("Back to the shop"), home_path(ctx.language))
    return MessageContext(door_shell(request, ctx, title), title, text, level, links or (home,))


def reset_context(
    request: HttpRequest,
    ctx: CommerceContext,
    stage: str,
    *,
    action: str = "",
    email: str = "",
    errors: Mapping[str, object] | None = None,
    problem: object = "",
) -> PasswordResetContext:
    forms: dict[str, tuple[tuple[FieldData, ...], str]] = {
        "ask": ((email_field(email, errors),), _("Send the link")),
        "set": ((password_field(new=True, errors=errors),), _("Save new password")),
    }
    form = None
    if stage in forms:
        fields, submit = forms[stage]
        form = FormData(
            id="reset",
            action=action or here("password_reset"),
            fields=fields,
            submit=submit,
            errors=error_links(fields, [problem] if problem else ()),
        )
    return PasswordResetContext(
        shell=door_shell(request, ctx, _("Reset your password")),
        stage=stage,
        login_url=here("login"),
        form=form,
        restart_url=here("password_reset"),
    )


def second_step_context(request: HttpRequest, ctx: CommerceContext, problem: object = "") -> FormPageContext:
    """The code of an authenticator app, for those who set one up."""
    title = _("Confirm it is you")
    fields = (code_field(problem),)
    return FormPageContext(
        shell=door_shell(request, ctx, title),
        title=title,
        text=_("Enter the code from your authenticator app, or one of your recovery codes."),
        form=FormData(
            id="second-step",
            action=here("second_step"),
            fields=fields,
            submit=_("Continue"),
            errors=error_links(fields),
        ),
    )


def with_next(address: str, next_url: str) -> str:
    """The address, remembering where somebody wanted to go."""
    return f"{address}?{urlencode({'next': next_url})}" if next_url else address


def email_field(value: str, errors: Mapping[str, object] | None, help: str = "") -> FieldData:
    return field(
        "email",
        _("E-mail address"),
        "email",
        value=value,
        errors=errors,
        autocomplete="email",
        maxlength=254,
        help=help,
    )


def code_field(problem: object) -> FieldData:
    """A code of digits, which phones fill in by themselves."""
    return field(
        "code",
        _("Code"),
        errors={"code": problem} if problem else None,
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=20,
    )


def password_field(
    name: str = "password",
    label: str = "",
    *,
    new: bool = False,
    errors: Mapping[str, object] | None = None,
) -> FieldData:
    return field(
        name,
        label or _("Password"),
        "password",
        errors=errors,
        autocomplete="new-password" if new else "current-password",
        help=_("At least 8 characters.") if new else "",
    )
