"""The list of subscriptions in the admin: found, sorted and exported, never made by hand."""

from __future__ import annotations

from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from commerce.backoffice.choosers import NoChooser
from commerce.backoffice.exports import SafeExport

from .models import Subscription

EXPORTED = ("email", "language", "consent", "asked_at", "confirmed_at", "left_at")


class _NotByHand(ModelPermissionPolicy):
    """Only the owner of a mailbox can say yes; staff may look, and delete whom they are asked to forget."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action not in ("add", "change") and super().user_has_permission(user, action)


class SubscriptionList(SafeExport, IndexView):
    """Anybody on the web may subscribe, under any address that looks like one."""

    export_columns = {
        field.name: (field.verbose_name, attrgetter(field.name))
        for field in Subscription._meta.fields
        if field.name in EXPORTED
    }


class SubscriptionViewSet(SnippetViewSet):
    model = Subscription
    icon = "mail"
    menu_label = _("Newsletter")
    add_to_settings_menu = True
    list_display = ["email", "language", "asked_at", "confirmed_at", "left_at"]
    list_filter = ["language"]
    index_view_class = SubscriptionList
    search_fields = ["email"]
    ordering = ["-asked_at"]
    inspect_view_enabled = True
    chooser_viewset_class = NoChooser


register_permission_policy(Subscription, _NotByHand(Subscription))
register_snippet(SubscriptionViewSet)
