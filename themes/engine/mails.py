"""Mails: drawn without a request, in the look that the shop wears at the moment."""

from themes.engine import active, windows
from themes.engine.contracts import EmailContext
from themes.engine.rendering import render_to_string


def render_mail(context: EmailContext) -> str:
    """The HTML of a mail, by the default site's theme and preset. Raises `DrawingFailed` if none can."""
    look = windows.resolve_for_mail()
    with active.override(look.theme, look.preset):
        return render_to_string("email/message.html", context)
