"""Plugins in the settings menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .views import PERMISSION, PluginListView, PluginView


class OwnersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


class PluginViewSet(ViewSet):
    name = "plugin"
    icon = "sliders"
    menu_label = _("Plugins")
    menu_order = 150
    add_to_settings_menu = True
    menu_item_class = OwnersItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", PluginListView.as_view(), name="index"),
            path("<slug:plugin>/<slug:channel>/", PluginView.as_view(), name="edit"),
        ]
