"""The list of channels."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from commerce.backoffice.columns import EditColumn, ToneColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.places import country_names
from commerce.backoffice.views import ServiceCreateView, ServiceEditView
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.channels.models import Channel

from .forms import ChannelForm

STATES = {"default": _("Default"), "on": _("Active"), "off": _("Switched off")}
TONES = {"default": "good", "on": "good", "off": "neutral"}


def state_of(channel: Channel) -> str:
    if channel.is_default:
        return "default"
    return "on" if channel.is_active else "off"


def languages_of(channel: Channel) -> str:
    names = dict(settings.LANGUAGES)
    return gettext(", ").join(str(names.get(code, code)) for code in channel.languages)


class ChannelIndexView(GuidedList, SafeExport, IndexView):
    """The default one first."""

    default_ordering = ("-is_default", "pk")
    nothing_yet = _("No channels yet")
    add_first = _("Add the first channel.")
    how_to_begin = _("The shop opens with its first channel: a currency, languages and a clock.")
    nothing_found = _("No channel matches. Search by name, code or host name.")
    export_columns = {
        "code": (pgettext_lazy("short name", "Code"), lambda row: row.code),
        "name": (_("Name"), lambda row: row.name),
        "currency": (_("Currency"), lambda row: row.currency),
        "languages": (_("Languages"), languages_of),
        "countries": (_("Ships to"), lambda row: ", ".join(row.countries)),
        "hostname": (_("Host name"), lambda row: row.hostname or ""),
        "time_zone": (_("Time zone"), lambda row: row.time_zone),
        "prices_include_tax": (_("Prices include tax"), lambda row: row.prices_include_tax),
        "state": (_("State"), lambda row: str(STATES[state_of(row)])),
    }

    def search_queryset(self, queryset: QuerySet[Channel]) -> QuerySet[Channel]:
        wanted = self.search_query.strip()
        named = queryset.filter(name__icontains=wanted) | queryset.filter(code__icontains=wanted)
        return named | queryset.filter(hostname__icontains=wanted)


class ChannelViewSet(ServiceViewSet):
    model = Channel
    name = "channel"
    url_prefix = "channels"
    icon = "globe"
    menu_label = _("Channels")
    menu_order = 135
    add_to_settings_menu = True
    form_class = ChannelForm
    index_view_class = ChannelIndexView
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    search_fields = ["code"]
    export_filename = "channels"
    list_display = [
        EditColumn("name", label=_("Name"), accessor=str, url_name="channel:edit"),
        Column("currency", label=_("Currency"), sort_key="currency"),
        Column("languages", label=_("Languages"), accessor=languages_of, classname="q-wide"),
        Column(
            "countries",
            label=_("Ships to"),
            accessor=lambda row: country_names(row.countries),
            classname="q-wide",
        ),
        Column(
            "hostname",
            label=_("Host name"),
            accessor=lambda row: row.hostname or "–",
            classname="q-wide",
        ),
        ToneColumn(
            "state",
            label=_("State"),
            accessor=state_of,
            words=STATES.__getitem__,
            tone=TONES.__getitem__,
        ),
    ]
