"""Where campaigns meet Wagtail: the viewset, the log's words, rights to give."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .preview.links import PERMISSION
from .viewsets import CampaignViewSet

LOGGED = {
    "qilou.campaign.schedule": (_("Schedule"), _("Scheduled the campaign")),
    "qilou.campaign.withdraw": (_("Back to draft"), _("Took the campaign back to draft")),
    "qilou.campaign.preview": (_("Preview"), _("Made a preview link")),
    "qilou.campaign.close": (_("Close"), _("Closed the campaign")),
}


@hooks.register("register_admin_viewset")
def register_campaigns() -> CampaignViewSet:
    return CampaignViewSet()


class PreviewItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_admin_menu_item")
def register_preview_item() -> PreviewItem:
    """The way to the shop of another day, from wherever one is."""
    return PreviewItem(
        _("Preview as of…"), reverse_lazy("campaign:preview"), name="preview", icon_name="view", order=126
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        actions.register_action(action, label, message)


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """The right to look at the shop as of another time, for the groups' screens."""
    return Permission.objects.filter(codename="preview_shop", content_type__app_label="campaigns")
