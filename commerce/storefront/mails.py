"""Mails about accounts. Sent by a task, so that the answer takes equally long whoever asks."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from commerce.customers.queries import find_user
from themes.engine.contracts import EmailContext, LinkData, ShopData
from themes.engine.mails import render_mail

from .meta import html_lang
from .paths import path
from .tokens import registration_token, reset_parts

SECOND_STEP = {
    "second_step_on": gettext_lazy("Two-step sign-in was switched on"),
    "second_step_off": gettext_lazy("Two-step sign-in was switched off"),
}


def send(kind: str, email: str, language: str) -> bool:
    """Mail `email` what they asked for; whether anything was sent.

    "register": the link that opens an account, or, if there is one already, how to get into it.
    "reset": the link to a new password; nothing for an address nobody has.
    "second_step_on", "second_step_off": that it was switched, in case it was not them.
    """
    user = find_user(email)
    with translation.override(language):
        if kind == "register" and user is None:
            link = path("register_finish", language, token=registration_token(email))
            return write(
                email,
                language,
                _("Finish creating your account"),
                _("Follow the link to choose a password. It works for three days."),
                LinkData(_("Choose a password"), settings.BASE_URL + link),
            )
        if kind == "register":
            return write(
                email,
                language,
                _("You already have an account"),
                _("There was a request to create an account with this address, which already has one."),
                LinkData(_("Sign in"), settings.BASE_URL + path("login", language)),
            )
        if user is None or not user.is_active:
            return False
        if kind in SECOND_STEP:
            subject = SECOND_STEP[kind]
            text = _("If this was not you, choose a new password now, and tell the owner of the shop.")
            return write(
                email,
                language,
                str(subject),
                text,
                LinkData(_("Choose a new password"), settings.BASE_URL + path("password_reset", language)),
            )
        uid, token = reset_parts(user)
        link = path("password_reset_set", language, uid=uid, token=token)
        return write(
            email,
            language,
            _("Choose a new password"),
            _("Follow the link to choose a new password. If you did not ask for it, ignore this mail."),
            LinkData(_("Choose a new password"), settings.BASE_URL + link),
        )


def write(email: str, language: str, subject: str, text: str, action: LinkData) -> bool:
    """One short mail in the theme's dress, with a text for readers without HTML. Talks to the mail server."""
    body = Markup("<p>{}</p>").format(text)
    shop = ShopData(name=str(settings.SITE_NAME))
    context = EmailContext(
        shop=shop,
        lang=html_lang(language),
        subject=subject,
        heading=subject,
        body=body,
        preheader=text,
        action=action,
    )
    mail = EmailMultiAlternatives(
        subject, f"{text}\n\n{action.label}: {action.url}\n\n{shop.name}", to=[email]
    )
    mail.attach_alternative(render_mail(context), "text/html")
    mail.send()
    return True
