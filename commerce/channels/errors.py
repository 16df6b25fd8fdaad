"""What channels refuse."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import NotFound, Unavailable


class UnknownChannel(NotFound):
    code = "unknown_channel"
    message = _("There is no such sales channel.")


class UnknownPlugin(NotFound):
    code = "unknown_plugin"
    message = _("There is no such plugin.")


class NoChannel(Unavailable):
    """The shop has no active channel: it was set up, but nothing was seeded or created yet."""

    code = "no_channel"
    message = _("This shop is not open yet.")
