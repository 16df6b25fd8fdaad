"""Where looks meet Wagtail: the viewset and the log's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList

from .forms import LookForm
from .models import ShopLook
from .viewsets import WindowViewSet

# The form knows of campaigns, whose models load beside ours.
ShopLook.edit_handler = ObjectList([FieldPanel("look", heading=_("Theme"))], base_form_class=LookForm)


@hooks.register("register_admin_viewset")
def register_windows() -> WindowViewSet:
    return WindowViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("qilou.look.close", _("Close"), _("Closed the theme window"))
