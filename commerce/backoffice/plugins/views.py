"""The list of plugins with their switches, and one plugin's settings in one channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from commerce.channels import queries as channels_read
from commerce.channels.models import Channel, PluginActivation
from commerce.core import plugins
from commerce.core.errors import CommerceError, Text
from commerce.payments.errors import ProviderRefused, ProviderUnavailable
from commerce.payments.providers import PaymentProvider, online_providers_of

from .forms import PluginForm

PERMISSION = "channels.change_pluginactivation"


@dataclass(frozen=True, slots=True)
class Switch:
    """A plugin in one channel."""

    channel: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    name: Text
    description: Text
    version: str
    switches: tuple[Switch, ...]


class OwnersView(WagtailAdminTemplateMixin, TemplateView):
    """For those who may set plugins up."""

    header_icon = "sliders"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PluginListView(OwnersView):
    template_name = "backoffice/plugins.html"
    page_title = _("Plugins")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": gettext("Plugins")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        channels = list(Channel.objects.filter(is_active=True).order_by("-is_default", "id"))
        rows = [row_of(manifest, channels) for manifest in plugins.manifests().values()]
        return super().get_context_data(**kwargs) | {"rows": rows, "has_channels": bool(channels)}


def row_of(manifest: plugins.Manifest, channels: list[Channel]) -> Row:
    switches = tuple(
        Switch(
            channel=channel.name,
            url=reverse("plugin:edit", args=[manifest.code, channel.code]),
            is_on=channels_read.is_plugin_enabled(manifest.code, channel.code),
        )
        for channel in channels
    )
    return Row(manifest.name, manifest.description, manifest.version, switches)


class PluginView(OwnersView):
    """A refusal shows the same form again with what was typed, secrets aside."""

    template_name = "backoffice/plugin.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.channel = get_object_or_404(Channel, code=kwargs["channel"], is_active=True)
        manifest = plugins.manifests().get(kwargs["plugin"])
        if manifest is None:
            raise Http404
        self.manifest = manifest

    def get_page_title(self) -> str:
        return str(self.manifest.name)

    def get_page_subtitle(self) -> str:
        return self.channel.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("plugin:index"), "label": gettext("Plugins")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def make_form(self, data: Any = None) -> PluginForm:
        return PluginForm(data, manifest=self.manifest, channel=self.channel.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.make_form()
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
            "manifest": self.manifest,
            "back_url": reverse("plugin:index"),
            "can_be_tested": bool(self.online_providers()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                form.save()
            except CommerceError as refusal:
                form.refuse(refusal)
            else:
                return self.done(form)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def done(self, form: PluginForm) -> HttpResponse:
        row = PluginActivation.objects.get(channel=self.channel, plugin=self.manifest.code)
        title = f"{self.manifest.name} · {self.channel.name}"
        log(instance=row, action="qilou.plugin.set_up", title=title, data={"changes": form.changes()})
        is_on = form.cleaned_data["is_enabled"]
        said = _("“%(name)s” is on in %(channel)s.") if is_on else _("“%(name)s” is off in %(channel)s.")
        messages.success(self.request, said % {"name": self.manifest.name, "channel": self.channel.name})
        if "test" not in self.request.POST:
            return redirect("plugin:index")
        for provider in self.online_providers():
            self.test(provider)
        return redirect("plugin:edit", self.manifest.code, self.channel.code)

    def online_providers(self) -> list[PaymentProvider]:
        return online_providers_of(self.manifest.code, self.channel.code)

    def test(self, provider: PaymentProvider) -> None:
        """Says whether what is saved by now works. Waits for the provider; no transaction is open."""
        name = {"name": provider.name}
        try:
            provider.ping()
        except ProviderRefused as refusal:
            said = gettext("“%(name)s” does not accept these settings (%(reason)s). Check address and keys.")
            messages.error(self.request, said % {**name, "reason": refusal.reason})
        except ProviderUnavailable:
            said = gettext("“%(name)s” does not answer. Check the address, and whether we may go out to it.")
            messages.error(self.request, said % name)
        else:
            messages.success(self.request, gettext("“%(name)s” answers and accepts these settings.") % name)
