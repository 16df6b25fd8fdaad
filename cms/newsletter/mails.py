"""What is written to those who want the letter."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commerce.storefront.mails import write
from themes.engine.contracts import LinkData

from .tokens import CONFIRM, LEAVE, seal


def send(kind: str, email: str, language: str) -> bool:
    """ "confirm": the link that says yes. "welcome": that it worked, with the way out."""
    with translation.override(language):
        if kind == "confirm":
            return write(
                email,
                language,
                _("Please confirm your subscription"),
                _("Follow the link to receive our letter. If you did not ask for it, ignore this mail."),
                LinkData(_("Confirm"), address("confirm", seal(email, CONFIRM))),
            )
        return write(
            email,
            language,
            _("You are on the list"),
            _("From now on you receive our letter. You can unsubscribe at any time."),
            LinkData(_("Unsubscribe"), address("leave", seal(email, LEAVE))),
        )


def address(name: str, token: str) -> str:
    """The whole address of a link in a mail, in the language that is active."""
    return settings.BASE_URL + reverse(f"newsletter:{name}", kwargs={"token": token})
