"""What a preview says of itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from cms.dress import look_words
from commerce.channels.errors import NoChannel
from commerce.channels.queries import channel_for_host

from .links import Preview


def describe(request: HttpRequest, preview: Preview) -> str:
    """What is assumed, in the reader's language and by the shop's clock."""
    try:
        zone = ZoneInfo(channel_for_host(split_domain_port(request.get_host())[0]).time_zone)
    except NoChannel:
        zone = ZoneInfo("UTC")
    at = preview.at.astimezone(zone)
    said = {"at": f"{date_format(at, 'DATE_FORMAT')} {time_format(at, 'H:i')}", "zone": zone.key}
    if not preview.theme:
        return _("Preview: the shop as of %(at)s (%(zone)s). Nothing can be bought here.") % said
    said["look"] = look_words(preview.theme, preview.preset)
    return (
        _("Preview: the shop as of %(at)s (%(zone)s), in the theme “%(look)s”. Nothing can be bought here.")
        % said
    )
