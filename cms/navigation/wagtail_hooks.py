"""Menus in the admin, among the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from commerce.backoffice.choosers import NoChooser

from .models import Menu


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    add_to_settings_menu = True
    list_display = ["__str__", "site"]
    list_filter = ["place", "locale"]
    chooser_viewset_class = NoChooser


register_snippet(MenuViewSet)
